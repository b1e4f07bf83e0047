import { limited } from '../kubernetes/profile-finding';
import type { ProfileFinding } from '../kubernetes/profile-finding';
import { allowsByDefault } from './lint/allows-by-default';
import { contradictingRules } from './lint/contradicting-rules';
import { dangerousCall } from './lint/dangerous-call';
import { engineForm } from './lint/engine-form';
import { killsAThread } from './lint/kills-a-thread';
import type { SeccompLint } from './lint/lint';
import { logsOnly } from './lint/logs-only';
import { missingEssentials } from './lint/missing-essentials';
import { missingTwin } from './lint/missing-twin';
import { newNamespaces } from './lint/new-namespaces';
import { openTwin } from './lint/open-twin';
import { refusedByRuntime } from './lint/refused-by-runtime';
import { speculation } from './lint/speculation';
import { successUnseen } from './lint/success-unseen';
import { uncoveredInterface } from './lint/uncovered-interface';
import { unknownCall } from './lint/unknown-call';
import { unknownKey } from './lint/unknown-key';
import type { SeccompFile } from './seccomp-file';

/** Every lint of seccomp profiles. */
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

/** What the lints find in a profile, by line and then by lint: the first findings, and the number of the others. */
export function lintSeccomp(file: SeccompFile): ProfileFinding[] {
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
