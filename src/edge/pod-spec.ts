import type { Loss } from '../kubernetes/loss';
import { listAt, objectAt, type JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import { renderContainer } from './container';
import { needsFsGroup, type ContainerOptions } from './container-options';
import { dnsConfig, type DnsOptions } from './dns-options';
import type { Identity } from './identity';
import type { Placement } from './placement';
import type { TopologySpread } from './topology-spread';

/** Container of an app, with its name and its role. */
export interface NamedContainer {
  readonly name: string;
  readonly role: 'container' | 'sidecar' | 'init';
  readonly options: ContainerOptions;
}

/** Parts of a pod spec. */
export interface PodParts {
  readonly app: string;
  readonly target: Target;
  readonly containers: ReadonlyArray<NamedContainer>;
  readonly identity: Identity;
  readonly placement: Placement;
  /** True if the pod is bound to its gateway by name, without the scheduler. */
  readonly byNodeName: boolean;
  readonly restartPolicy: string;
  /** True if the app never ends by itself: then its first container has default probes. */
  readonly keepsRunning: boolean;
  readonly tmpSize: string;
  readonly hostname?: string | undefined;
  readonly dns?: DnsOptions | undefined;
  readonly sysctls?: Readonly<Record<string, string>> | undefined;
  readonly runtimeClass?: string | undefined;
  readonly priorityClass?: string | undefined;
  readonly spread?: ReadonlyArray<TopologySpread> | undefined;
  /** Labels of the app's pods. */
  readonly selector: JsonObject;
  readonly pullSecrets?: ReadonlyArray<string> | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  /** More fields of the pod spec, from the kind of app. */
  readonly fields: JsonObject;
}

/** Returns the spec of an app's pods before hardening, and the losses of the target. */
export function podSpec(parts: PodParts): { spec: JsonObject; losses: Loss[] } {
  const spec: JsonObject = {};
  const losses = parts.containers.flatMap((container) => addContainer(spec, container, parts));
  const { hostname, dns, pullSecrets = [], terminationGracePeriodSeconds, target, runtimeClass } = parts;
  const hasRuntimeClass = target._supports('runtimeClassName');
  if (runtimeClass !== undefined && !hasRuntimeClass) losses.push(target._loss('runtimeClassName', runtimeClass));
  const { context, losses: lostOfContext } = securityContext(parts);
  Object.assign(
    spec,
    { securityContext: withSysctls(context, spec, parts) },
    parts.fields,
    parts.placement._podSpec(parts.byNodeName),
    {
      restartPolicy: parts.restartPolicy,
      hostname,
      ...spreadOf(parts),
      ...(parts.priorityClass !== undefined && { priorityClassName: parts.priorityClass }),
      ...(hasRuntimeClass && { runtimeClassName: runtimeClass }),
      ...(dns && { dnsConfig: dnsConfig(dns) }),
      ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
      terminationGracePeriodSeconds,
    },
  );
  if (target._apiVersion('ServiceAccount') !== undefined) spec['serviceAccountName'] ??= parts.app;
  return { spec, losses: [...losses, ...lostOfContext, ...lossesOfSpread(parts)] };
}

/** Returns the spread of the replicas. Targets without constraints have only a preference of other nodes. */
function spreadOf({ spread = [], selector, target }: PodParts): JsonObject {
  if (spread.length === 0) return {};
  if (target._supports('topologySpreadConstraints'))
    return { topologySpreadConstraints: spread.map((each) => each._constraint(selector)) };
  const preferred = spread.map((each) => each._antiAffinity(selector));
  return { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
}

function lossesOfSpread({ spread = [], target }: PodParts): Loss[] {
  if (target._supports('topologySpreadConstraints')) return [];
  return spread.map((each) => target._loss('topologySpreadConstraints', each._describe()));
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

/** Returns a security context with the kernel parameters of the app, and those of its weaknesses. */
function withSysctls(context: JsonObject, spec: JsonObject, { sysctls = {} }: PodParts): JsonObject {
  const all = [
    ...Object.entries(sysctls).map(([name, value]) => ({ name, value })),
    ...listAt(objectAt(spec, 'securityContext'), 'sysctls'),
  ];
  return { ...context, ...(all.length > 0 && { sysctls: all }) };
}

function securityContext({ identity, containers, target }: PodParts): { context: JsonObject; losses: Loss[] } {
  const { userId, groupId, supplementalGroups } = identity;
  const ownsFiles = groupId !== undefined && containers.some((c) => needsFsGroup(c.options));
  // if every container runs as root, a user of the pod would only mislead the reader
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
