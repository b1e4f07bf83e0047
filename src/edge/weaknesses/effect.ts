import type { Feature } from '../../kubernetes/features';
import type { JsonObject } from '../../kubernetes/manifest';
import type { RuleId } from '../../kubernetes/rule-id';
import type { PodSecurityLevel } from '../pod-security-level';

/** Finding that a weakness causes. */
export interface Accepted {
  readonly rule: RuleId;
  /** Value of the finding. Unset if it has none. */
  readonly value?: string;
  /** True for a finding in the pod. Otherwise, it is in the container of the weakness. */
  readonly ofPod?: boolean;
}

/** Effect of a weakness on a container and its pod. */
export interface WeaknessEffect {
  readonly accepts: ReadonlyArray<Accepted>;
  /** Strictest level of the Pod Security Standards that accepts the weakness. */
  readonly level: PodSecurityLevel;
  readonly weakenContainer?: (container: JsonObject, spec: JsonObject) => void;
  /** Change of the pod. Undefined for a weakness of its container only. */
  readonly weakenPod?: (spec: JsonObject) => void;
  /** Paths in the container that the weakness mounts. */
  readonly mountPaths?: string[];
  /** Profile that the container does not have. */
  readonly unconfined?: 'seccomp' | 'appArmor';
  /** Device of the node that the weakness mounts. */
  readonly device?: string;
  /** Field that the target must have. */
  readonly needs?: Feature;
}

/** Returns the security context of a container, and creates it if it does not exist. */
export function securityContextOf(container: JsonObject): JsonObject {
  return (container['securityContext'] ??= {}) as JsonObject;
}
