import { revisionAt, type Breach, type PodSecurityCheck } from './pod-security/check';
import type { PodSubject } from './pod-subject';
import { PodRule, type RuleProps } from './rule';
import type { PodSecurityViolation } from './violation';

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
        const { baseline, restricted } = byPath.get(breach.path) ?? {};
        const id = active && check.id;
        const ids =
          check.level === 'baseline' ? { baseline: id, restricted: id } : { baseline, restricted: id ?? restricted };
        byPath.set(breach.path, { ...this.violation(check, breach), ...ids });
      }
    }
    return byPath ? [...byPath.values()] : [];
  }

  protected violation(check: PodSecurityCheck, breach: Breach): PodSecurityViolation {
    const { reason, detail } = check.describe([breach]);
    return { path: breach.path, container: breach.container?.name, message: `${reason} (${detail})` };
  }
}
