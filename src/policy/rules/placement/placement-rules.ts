import type { Rule } from '../../rule';
import { namespacePodSecurity } from './namespace-pod-security';
import { noDefaultNamespace } from './no-default-namespace';
import { noSystemPriority } from './no-system-priority';
import { trustedPlacement } from './trusted-placement';

/** Rules of the topic placement. */
export const PLACEMENT_RULES: ReadonlyArray<Rule> = [
  namespacePodSecurity,
  noDefaultNamespace,
  noSystemPriority,
  trustedPlacement,
];
