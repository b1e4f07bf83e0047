import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, ruleProblems } from '../rule';

/** Allows or refuses everything of every kind: `all,`. Needs AppArmor 4.0. An allowance confines nothing. */
export class AllRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.ALL;

  /** @throws InputError if the priority or the comment isn't one */
  constructor(props: AppArmorQualifiers = {}) {
    super(props);
    this._unfit = ruleProblems(props).settle('AppArmor all rule');
  }

  /** @internal */
  public override _since(): AppArmorParserVersion {
    return newer(super._since(), AppArmorParserVersion.V4_0);
  }

  /** @internal */
  public _text(): string {
    return 'all';
  }
}
