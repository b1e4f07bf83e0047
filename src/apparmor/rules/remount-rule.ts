import { AppArmorRuleKind } from '../rule';
import type { MountPointRuleProps } from './mount-point-rule';
import { MountPointRule } from './mount-point-rule';

/** Allows or denies changes of the flags of a mount: `remount options=(ro, nosuid) /data/,`. */
export class RemountRule extends MountPointRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.REMOUNT;

  /** @throws {@link InputError} if an option is unknown or contradicts another, a list is empty, or the path is not absolute */
  constructor(props: MountPointRuleProps = {}) {
    super('remount', props);
  }
}
