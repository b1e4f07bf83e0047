import type { Rule } from '../../rule';
import { appArmorProfileLint } from './apparmor-profile-lint';
import { appArmorProfileOfOneApp } from './apparmor-profile-of-one-app';
import { appArmorProfileProvided } from './apparmor-profile-provided';
import { apparmorProfile } from './apparmor-profile';
import { seccompProfileLint } from './seccomp-profile-lint';
import { seccompProfileProvided } from './seccomp-profile-provided';
import { seccompProfile } from './seccomp-profile';
import { selinuxOptions } from './selinux-options';

/** Rules of the topic profiles. */
export const PROFILES_RULES: ReadonlyArray<Rule> = [
  appArmorProfileLint,
  appArmorProfileOfOneApp,
  appArmorProfileProvided,
  apparmorProfile,
  seccompProfileLint,
  seccompProfileProvided,
  seccompProfile,
  selinuxOptions,
];
