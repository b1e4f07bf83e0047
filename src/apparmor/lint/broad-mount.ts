import { Severity } from '../../diagnostics/severity';
import { MountRule } from '../rules/mount-rule';
import { PivotRootRule } from '../rules/pivot-root-rule';
import { RemountRule } from '../rules/remount-rule';
import type { AppArmorLint } from './lint';

/** Finds a rule that allows mounting anything anywhere. */
export const broadMount: AppArmorLint = {
  id: 'broad-mount',
  severity: Severity.HIGH,
  title: 'a rule allows mounting anything anywhere',
  rationale:
    'A process that can mount anywhere can put its files at paths that other rules trust, so the paths in the profile no longer protect anything.',
  check: (profile) =>
    [...profile.of(MountRule), ...profile.of(RemountRule), ...profile.of(PivotRootRule)]
      .filter(({ rule }) => !rule.denies && rule._text() === String(rule.kind))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.render()} has no condition`,
        fix: 'specify the type of the file system, its options and the mount point',
      })),
  good: 'mount fstype=(tmpfs) options=(rw, nosuid, nodev, noexec) tmpfs -> /scratch/,',
  bad: 'mount,',
};
