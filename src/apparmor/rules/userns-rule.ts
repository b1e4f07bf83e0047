import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, ruleProblems } from '../rule';

/** Allows or denies the creation of user namespaces: `userns create,`. Needs AppArmor 4.0. */
export class UsernsRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.USERNS;

  /** @throws {@link InputError} if the priority or the comment is invalid */
  constructor(props: AppArmorQualifiers = {}) {
    super(props);
    this._unfit = ruleProblems(props).settle('AppArmor userns rule');
  }

  /** @internal */
  public override _since(): AppArmorParserVersion {
    return newer(super._since(), AppArmorParserVersion.V4_0);
  }

  /** @internal */
  public _text(): string {
    return 'userns create';
  }
}
