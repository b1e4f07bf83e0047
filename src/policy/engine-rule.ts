import { Severity } from '../diagnostics/severity';
import { Rule, type RuleProps } from './rule';

/** What the engine itself has to say; nothing checks it, and no pack can leave it out. */
export class EngineRule extends Rule {
  constructor(props: RuleProps) {
    super(props);
  }
}

/** What the engine says, by what it is about. */
export interface EngineRules {
  readonly ruleFailed: EngineRule;
  readonly unreadableContent: EngineRule;
  readonly malformedAcknowledgement: EngineRule;
  readonly expiredAcknowledgement: EngineRule;
  readonly unusedAcknowledgement: EngineRule;
  readonly unlistedFindings: EngineRule;
}

let rules: EngineRules | undefined;

/** The rules of the engine itself. */
export function engineRules(): EngineRules {
  rules ??= {
    ruleFailed: new EngineRule({
      id: 'rule-failed',
      title: 'Every rule comes to a verdict',
      severity: Severity.HIGH,
      rationale: 'A rule that failed has not found anything, which must not be taken for a clean manifest.',
      fix: 'mend the rule, or report it where it comes from; the message has what it said',
    }),
    unreadableContent: new EngineRule({
      id: 'unreadable-content',
      title: 'Everything that holds manifests can be read',
      severity: Severity.HIGH,
      rationale: 'What cannot be read has not been judged, which must not be taken for a clean manifest.',
      fix: 'render templates and unpack archives before the check, or check what they hold on its own',
    }),
    malformedAcknowledgement: new EngineRule({
      id: 'malformed-acknowledgement',
      title: 'Acknowledgements can be read',
      severity: Severity.MEDIUM,
      rationale: 'An acknowledgement that cannot be read accepts nothing, whatever its author meant.',
      fix: 'write a YAML list of {rule, reason, container?, until?}',
    }),
    expiredAcknowledgement: new EngineRule({
      id: 'expired-acknowledgement',
      title: 'Acknowledgements are of today',
      severity: Severity.MEDIUM,
      rationale: 'Its author meant to come back by that day: the finding stands again.',
      fix: 'mend the finding, or acknowledge it anew with a reason that holds today',
    }),
    unusedAcknowledgement: new EngineRule({
      id: 'unused-acknowledgement',
      title: 'Every acknowledgement accepts something',
      severity: Severity.MEDIUM,
      rationale: 'It would accept the next violation unseen, or was meant for something else and accepts nothing.',
      fix: 'remove it, or correct its rule or container',
    }),
    unlistedFindings: new EngineRule({
      id: 'unlisted-findings',
      title: 'Every finding is listed',
      severity: Severity.LOW,
      rationale:
        'A report lists a limited number of findings of each object and in all. Those that are not listed are counted, and decide the exit code as the others do.',
      fix: 'fix what is listed, and check again',
    }),
  };
  return rules;
}
