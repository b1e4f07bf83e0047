import { Problems } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { configKey, dnsSubdomain } from '../kubernetes/syntax';
import { Acknowledgement } from '../policy/acknowledgement';

/** What a pod can tell a container about itself. */
export enum PodField {
  NAME = 'metadata.name',
  NAMESPACE = 'metadata.namespace',
  UID = 'metadata.uid',
  NODE_NAME = 'spec.nodeName',
  SERVICE_ACCOUNT_NAME = 'spec.serviceAccountName',
  POD_IP = 'status.podIP',
  HOST_IP = 'status.hostIP',
}

/** The value of an environment variable that stands elsewhere. */
export class EnvReference {
  /**
   * A key of a ConfigMap.
   * @throws when a name is not valid
   */
  public static configMapKey(name: string, key: string): EnvReference {
    const problems = new Problems();
    problems.add(dnsSubdomain('ConfigMap', name));
    problems.add(configKey('key', key));
    problems.throwIfAny('EnvReference.configMapKey');
    return new EnvReference({ configMapKeyRef: { name, key } }, []);
  }

  /**
   * A key of a Secret. Weaker than a file ({@link MountedFiles.fromSecret}): the environment is inherited by child
   * processes and printed by crash reports, so it needs a reason.
   * @throws when a name is not valid, or the reason has less than ten characters
   */
  public static secretKey(name: string, key: string, reason: string): EnvReference {
    const problems = new Problems();
    problems.add(dnsSubdomain('Secret', name));
    problems.add(configKey('key', key));
    problems.throwIfAny('EnvReference.secretKey');
    return new EnvReference({ secretKeyRef: { name, key } }, [new Acknowledgement({ rule: 'no-secret-env', reason })]);
  }

  /** Something that the pod knows of itself. */
  public static podField(field: PodField): EnvReference {
    return new EnvReference({ fieldRef: { fieldPath: field } }, []);
  }

  private constructor(
    /** @internal */
    public readonly _valueFrom: JsonObject,
    /** What is accepted by choosing it. */
    public readonly acknowledgements: Acknowledgement[],
  ) {}
}
