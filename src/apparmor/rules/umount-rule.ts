import { AppArmorRuleKind } from '../rule';
import type { MountPointRuleProps } from './mount-point-rule';
import { MountPointRule } from './mount-point-rule';

/** Allows or refuses unmounting: `umount /scratch/,`. */
export class UmountRule extends MountPointRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.UMOUNT;

  /** @throws InputError if an option is unknown or contradicts another, a list is there but empty, or the path isn't absolute */
  constructor(props: MountPointRuleProps = {}) {
    super('umount', props);
  }
}
