import type { Kind } from '../kubernetes/features';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import type { Life, LifeKind } from './life';
import type { Placement, PlacementKind } from './placement';
import type { NamedContainer } from './pod-spec';
import { UpdatePolicy } from './update-policy';

/** Kind and restart policy of an app's workload. */
export interface WrittenShape {
  readonly kind: Kind;
  readonly restartPolicy: 'Always' | 'OnFailure';
}

/** Workload of a placement and a life, or the reason that there is none. */
type Shape = WrittenShape | { readonly refused: string };

const ONE_NODE = 'Kubernetes cannot run a pod once on every node';
const NO_SCHEDULER = 'use Placement.gateway or Placement.everyGateway';

/** Workloads on a Kubernetes with the usual controllers. */
const CLUSTER: Readonly<Record<PlacementKind, Readonly<Record<LifeKind, Shape>>>> = {
  gateway: {
    'keeps-running': { kind: 'Deployment', restartPolicy: 'Always' },
    once: { kind: 'Job', restartPolicy: 'OnFailure' },
    schedule: { kind: 'CronJob', restartPolicy: 'OnFailure' },
  },
  'every-gateway': {
    'keeps-running': { kind: 'DaemonSet', restartPolicy: 'Always' },
    once: { refused: `${ONE_NODE}: use Placement.gateway or Life.keepsRunning` },
    schedule: { refused: `${ONE_NODE}: use Placement.gateway or Life.keepsRunning` },
  },
  replicas: {
    'keeps-running': { kind: 'Deployment', restartPolicy: 'Always' },
    once: { kind: 'Job', restartPolicy: 'OnFailure' },
    schedule: { kind: 'CronJob', restartPolicy: 'OnFailure' },
  },
};

/** Workloads on Izuma's edge-kubelet, which accepts only DaemonSets and pods that are bound to their node. */
const IZUMA: Readonly<Record<PlacementKind, Readonly<Record<LifeKind, Shape>>>> = {
  gateway: {
    'keeps-running': { kind: 'Pod', restartPolicy: 'Always' },
    once: { kind: 'Pod', restartPolicy: 'OnFailure' },
    schedule: { refused: 'izuma-edge does not run schedules: use Life.keepsRunning and let the program wait' },
  },
  'every-gateway': {
    'keeps-running': { kind: 'DaemonSet', restartPolicy: 'Always' },
    once: { refused: `${ONE_NODE}: use Placement.gateway or Life.keepsRunning` },
    schedule: { refused: 'izuma-edge does not run schedules: use Life.keepsRunning and let the program wait' },
  },
  replicas: {
    'keeps-running': { refused: `izuma-edge does not schedule replicas: ${NO_SCHEDULER}` },
    once: { refused: `izuma-edge does not schedule replicas: ${NO_SCHEDULER}` },
    schedule: { refused: `izuma-edge does not schedule replicas: ${NO_SCHEDULER}` },
  },
};

/** Field and types of the update strategy, by kind. Other kinds do not replace their pods. */
const UPDATES: Readonly<Partial<Record<Kind, { readonly field: string; readonly types: ReadonlyArray<string> }>>> = {
  Deployment: { field: 'strategy', types: ['RollingUpdate', 'Recreate'] },
  DaemonSet: { field: 'updateStrategy', types: ['RollingUpdate', 'OnDelete'] },
};

/** Returns the workload of an app, or the reason that there is none. */
export function shapeOf(placement: PlacementKind, life: LifeKind, target: Target): Shape {
  return (target.isIzumaEdge ? IZUMA : CLUSTER)[placement][life];
}

/** Problem of an update policy for a kind. */
export function updateProblem(kind: Kind, update: UpdatePolicy, target: Target): string | undefined {
  const known = UPDATES[kind];
  if (known === undefined) return `a ${kind} does not have an update strategy: remove the update policy`;
  if (!known.types.includes(update.type))
    return `update policy of a ${kind} must be ${known.types.join(' or ')}, got ${update.type}`;
  if (kind !== 'DaemonSet') return undefined;
  if (update.surges && !target._supports('rollingUpdateSurgeOfDaemonSets'))
    return `maxSurge of a DaemonSet must be unset on ${target.name}, because it needs Kubernetes 1.22 or later: remove it`;
  return update._problemOfDaemonSet();
}

/**
 * Returns the update policy of a workload whose author sets none. Undefined for Kubernetes' default, a rolling update.
 *
 * A Deployment whose pod holds a port of the node, or writes to a claim, stops the old pod first: the new one could not start
 * beside it, or both would write to the same files.
 */
export function defaultUpdate(kind: Kind, containers: ReadonlyArray<NamedContainer>): UpdatePolicy | undefined {
  if (kind !== 'Deployment') return undefined;
  const isExclusive = containers.some(
    ({ options: { writableFolders = [], weaknesses = [] } }) =>
      writableFolders.some((folder) => folder.isPersistent) || weaknesses.some((weakness) => weakness._opensNodePort),
  );
  return isExclusive ? UpdatePolicy.recreate() : undefined;
}

/** Parts of a workload. */
export interface WorkloadParts {
  readonly target: Target;
  readonly kind: Kind;
  readonly selector: JsonObject;
  readonly placement: Placement;
  readonly life: Life;
  readonly update?: UpdatePolicy;
  /** True if an autoscaler sets the number of replicas. */
  readonly isScaled: boolean;
  readonly template: { readonly metadata: JsonObject; readonly spec: JsonObject };
}

/** Returns the spec of a workload. The spec of a Pod is that of its template. */
export function workloadSpec({
  target,
  kind,
  selector,
  placement,
  life,
  update,
  isScaled,
  template,
}: WorkloadParts): JsonObject {
  const strategy =
    update === undefined ? {} : { [UPDATES[kind]?.field ?? 'strategy']: update._strategy(kind === 'DaemonSet') };
  const job = {
    ...(life.retries !== undefined && { backoffLimit: life.retries }),
    ...(target._supports('ttlSecondsAfterFinished') &&
      life.deleteAfter !== undefined && { ttlSecondsAfterFinished: life.deleteAfter }),
    ...(placement.count !== 1 && { parallelism: placement.count, completions: placement.count }),
    template,
  };
  const specs: Partial<Record<Kind, JsonObject>> = {
    Pod: template.spec,
    Deployment: {
      ...(!isScaled && { replicas: placement.count }),
      selector: { matchLabels: selector },
      ...strategy,
      template,
    },
    DaemonSet: { selector: { matchLabels: selector }, ...strategy, template },
    Job: job,
    CronJob: { schedule: life.schedule, concurrencyPolicy: 'Forbid', jobTemplate: { spec: job } },
  };
  return specs[kind] ?? {};
}
