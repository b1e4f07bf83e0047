import type { Rule } from '../../rule';
import { apparmorProfile } from './apparmor-profile';
import { appArmorProfileLint } from './apparmor-profile-lint';
import { appArmorProfileOfOneApp } from './apparmor-profile-of-one-app';
import { appArmorProfileProvided } from './apparmor-profile-provided';
import { linuxHardening } from './linux-hardening';
import { seccompProfile } from './seccomp-profile';
import { seccompProfileLint } from './seccomp-profile-lint';
import { seccompProfileProvided } from './seccomp-profile-provided';
import { selinuxOptions } from './selinux-options';

/** Rules of the topic profiles. */
export const PROFILES_RULES: ReadonlyArray<Rule> = [
  apparmorProfile,
  appArmorProfileLint,
  appArmorProfileOfOneApp,
  appArmorProfileProvided,
  linuxHardening,
  seccompProfile,
  seccompProfileLint,
  seccompProfileProvided,
  selinuxOptions,
];
