import { AppArmorRuleKind } from '../rule';
import type { MountPointRuleProps } from './mount-point-rule';
import { MountPointRule } from './mount-point-rule';

/** Allows or denies unmounting: `umount /scratch/,`. */
export class UmountRule extends MountPointRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.UMOUNT;

  /** @throws {@link InputError} if an option is unknown or contradicts another, a list is empty, or the path is not absolute */
  constructor(props: MountPointRuleProps = {}) {
    super('umount', props);
  }
}
