import { Capability } from '../../host/capability';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, ruleProblems, unknownWords } from '../rule';

/** Properties of a rule on capabilities. */
export interface CapabilityRuleProps extends AppArmorQualifiers {
  /**
   * Capabilities.
   *
   * @default - every capability
   */
  readonly capabilities?: Capability[];
}

/**
 * Allows or denies capabilities: `capability net_bind_service,`.
 *
 * A profile without such a rule denies all capabilities, even to root. The container must also have the capability.
 */
export class CapabilityRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.CAPABILITY;

  /** Capabilities. Empty for all. */
  public readonly capabilities: Capability[];

  /** @throws {@link InputError} if a capability is unknown, or the list is empty */
  constructor(props: CapabilityRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('capabilities', props.capabilities ?? [], Object.values(Capability)));
    // an empty list would mean all
    if (props.capabilities?.length === 0)
      problems.add('capabilities is an empty list: omit the rule for no capability, or the list for every capability');
    this._unfit = problems.settle('AppArmor capability rule');
    this.capabilities = Object.freeze(distinct(props.capabilities ?? [])) as Capability[];
  }

  /** @internal */
  public _text(): string {
    // AppArmor uses lower-case names
    return ['capability', ...this.capabilities.map((c) => c.toLowerCase())].join(' ');
  }
}
