import type { Loss } from '../kubernetes/loss';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import { needsFsGroup, renderContainer, type ContainerOptions } from './container';
import type { Identity } from './identity';
import type { Placement } from './placement';

/** A container of an app, the first one first. */
export interface NamedContainer {
  readonly name: string;
  readonly role: 'container' | 'sidecar' | 'init';
  readonly options: ContainerOptions;
}

/** What an app says of its pods. */
export interface PodParts {
  readonly app: string;
  readonly target: Target;
  readonly containers: ReadonlyArray<NamedContainer>;
  readonly identity: Identity;
  readonly placement: Placement;
  /** Whether the pod is bound to its gateway by name, past the scheduler. */
  readonly byNodeName: boolean;
  readonly restartPolicy: string;
  /** Whether the first container gets probes on its own. */
  readonly keepsRunning: boolean;
  readonly tmpSize: string;
  readonly hostname?: string | undefined;
  readonly pullSecrets?: ReadonlyArray<string> | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  /** What the kind of app says beside. */
  readonly fields: JsonObject;
}

/** The spec of an app's pods, but for what hardening fills, and what the target cannot say. */
export function podSpec(parts: PodParts): { spec: JsonObject; losses: Loss[] } {
  const spec: JsonObject = {};
  const losses = parts.containers.flatMap((container) => addContainer(spec, container, parts));
  const { hostname, pullSecrets = [], terminationGracePeriodSeconds, target } = parts;
  const { context, losses: lostOfContext } = securityContext(parts);
  Object.assign(spec, { securityContext: context }, parts.fields, parts.placement._podSpec(parts.byNodeName), {
    restartPolicy: parts.restartPolicy,
    ...(hostname !== undefined && { hostname }),
    ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
    ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }),
  });
  if (target._apiVersion('ServiceAccount') !== undefined) spec['serviceAccountName'] ??= parts.app;
  return { spec, losses: [...losses, ...lostOfContext] };
}

function addContainer(spec: JsonObject, { name, role, options }: NamedContainer, parts: PodParts): Loss[] {
  const { app, target, tmpSize } = parts;
  const probed = parts.keepsRunning && name === parts.containers[0]?.name;
  const { container, losses } = renderContainer(options, { app, name, target, probed, tmpSize }, spec);
  const sidecar = role === 'sidecar' && target._supports('sidecarContainers');
  if (sidecar) container['restartPolicy'] = 'Always';
  const list = role === 'init' || sidecar ? 'initContainers' : 'containers';
  ((spec[list] ??= []) as JsonObject[]).push(container);
  return role === 'sidecar' && !sidecar
    ? [...losses, target._loss('sidecarContainers', `${name} as a sidecar`)]
    : losses;
}

function securityContext({ identity, containers, target }: PodParts): { context: JsonObject; losses: Loss[] } {
  const { userId, groupId, supplementalGroups } = identity;
  const ownsFiles = groupId !== undefined && containers.some((c) => needsFsGroup(c.options));
  // where every container says that it is root, the pod's own word would only mislead its reader
  const isOverridden = containers.every((c) => (c.options.weaknesses ?? []).some((w) => w._isRoot));
  const writesUser = userId !== undefined && !isOverridden;
  const writesGroup = groupId !== undefined && !isOverridden;
  const hasRunAsGroup = target._supports('runAsGroup');
  return {
    context: {
      ...(writesUser && { runAsUser: userId }),
      ...(writesGroup && hasRunAsGroup && { runAsGroup: groupId }),
      ...(supplementalGroups.length > 0 && { supplementalGroups }),
      ...(ownsFiles && { fsGroup: groupId }),
      ...(ownsFiles && target._supports('fsGroupChangePolicy') && { fsGroupChangePolicy: 'OnRootMismatch' }),
    },
    losses: writesGroup && !hasRunAsGroup ? [target._loss('runAsGroup', String(groupId))] : [],
  };
}
