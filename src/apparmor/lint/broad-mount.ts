import { Severity } from '../../diagnostics/severity';
import { MountRule } from '../rules/mount-rule';
import { PivotRootRule } from '../rules/pivot-root-rule';
import { RemountRule } from '../rules/remount-rule';
import type { AppArmorLint } from './lint';

/** Anything may be mounted anywhere. */
export const broadMount: AppArmorLint = {
  id: 'broad-mount',
  severity: Severity.HIGH,
  title: 'anything may be mounted',
  rationale:
    'Whoever mounts anywhere puts files where other rules trust them: paths in the profile mean nothing any more.',
  check: (profile) =>
    [...profile.of(MountRule), ...profile.of(RemountRule), ...profile.of(PivotRootRule)]
      .filter(({ rule }) => !rule.denies && rule._text() === String(rule.kind))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.render()} has no condition`,
        fix: 'name the type of file system, its options and the mount point',
      })),
  good: 'mount fstype=(tmpfs) options=(rw, nosuid, nodev, noexec) tmpfs -> /scratch/,',
  bad: 'mount,',
};
