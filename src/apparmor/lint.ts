import type { ProfileFinding } from '../kubernetes/profile-finding';
import { allowsAll } from './lint/allows-all';
import { attachesToNode } from './lint/attaches-to-node';
import { broadCapability } from './lint/broad-capability';
import { broadFiles } from './lint/broad-files';
import { broadMount } from './lint/broad-mount';
import { broadNetwork } from './lint/broad-network';
import { complainMode } from './lint/complain-mode';
import { deadAllow } from './lint/dead-allow';
import { detachedPaths } from './lint/detached-paths';
import { keptEnvironment } from './lint/kept-environment';
import type { AppArmorLint } from './lint/lint';
import { misleadingRule } from './lint/misleading-rule';
import { missingAbi } from './lint/missing-abi';
import { missingChild } from './lint/missing-child';
import { newerParser } from './lint/newer-parser';
import { profileEscape } from './lint/profile-escape';
import type { LintSubject } from './lint/subject';
import { tooManyRules } from './lint/too-many-rules';
import { tracesOthers } from './lint/traces-others';
import { unconfinedExec } from './lint/unconfined-exec';
import { unsafeName } from './lint/unsafe-name';
import { unstoppable } from './lint/unstoppable';
import { writableKernel } from './lint/writable-kernel';
import { writeExecute } from './lint/write-execute';

/** Every lint of AppArmor profiles. */
export const APPARMOR_LINTS: ReadonlyArray<AppArmorLint> = [
  allowsAll,
  attachesToNode,
  broadCapability,
  broadFiles,
  broadMount,
  broadNetwork,
  complainMode,
  deadAllow,
  detachedPaths,
  keptEnvironment,
  misleadingRule,
  missingAbi,
  missingChild,
  newerParser,
  profileEscape,
  tooManyRules,
  tracesOthers,
  unconfinedExec,
  unsafeName,
  unstoppable,
  writableKernel,
  writeExecute,
];

/** What the lints find in profiles, by line and then by lint. */
export function lintAppArmor(profiles: ReadonlyArray<LintSubject>): ProfileFinding[] {
  // it says what the others left out
  const ordered = [...APPARMOR_LINTS.filter((lint) => lint !== tooManyRules), tooManyRules];
  const findings = profiles.flatMap((profile) =>
    ordered.flatMap(({ id, severity, check }) =>
      check(profile).map((mark): ProfileFinding => ({
        rule: id,
        severity: mark.severity ?? severity,
        profile: profile.name,
        line: mark.line,
        message: mark.message,
        fix: mark.fix,
      })),
    ),
  );
  return findings.sort((a, b) => a.line - b.line);
}
