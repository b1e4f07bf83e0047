import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, ruleProblems } from '../rule';

/** Allows or denies everything of every kind: `all,`. Needs AppArmor 4.0. An allow rule means that the profile confines nothing. */
export class AllRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.ALL;

  /** @throws {@link InputError} if the priority or the comment is invalid */
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
