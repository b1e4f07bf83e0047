import { Capability } from '../../host/capability';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, ruleProblems, unknownWords } from '../rule';

/** A rule on capabilities. */
export interface CapabilityRuleProps extends AppArmorQualifiers {
  /**
   * The capabilities.
   *
   * @default - every capability
   */
  readonly capabilities?: Capability[];
}

/**
 * Allows or refuses capabilities: `capability net_bind_service,`.
 *
 * A profile without such a rule refuses all, to root too. The capability must also be in the container's set.
 */
export class CapabilityRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.CAPABILITY;

  /** The capabilities; empty for every one. */
  public readonly capabilities: Capability[];

  /** @throws InputError if a capability is unknown, or the list is there but empty */
  constructor(props: CapabilityRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('capabilities', props.capabilities ?? [], Object.values(Capability)));
    // an empty list would widen to all
    if (props.capabilities?.length === 0)
      problems.add('capabilities are an empty list: leave the rule out for none, leave the list out for all');
    this._unfit = problems.settle('AppArmor capability rule');
    this.capabilities = Object.freeze(distinct(props.capabilities ?? [])) as Capability[];
  }

  /** @internal */
  public _text(): string {
    // AppArmor writes their names in lower case
    return ['capability', ...this.capabilities.map((c) => c.toLowerCase())].join(' ');
  }
}
