import type { Rule } from '../../rule';
import { autoscalerTarget } from './autoscaler-target';
import { disruptionBudget } from './disruption-budget';
import { livenessProbe } from './liveness-probe';
import { readinessProbe } from './readiness-probe';
import { resourceLimits } from './resource-limits';
import { resourceRequests } from './resource-requests';

/** Rules of the topic resources. */
export const RESOURCES_RULES: ReadonlyArray<Rule> = [
  autoscalerTarget,
  disruptionBudget,
  livenessProbe,
  readinessProbe,
  resourceLimits,
  resourceRequests,
];
