import { quote } from '../diagnostics/input-error';
import type { Kind } from '../kubernetes/features';
import { referenceTo } from '../kubernetes/named-object';
import { isSystemPriority } from '../kubernetes/priority-class';
import type { ReplicaRange } from './disruption-budget';
import type { AppSettings } from './secure-edge-app-options';

/** Namespace of the cluster's own components. */
const SYSTEM_NAMESPACE = 'kube-system';

/** Returns the numbers of replicas of an app. */
export function replicasOf({ placement, autoscaler }: AppSettings): ReplicaRange {
  return autoscaler?._range ?? { least: placement.count, most: placement.count };
}

/** Problems of what applies to all replicas of an app together, whose workload has a kind. */
export function replicaProblems(app: AppSettings, kind: Kind): (string | undefined)[] {
  return [
    autoscalerProblem(app, kind),
    app.disruptionBudget?._problem(kind, replicasOf(app)),
    ...spreadProblems(app),
    priorityProblem(app, kind),
    app.monitoring?._problem(app.ports, app.exposure, app.target),
  ];
}

function autoscalerProblem({ autoscaler, placement, target }: AppSettings, kind: Kind): string | undefined {
  if (autoscaler === undefined) return undefined;
  if (placement._kind !== 'replicas' || kind !== 'Deployment')
    return `an autoscaler needs an app that keeps running on nodes that the scheduler selects, got ${placement.describe()} and a ${kind}: use Placement.replicas(1) and Life.keepsRunning`;
  if (placement.count !== 1)
    return `number of replicas is that of the autoscaler, got ${placement.describe()}: use Placement.replicas(1), and the least number of Autoscaler.replicas`;
  return autoscaler._problem(target);
}

function spreadProblems(app: AppSettings): (string | undefined)[] {
  const { topologySpread = [], placement } = app;
  if (topologySpread.length === 0) return [];
  const labels = topologySpread.map(({ label }) => label);
  return [
    placement._kind !== 'replicas' || replicasOf(app).most <= 1
      ? `topology spread needs two replicas or more, got ${placement.describe()}: use Placement.replicas(2), or remove topologySpread`
      : undefined,
    ...[...new Set(labels.filter((label, i) => labels.indexOf(label) !== i))].map(
      (label) => `topology spread over ${quote(label)} is given twice: keep one`,
    ),
  ];
}

function priorityProblem(app: AppSettings, kind: Kind): string | undefined {
  const { priorityClass, target, namespaceName, acknowledgements = [] } = app;
  if (priorityClass === undefined) return undefined;
  if (target._apiVersion('PriorityClass') === undefined)
    return `${target.name} does not have priority classes: remove priorityClass`;
  const reference = referenceTo('PriorityClass', priorityClass, 'priorityClass');
  if (reference.problem !== undefined) return reference.problem;
  const { name } = reference;
  if (!isSystemPriority(name))
    return name.startsWith('system-')
      ? `priorityClass ${quote(name)} cannot exist, because names with "system-" are reserved: use the name of your own class`
      : undefined;
  const isAccepted =
    kind === 'DaemonSet' ||
    namespaceName === SYSTEM_NAMESPACE ||
    acknowledgements.some(({ rule }) => rule === 'no-system-priority');
  return isAccepted
    ? undefined
    : `priorityClass ${quote(name)} is for components of the cluster: use a class of your own with a lower value, or acknowledge no-system-priority with a reason`;
}
