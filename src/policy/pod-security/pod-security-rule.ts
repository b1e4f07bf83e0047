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
  const { minor } = pod.object.manifests.version;
  let byPath: Map<string, PodSecurityViolation> | undefined;
  for (const check of checks) {
    const active = revisionAt(check, minor);
    const revision = active ?? check.revisions[0];
    for (const breach of revision.find(pod)) {
      if (takes?.(breach) === false) continue;
      byPath ??= new Map();
      const violation = violationOf(check, breach, severityOf?.(breach));
      const said = active && { check: check.id, message: violation.message };
      const { baseline, restricted } = levelsOf(check, checks, said, byPath.get(breach.path), minor);
      byPath.set(breach.path, { ...violation, baseline, restricted });
    }
  }
  return byPath ? [...byPath.values()] : [];
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

function violationOf(check: PodSecurityCheck, breach: Breach, severity: Severity | undefined): PodSecurityViolation {
  const { reason, detail } = check.describe([breach]);
  return {
    path: breach.path,
    container: breach.container?.name,
    set: breach.set,
    value: breach.subject,
    message: `${reason} (${detail})`,
    severity,
  };
}
