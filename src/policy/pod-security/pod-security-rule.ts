import { remembered } from '../../diagnostics/remembered';
import { revisionAt, type Breach, type PodSecurityCheck } from './check';
import type { PodSubject } from '../subject/pod-subject';
import type { Severity } from '../../diagnostics/severity';
import { rule } from '../built-in-rule';
import type { Rule, RuleProps } from '../rule';
import type { Topic } from '../topic';
import type { CheckedViolation, PodSecurityViolation } from '../violation';

/** Definition of a rule that follows checks of the Pod Security Standards. */
export interface PodSecurityRuleDefinition extends Omit<RuleProps, 'podSecurityChecks' | 'references'> {
  readonly topic: Topic;
  /** Check of the baseline level. */
  readonly baseline?: PodSecurityCheck;
  /** Check of the restricted level. */
  readonly restricted?: PodSecurityCheck;
  /** Returns true for the breaches that belong to this rule. @default - all */
  readonly takes?: (breach: Breach) => boolean;
  /** Severity of a breach. @default - the rule's own */
  readonly severityOf?: (breach: Breach) => Severity | undefined;
  /** Changes the violations of the standard in a pod, or adds others to them. @default - unchanged */
  readonly adjust?: (found: PodSecurityViolation[], pod: PodSubject) => PodSecurityViolation[];
}

const STANDARD = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';

const RULES = new WeakSet<Rule>();

/** Returns true for a rule that follows checks of the Pod Security Standards. */
export function isPodSecurityRule(each: Rule): boolean {
  return RULES.has(each);
}

/**
 * Makes a rule that finds what checks of the Pod Security Standards reject.
 *
 * The rule holds at every version: if the standard does not have a check yet, its first revision is used, and the finding
 * does not carry the check's id.
 */
export function podSecurityRule(definition: PodSecurityRuleDefinition): Rule {
  const { baseline, restricted, takes, severityOf, adjust, ...props } = definition;
  const checks = [baseline, restricted].filter((check) => check !== undefined);
  const made = rule({
    ...props,
    scope: 'pod',
    podSecurityChecks: checks.map(({ id }) => id),
    references: [STANDARD],
    check: (pod) => {
      const found = breachesOf(pod, checks, { takes, severityOf });
      return adjust === undefined ? found : adjust(found, pod);
    },
  });
  RULES.add(made);
  return made;
}

function breachesOf(
  pod: PodSubject,
  checks: ReadonlyArray<PodSecurityCheck>,
  { takes, severityOf }: Pick<PodSecurityRuleDefinition, 'takes' | 'severityOf'>,
): PodSecurityViolation[] {
  const { minor } = pod._target.version;
  // most pods have one violation at most, which needs no index
  let first: PodSecurityViolation | undefined;
  let byPath: Map<string, PodSecurityViolation> | undefined;
  for (const check of checks) {
    const active = revisionAt(check, minor);
    const revision = active ?? check.revisions[0];
    for (const breach of revision.find(pod)) {
      if (takes?.(breach) === false) continue;
      const { path, container, set, subject: value } = breach;
      const message = messageOf(check, breach);
      const said = active && { check: check.id, message };
      const before = byPath ? byPath.get(path) : first?.path === path ? first : undefined;
      const { baseline, restricted } = levelsOf(check, checks, said, before, minor);
      const severity = severityOf?.(breach);
      const each = { path, container: container?.name, set, value, message, severity, baseline, restricted };
      if (byPath) byPath.set(path, each);
      else if (first === undefined || before !== undefined) first = each;
      else byPath = new Map([first, each].map((violation) => [violation.path, violation]));
    }
  }
  if (byPath) return [...byPath.values()];
  return first === undefined ? [] : [first];
}

/** Returns the messages of each level. The level restricted repeats the message of baseline, unless one of its own checks replaces it. */
function levelsOf(
  { id, level }: PodSecurityCheck,
  checks: ReadonlyArray<PodSecurityCheck>,
  said: CheckedViolation | undefined,
  before: PodSecurityViolation | undefined,
  minor: number,
): Pick<PodSecurityViolation, 'baseline' | 'restricted'> {
  if (level === 'restricted') return { baseline: before?.baseline, restricted: said ?? before?.restricted };
  const isReplaced = checks.some((check) => check.replaces === id && revisionAt(check, minor));
  return { baseline: said, restricted: isReplaced ? undefined : said };
}

/** Messages of each check, by the parts of a breach that they contain. */
const messages = new Map<PodSecurityCheck, (key: string) => { message?: string }>();

/** Returns the message of a breach, which is the same in many pods. */
function messageOf(check: PodSecurityCheck, breach: Breach): string {
  let ofCheck = messages.get(check);
  if (ofCheck === undefined) messages.set(check, (ofCheck = remembered(() => ({}))));
  const { form, value, volume, container } = breach;
  const made = ofCheck(JSON.stringify([form, value, volume, container?.name]));
  if (made.message === undefined) {
    const { reason, detail } = check.describe([breach]);
    made.message = `${reason} (${detail})`;
  }
  return made.message;
}
