import type { Kind } from '../kubernetes/features';
import type { JsonObject } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import type { Life, LifeKind } from './life';
import type { Placement, PlacementKind } from './placement';
import type { UpdatePolicy } from './update-policy';

/** The object that a placement and a life become. */
export interface WrittenShape {
  readonly kind: Kind;
  readonly restartPolicy: 'Always' | 'OnFailure';
}

/** That object, or why they become none. */
type Shape = WrittenShape | { readonly refused: string };

const ONE_NODE = 'Kubernetes has no object that runs once on every node';
const NO_SCHEDULER = 'name one gateway, or choose every gateway';

/** On a Kubernetes with the usual controllers. */
const CLUSTER: Readonly<Record<PlacementKind, Readonly<Record<LifeKind, Shape>>>> = {
  gateway: {
    'keeps-running': { kind: 'Deployment', restartPolicy: 'Always' },
    once: { kind: 'Job', restartPolicy: 'OnFailure' },
    schedule: { kind: 'CronJob', restartPolicy: 'OnFailure' },
  },
  'every-gateway': {
    'keeps-running': { kind: 'DaemonSet', restartPolicy: 'Always' },
    once: { refused: `${ONE_NODE}: name one gateway, or let it keep running` },
    schedule: { refused: `${ONE_NODE}: name one gateway, or let it keep running` },
  },
  replicas: {
    'keeps-running': { kind: 'Deployment', restartPolicy: 'Always' },
    once: { kind: 'Job', restartPolicy: 'OnFailure' },
    schedule: { kind: 'CronJob', restartPolicy: 'OnFailure' },
  },
};

/** On Izuma's edge-kubelet, which takes pods that are bound to their node, and DaemonSets. */
const IZUMA: Readonly<Record<PlacementKind, Readonly<Record<LifeKind, Shape>>>> = {
  gateway: {
    'keeps-running': { kind: 'Pod', restartPolicy: 'Always' },
    once: { kind: 'Pod', restartPolicy: 'OnFailure' },
    schedule: { refused: 'izuma-edge runs no schedules: let it keep running and wait by itself' },
  },
  'every-gateway': {
    'keeps-running': { kind: 'DaemonSet', restartPolicy: 'Always' },
    once: { refused: `${ONE_NODE}: name one gateway, or let it keep running` },
    schedule: { refused: 'izuma-edge runs no schedules: let it keep running and wait by itself' },
  },
  replicas: {
    'keeps-running': { refused: `izuma-edge schedules no replicas: ${NO_SCHEDULER}` },
    once: { refused: `izuma-edge schedules no replicas: ${NO_SCHEDULER}` },
    schedule: { refused: `izuma-edge schedules no replicas: ${NO_SCHEDULER}` },
  },
};

/** How each kind takes an update; a kind that is not here replaces nothing by itself. */
const UPDATES: Readonly<Partial<Record<Kind, { readonly field: string; readonly types: ReadonlyArray<string> }>>> = {
  Deployment: { field: 'strategy', types: ['RollingUpdate', 'Recreate'] },
  DaemonSet: { field: 'updateStrategy', types: ['RollingUpdate', 'OnDelete'] },
};

/** The object that an app becomes, or why there is none. */
export function shapeOf(placement: PlacementKind, life: LifeKind, target: Target): Shape {
  return (target.isIzumaEdge ? IZUMA : CLUSTER)[placement][life];
}

/** What is wrong with an update policy for a kind. */
export function updateProblem(kind: Kind, update: UpdatePolicy, target: Target): string | undefined {
  const known = UPDATES[kind];
  if (known === undefined) return `a ${kind} is not updated in place: leave the update policy out`;
  if (!known.types.includes(update.type))
    return `update policy of a ${kind} must be ${known.types.join(' or ')}, got ${update.type}`;
  if (kind !== 'DaemonSet') return undefined;
  if (update.surges && !target._supports('rollingUpdateSurgeOfDaemonSets'))
    return `maxSurge of a DaemonSet must be left out on ${target.name}: Kubernetes has it from 1.22 on`;
  return update._problemOfDaemonSet();
}

/** What a workload says around the template of its pods. */
export interface WorkloadParts {
  readonly kind: Kind;
  readonly selector: JsonObject;
  readonly placement: Placement;
  readonly life: Life;
  readonly update?: UpdatePolicy;
  readonly template: { readonly metadata: JsonObject; readonly spec: JsonObject };
}

/** The spec of the object, around the template of its pods. For a Pod it is the template's own. */
export function workloadSpec({ kind, selector, placement, life, update, template }: WorkloadParts): JsonObject {
  const strategy =
    update === undefined ? {} : { [UPDATES[kind]?.field ?? 'strategy']: update._strategy(kind === 'DaemonSet') };
  const job = {
    ...(placement.count !== 1 && { parallelism: placement.count, completions: placement.count }),
    template,
  };
  const specs: Partial<Record<Kind, JsonObject>> = {
    Pod: template.spec,
    Deployment: { replicas: placement.count, selector: { matchLabels: selector }, ...strategy, template },
    DaemonSet: { selector: { matchLabels: selector }, ...strategy, template },
    Job: job,
    CronJob: { schedule: life.schedule, concurrencyPolicy: 'Forbid', jobTemplate: { spec: job } },
  };
  return specs[kind] ?? {};
}
