import { Problems } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { configKey, dnsSubdomain } from '../kubernetes/syntax';
import { Acknowledgement } from '../kubernetes/acknowledgement';

/** Field of a pod that a container can read. */
export enum PodField {
  NAME = 'metadata.name',
  NAMESPACE = 'metadata.namespace',
  UID = 'metadata.uid',
  NODE_NAME = 'spec.nodeName',
  SERVICE_ACCOUNT_NAME = 'spec.serviceAccountName',
  POD_IP = 'status.podIP',
  HOST_IP = 'status.hostIP',
}

/** Value of an environment variable that is stored outside the app's manifest. */
export class EnvReference {
  /**
   * Value of a key in a ConfigMap.
   * @throws {@link InputError} if a name is invalid
   */
  public static configMapKey(name: string, key: string): EnvReference {
    const problems = new Problems();
    problems.add(dnsSubdomain('ConfigMap', name));
    problems.add(configKey('key', key));
    problems.throwIfAny('EnvReference.configMapKey');
    return new EnvReference({ configMapKeyRef: { name, key } }, []);
  }

  /**
   * Value of a key in a Secret. Child processes inherit the environment and crash reports print it, so a file is safer
   * ({@link MountedFiles.fromSecret}) and this needs a reason.
   * @throws {@link InputError} if a name is invalid, or the reason has fewer than ten characters
   */
  public static secretKey(name: string, key: string, reason: string): EnvReference {
    const problems = new Problems();
    problems.add(dnsSubdomain('Secret', name));
    problems.add(configKey('key', key));
    problems.throwIfAny('EnvReference.secretKey');
    return new EnvReference({ secretKeyRef: { name, key } }, [new Acknowledgement({ rule: 'no-secret-env', reason })]);
  }

  /** Value of a field of the pod. */
  public static podField(field: PodField): EnvReference {
    return new EnvReference({ fieldRef: { fieldPath: field } }, []);
  }

  private constructor(
    /** @internal */
    public readonly _valueFrom: JsonObject,
    /** Acknowledgements of the rules that the reference breaks. */
    public readonly acknowledgements: Acknowledgement[],
  ) {}
}
