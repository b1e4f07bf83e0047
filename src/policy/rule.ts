import { Problems, quote } from '../diagnostics/input-error';
import type { Severity } from '../diagnostics/severity';
import type { ContainerSubject } from './subject/container-subject';
import type { ControlReference } from './control';
import type { FrameworkControl } from './finding';
import type { ManifestSet } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { SetViolation, Violation } from './violation';

/** Manifests that show what a rule finds, as YAML texts. */
export interface RuleExamples {
  /** The rule finds nothing in these. */
  readonly good: string[];

  /** The rule finds something in each of these. */
  readonly bad: string[];
}

/** What a rule says of itself. */
export interface RuleProps {
  /** Lower-case slug, such as `no-privileged`: what reports show and acknowledgements name. */
  readonly id: string;

  /** What it demands, in a few words. */
  readonly title: string;

  /**
   * Heading under which catalogs of rules list it, such as `Network`.
   * @default - none
   */
  readonly topic?: string;

  /** How much harm a violation stands for, unless the violation says otherwise. */
  readonly severity: Severity;

  /** Why it matters. */
  readonly rationale: string;

  /** How to mend a violation, unless the violation says it better. */
  readonly fix: string;

  /**
   * Where it is written down: addresses, or sections of a standard.
   * @default - none
   */
  readonly references?: string[];

  /**
   * Controls of standards that it shows evidence for.
   * @default - none
   */
  readonly controls?: ControlReference[];

  /**
   * Ids of the checks of the Pod Security Standards that it follows.
   * @default - none
   */
  readonly podSecurityChecks?: string[];

  /**
   * One CEL expression that holds for an object which the rule takes, for admission policies. It may read
   * `variables.anyObject`, `variables.podSpec` and `variables.containers`.
   * @default - the rule cannot hold in an API server
   */
  readonly cel?: string;

  /**
   * Manifests that it takes, and manifests that it finds fault with.
   * @default - none
   */
  readonly examples?: RuleExamples;
}

/**
 * A check of manifests. Subclass {@link ContainerRule}, {@link PodRule}, {@link ObjectRule} or {@link SetRule}, whichever sees
 * enough, and put it into a {@link Pack}.
 *
 * ```ts
 * class OwnRegistry extends ContainerRule {
 *   constructor() {
 *     super({
 *       id: 'own-registry',
 *       title: 'Images come from the own registry',
 *       severity: Severity.HIGH,
 *       rationale: 'Only that registry is scanned.',
 *       fix: 'copy the image into registry.example',
 *     });
 *   }
 *
 *   public check(container: ContainerSubject): Violation[] {
 *     const image = container.textAt('image') ?? '';
 *     if (image.startsWith('registry.example/')) return [];
 *     return [{ path: '/image', message: `image ${image} is of another registry` }];
 *   }
 * }
 * ```
 *
 * A rule that throws is itself a finding, so a mistake in one hides nothing.
 */
export abstract class Rule {
  public readonly id: string;
  public readonly title: string;
  public readonly topic?: string;
  public readonly severity: Severity;
  public readonly rationale: string;
  public readonly fix: string;
  public readonly references: string[];
  public readonly controls: ControlReference[];
  public readonly podSecurityChecks: string[];
  public readonly cel?: string;
  public readonly examples: RuleExamples;

  /** The controls as each finding shows them. @internal */
  public readonly _frameworks: FrameworkControl[];

  /** @throws when the id is no slug */
  protected constructor(props: RuleProps) {
    const problems = new Problems();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(props.id))
      problems.add(`id must be a lower-case slug, such as "own-registry", got ${quote(props.id)}`);
    problems.throwIfAny(`rule ${quote(props.id)}`);
    this.id = props.id;
    this.title = props.title;
    this.topic = props.topic;
    this.severity = props.severity;
    this.rationale = props.rationale;
    this.fix = props.fix;
    this.references = props.references ?? [];
    this.controls = props.controls ?? [];
    this.podSecurityChecks = props.podSecurityChecks ?? [];
    this.cel = props.cel;
    this.examples = props.examples ?? { good: [], bad: [] };
    this._frameworks = this.controls.map(({ framework, version, id }) => ({
      name: version === undefined ? framework : `${framework} ${version}`,
      id,
    }));
  }
}

/** A rule that looks at one container at a time. */
export abstract class ContainerRule extends Rule {
  /** @throws when the id is no slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** What is wrong with a container; paths are below the container. */
  public abstract check(container: ContainerSubject): Violation[];
}

/** A rule that looks at one pod, or template of one, at a time. */
export abstract class PodRule extends Rule {
  /** @throws when the id is no slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** What is wrong with a pod; paths are below what holds `metadata` and `spec`, such as `/spec/hostNetwork`. */
  public abstract check(pod: PodSubject): Violation[];
}

/** A rule that looks at one object at a time; at others through {@link ObjectSubject.manifests}. */
export abstract class ObjectRule extends Rule {
  /** @throws when the id is no slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** What is wrong with an object; paths are below the object. */
  public abstract check(object: ObjectSubject): Violation[];
}

/** A rule that looks at all manifests at once. */
export abstract class SetRule extends Rule {
  /** @throws when the id is no slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** What is wrong with the manifests; each violation says with which object. */
  public abstract check(manifests: ManifestSet): SetViolation[];
}
