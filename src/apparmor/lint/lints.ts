import { limited } from '../../diagnostics/profile-finding';
import type { ProfileFinding } from '../../diagnostics/profile-finding';
import { allowsAll } from './allows-all';
import { attachesToNode } from './attaches-to-node';
import { broadCapability } from './broad-capability';
import { broadFiles } from './broad-files';
import { broadMount } from './broad-mount';
import { broadNetwork } from './broad-network';
import { complainMode } from './complain-mode';
import { deadAllow } from './dead-allow';
import { detachedPaths } from './detached-paths';
import { keptEnvironment } from './kept-environment';
import type { AppArmorLint, AppArmorMark } from './lint';
import { misleadingRule } from './misleading-rule';
import { missingAbi } from './missing-abi';
import { missingChild } from './missing-child';
import { newerParser } from './newer-parser';
import { profileEscape } from './profile-escape';
import type { LintSubject } from './subject';
import { tooManyRules, unfinishedMark } from './too-many-rules';
import { tracesOthers } from './traces-others';
import { unconfinedExec } from './unconfined-exec';
import { unsafeName } from './unsafe-name';
import { unstoppable } from './unstoppable';
import { writableKernel } from './writable-kernel';
import { writeExecute } from './write-execute';

/** All lints for AppArmor profiles. */
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

/** Runs all lints on the profiles of one text. The findings are sorted by line, then by lint; if there are too many, the last one counts the others. */
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
