import { limited } from '../../diagnostics/profile-finding';
import type { ProfileFinding } from '../../diagnostics/profile-finding';
import { allowsByDefault } from './allows-by-default';
import { contradictingRules } from './contradicting-rules';
import { dangerousCall } from './dangerous-call';
import { engineForm } from './engine-form';
import { killsAThread } from './kills-a-thread';
import type { SeccompLint } from './lint';
import { logsOnly } from './logs-only';
import { missingEssentials } from './missing-essentials';
import { missingTwin } from './missing-twin';
import { newNamespaces } from './new-namespaces';
import { openTwin } from './open-twin';
import { refusedByRuntime } from './refused-by-runtime';
import { speculation } from './speculation';
import { successUnseen } from './success-unseen';
import { uncoveredInterface } from './uncovered-interface';
import { unknownCall } from './unknown-call';
import { unknownKey } from './unknown-key';
import type { SeccompSubject } from './subject';

/** All lints for seccomp profiles. */
export const SECCOMP_LINTS: ReadonlyArray<SeccompLint> = [
  allowsByDefault,
  contradictingRules,
  dangerousCall,
  engineForm,
  killsAThread,
  logsOnly,
  missingEssentials,
  missingTwin,
  newNamespaces,
  openTwin,
  refusedByRuntime,
  speculation,
  successUnseen,
  uncoveredInterface,
  unknownCall,
  unknownKey,
];

/** Runs all lints on a profile. The findings are sorted by line, then by lint; if there are too many, the last one counts the others. */
export function lintSeccomp(file: SeccompSubject): ProfileFinding[] {
  const findings = SECCOMP_LINTS.flatMap(({ id, severity, check }) =>
    check(file).map((mark): ProfileFinding => ({
      rule: id,
      severity: mark.severity ?? severity,
      profile: file.name,
      line: mark.line,
      message: mark.message,
      fix: mark.fix,
    })),
  );
  return limited(findings.sort((a, b) => a.line - b.line));
}
