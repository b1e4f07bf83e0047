import { limited } from '../kubernetes/profile-finding';
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
import type { AppArmorLint, AppArmorMark } from './lint/lint';
import { misleadingRule } from './lint/misleading-rule';
import { missingAbi } from './lint/missing-abi';
import { missingChild } from './lint/missing-child';
import { newerParser } from './lint/newer-parser';
import { profileEscape } from './lint/profile-escape';
import type { LintSubject } from './lint/subject';
import { tooManyRules, unfinishedMark } from './lint/too-many-rules';
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

/** What the lints find in profiles of one text, by line and then by lint. */
export function lintAppArmor(profiles: ReadonlyArray<LintSubject>): ProfileFinding[] {
  return limited(profiles.flatMap(findingsOf).sort((a, b) => a.line - b.line));
}

function findingsOf(profile: LintSubject): ProfileFinding[] {
  const { budget } = profile;
  const unfinished: string[] = [];
  const finding = ({ id, severity }: AppArmorLint, mark: AppArmorMark): ProfileFinding => ({
    rule: id,
    severity: mark.severity ?? severity,
    profile: profile.name,
    line: mark.line,
    message: mark.message,
    fix: mark.fix,
  });
  const findings = APPARMOR_LINTS.flatMap((lint) => {
    const before = budget.unanswered;
    const marks = lint.check(profile);
    if (budget.unanswered > before) unfinished.push(lint.id);
    return marks.map((mark) => finding(lint, mark));
  });
  if (unfinished.length === 0) return findings;
  return [...findings, finding(tooManyRules, unfinishedMark(profile.line, unfinished, budget.steps))];
}
