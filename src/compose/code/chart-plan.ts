import type { Target } from '../../kubernetes/target';
import type { ComposePlace } from '../compose-place';
import type { Statement } from './expression';

/** Chart of a converted project, as data. Both outputs are made of it. */
export interface ChartPlan {
  /** Name of the project, which is the id of the chart. */
  readonly name: string;
  /** Namespace of the objects. Undefined if `kubectl` selects it, or the statements create it. */
  readonly namespace?: string;
  readonly target: Target;
  /** True if network policies are left out, because nothing enforces them. */
  readonly leavesOutPolicies?: boolean;
  /** Statements in their order. The scope of a construct is the chart, or the construct that its statement specifies. */
  readonly statements: ReadonlyArray<Statement>;
  /** Returns the place of a service in the file that it is from. */
  readonly placeOf?: (service: string) => ComposePlace;
}
