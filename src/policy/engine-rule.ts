import { Severity } from '../diagnostics/severity';
import { ACKNOWLEDGE_FORM } from '../kubernetes/acknowledgement';
import { Rule, type RuleProps } from './rule';

/** Rule of the engine itself. It has no check, and no pack can leave it out. */
export class EngineRule extends Rule {
  constructor(props: RuleProps) {
    super(props);
  }
}

/** Rules of the engine, by subject. */
export interface EngineRules {
  readonly ruleFailed: EngineRule;
  readonly unreadableContent: EngineRule;
  readonly malformedAcknowledgement: EngineRule;
  readonly expiredAcknowledgement: EngineRule;
  readonly unusedAcknowledgement: EngineRule;
  readonly malformedTarget: EngineRule;
  readonly unlistedFindings: EngineRule;
}

let rules: EngineRules | undefined;

/** Returns the rules of the engine. */
export function engineRules(): EngineRules {
  rules ??= {
    ruleFailed: new EngineRule({
      id: 'rule-failed',
      title: 'Every rule completes its check',
      severity: Severity.HIGH,
      rationale: 'A rule that fails finds nothing, so the manifest may have problems that the report does not show.',
      fix: 'fix the rule, or report the error to its author; the message contains the error',
    }),
    unreadableContent: new EngineRule({
      id: 'unreadable-content',
      title: 'Everything that contains manifests can be read',
      severity: Severity.HIGH,
      rationale: 'Unreadable content is not checked, so it may have problems that the report does not show.',
      fix: 'render templates and unpack archives before the check, or check their content separately',
    }),
    malformedAcknowledgement: new EngineRule({
      id: 'malformed-acknowledgement',
      title: 'Acknowledgements can be read',
      severity: Severity.MEDIUM,
      rationale: 'An acknowledgement that cannot be read accepts no finding, whatever its author intended.',
      fix: `write ${ACKNOWLEDGE_FORM}, each with the id of a rule`,
    }),
    expiredAcknowledgement: new EngineRule({
      id: 'expired-acknowledgement',
      title: 'Acknowledgements have not expired',
      severity: Severity.MEDIUM,
      rationale:
        'The author of the acknowledgement wanted to reconsider it by that date, so the finding is open again.',
      fix: 'fix the finding, or acknowledge it again with a reason that is still valid',
    }),
    unusedAcknowledgement: new EngineRule({
      id: 'unused-acknowledgement',
      title: 'Every acknowledgement matches a finding',
      severity: Severity.MEDIUM,
      rationale: 'It could accept a future violation unseen, or it was meant for another finding, which is still open.',
      fix: 'remove it, or correct its container or value',
    }),
    malformedTarget: new EngineRule({
      id: 'malformed-target',
      title: 'The annotation with the target can be read',
      severity: Severity.MEDIUM,
      rationale:
        'The annotation secure-edge.dev/kubernetes names the Kubernetes that reads the object. If it cannot be read, the object is checked for the general target, which may be another one.',
      fix: 'write a version such as "1.30", or izuma-edge, or remove the annotation',
    }),
    unlistedFindings: new EngineRule({
      id: 'unlisted-findings',
      title: 'Every finding is listed',
      severity: Severity.LOW,
      rationale:
        'A report lists a limited number of findings for each object, and in total. Other findings are counted, and affect the exit code like the others.',
      fix: 'fix the listed findings, and check again',
    }),
  };
  return rules;
}
