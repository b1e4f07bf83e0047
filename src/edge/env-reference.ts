import { Problems } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject, type ObjectReference } from '../kubernetes/named-object';
import { configKey } from '../kubernetes/syntax';
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
   * @param configMap ConfigMap, or its name
   * @param key key in the ConfigMap
   * @throws {@link InputError} if a name is invalid, or the object is not a ConfigMap
   */
  public static configMapKey(configMap: string | INamedObject, key: string): EnvReference {
    const problems = new Problems();
    const reference = referenceTo('ConfigMap', configMap);
    problems.add(reference.problem);
    problems.add(configKey('key', key));
    problems.throwIfAny('EnvReference.configMapKey');
    return new EnvReference({ configMapKeyRef: { name: reference.name, key } }, [], reference);
  }

  /**
   * Value of a key in a Secret. Child processes inherit the environment and crash reports print it, so a file is safer
   * ({@link MountedFiles.fromSecret}) and this needs a reason.
   * @param secret Secret, or its name
   * @param key key in the Secret
   * @param reason reason for which the value is not in a file
   * @throws {@link InputError} if a name is invalid, the object is not a Secret, or the reason has fewer than ten characters
   */
  public static secretKey(secret: string | INamedObject, key: string, reason: string): EnvReference {
    const problems = new Problems();
    const reference = referenceTo('Secret', secret);
    problems.add(reference.problem);
    problems.add(configKey('key', key));
    problems.throwIfAny('EnvReference.secretKey');
    const acknowledgement = new Acknowledgement({ rule: 'no-secret-env', reason });
    return new EnvReference({ secretKeyRef: { name: reference.name, key } }, [acknowledgement], reference);
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
    /**
     * Object that contains the value. Undefined for a field of the pod.
     * @internal
     */
    public readonly _reference?: ObjectReference,
  ) {}
}
