import { AppArmorRuleKind } from '../rule';
import type { MountPointRuleProps } from './mount-point-rule';
import { MountPointRule } from './mount-point-rule';

/** Allows or refuses changing the flags of a mount: `remount options=(ro, nosuid) /data/,`. */
export class RemountRule extends MountPointRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.REMOUNT;

  /** @throws InputError if an option is unknown or contradicts another, a list is there but empty, or the path isn't absolute */
  constructor(props: MountPointRuleProps = {}) {
    super('remount', props);
  }
}
