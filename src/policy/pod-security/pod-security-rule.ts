import { revisionAt, type Breach, type PodSecurityCheck } from './check';
import type { PodSubject } from '../subject/pod-subject';
import { PodRule, type RuleProps } from '../rule';
import type { CheckedViolation, PodSecurityViolation } from '../violation';

/** What a rule that follows checks of the Pod Security Standards says of itself. */
export interface PodSecurityRuleProps extends Omit<RuleProps, 'podSecurityChecks' | 'references'> {
  /** The check of the baseline level. */
  readonly baseline?: PodSecurityCheck;
  /** The check of the restricted level. */
  readonly restricted?: PodSecurityCheck;
  /** Which of the breaches are this rule's. @default - all */
  readonly takes?: (breach: Breach) => boolean;
}

const STANDARD = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';

/**
 * A rule that finds what checks of the Pod Security Standards refuse.
 *
 * What it demands holds at every version: where the standard does not know a check yet, its first revision is taken, and
 * the finding carries no check's id. What no pod security check refuses, a subclass may add.
 */
export abstract class PodSecurityRule extends PodRule {
  private readonly checks: ReadonlyArray<PodSecurityCheck>;
  private readonly takes: (breach: Breach) => boolean;

  protected constructor(props: PodSecurityRuleProps) {
    const checks = [props.baseline, props.restricted].filter((check) => check !== undefined);
    super({ ...props, podSecurityChecks: checks.map((check) => check.id), references: [STANDARD] });
    this.checks = checks;
    this.takes = props.takes ?? ((): boolean => true);
  }

  public check(pod: PodSubject): PodSecurityViolation[] {
    const { minor } = pod.object.manifests.version;
    let byPath: Map<string, PodSecurityViolation> | undefined;
    for (const check of this.checks) {
      const active = revisionAt(check, minor);
      const revision = active ?? check.revisions[0];
      for (const breach of revision.find(pod)) {
        if (!this.takes(breach)) continue;
        byPath ??= new Map();
        const violation = this.violation(check, breach);
        const said = active && { check: check.id, message: violation.message };
        byPath.set(breach.path, { ...violation, ...this.levels(check, said, byPath.get(breach.path), minor) });
      }
    }
    return byPath ? [...byPath.values()] : [];
  }

  /** What each level says; restricted says what baseline does, but for a check that one of its own replaces. */
  private levels(
    { id, level }: PodSecurityCheck,
    said: CheckedViolation | undefined,
    before: PodSecurityViolation | undefined,
    minor: number,
  ): Pick<PodSecurityViolation, 'baseline' | 'restricted'> {
    if (level === 'restricted') return { baseline: before?.baseline, restricted: said ?? before?.restricted };
    const isReplaced = this.checks.some((check) => check.replaces === id && revisionAt(check, minor));
    return { baseline: said, restricted: isReplaced ? undefined : said };
  }

  protected violation(check: PodSecurityCheck, breach: Breach): PodSecurityViolation {
    const { reason, detail } = check.describe([breach]);
    return { path: breach.path, container: breach.container?.name, message: `${reason} (${detail})` };
  }
}
