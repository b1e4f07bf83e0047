import { Problems, quote } from '../diagnostics/input-error';
import type { Severity } from '../diagnostics/severity';
import type { ContainerSubject } from './subject/container-subject';
import type { ControlReference } from './control';
import type { FrameworkControl } from './finding';
import type { ManifestSet } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { LooksAt } from './looks-at';
import type { SetViolation, Violation } from './violation';

/** Example manifests of a rule, as YAML. */
export interface RuleExamples {
  /** Manifests in which the rule finds nothing. */
  readonly good: string[];

  /** Manifests in each of which the rule finds something. */
  readonly bad: string[];
}

/** Options of {@link Rule}. */
export interface RuleProps {
  /** Lower-case slug, such as `no-privileged`, that identifies the rule in reports and acknowledgements. */
  readonly id: string;

  /** Requirement of the rule, in a few words. */
  readonly title: string;

  /**
   * Heading for the rule in lists of rules, such as `Network`.
   * @default - none
   */
  readonly topic?: string;

  /** Severity of a violation, unless the violation sets its own. */
  readonly severity: Severity;

  /** Risk of a violation, in one or two sentences. */
  readonly rationale: string;

  /** Instruction that fixes a violation, unless the violation has its own. */
  readonly fix: string;

  /**
   * Sources of the rule: URLs, or sections of a standard.
   * @default - none
   */
  readonly references?: string[];

  /**
   * Controls of standards that the rule shows evidence for.
   * @default - none
   */
  readonly controls?: ControlReference[];

  /**
   * Ids of the checks of the Pod Security Standards that the rule follows.
   * @default - none
   */
  readonly podSecurityChecks?: string[];

  /**
   * CEL expression that is true for an object that the rule accepts, for admission policies. It can read
   * `variables.anyObject`, `variables.podSpec` and `variables.containers`.
   * @default - an API server cannot evaluate the rule
   */
  readonly cel?: string;

  /**
   * Manifests that the rule accepts, and manifests that it rejects.
   * @default - none
   */
  readonly examples?: RuleExamples;
}

/**
 * Rule that checks manifests. Extend {@link ContainerRule}, {@link PodRule}, {@link ObjectRule} or {@link SetRule}, depending on
 * what the rule needs to see, and add the rule to a {@link Pack}.
 *
 * ```ts
 * class OwnRegistry extends ContainerRule {
 *   constructor() {
 *     super({
 *       id: 'own-registry',
 *       title: 'Images come from our registry',
 *       severity: Severity.HIGH,
 *       rationale: 'Only images in that registry are scanned.',
 *       fix: 'copy the image to registry.example',
 *     });
 *   }
 *
 *   public check(container: ContainerSubject): Violation[] {
 *     const image = container.textAt('image') ?? '';
 *     if (image.startsWith('registry.example/')) return [];
 *     return [{ path: '/image', message: `image ${image} comes from another registry` }];
 *   }
 * }
 * ```
 *
 * A rule that throws causes a finding of its own, so an error in a rule does not hide violations.
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

  /** Kinds and fields that a subject must have for the rule to find something in it; unset for a rule of a user. @internal */
  public readonly _looksAt?: LooksAt;

  /** True if the check finds the same in subjects of which it reads the same; unknown for a rule of a user. @internal */
  public readonly _isPure: boolean;

  /** Controls, in the form of a finding. @internal */
  public readonly _frameworks: FrameworkControl[];

  /** @throws {@link InputError} if the id is not a slug */
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
    this._isPure = (props as { readonly isPure?: boolean }).isPure ?? false;
    this._looksAt = (props as { readonly looksAt?: LooksAt }).looksAt;
    this._frameworks = this.controls.map(({ framework, version, id }) => ({
      name: version === undefined ? framework : `${framework} ${version}`,
      id,
    }));
  }
}

/** Rule that checks one container at a time. */
export abstract class ContainerRule extends Rule {
  /** @throws {@link InputError} if the id is not a slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** Returns the violations of a container; paths are below the container. */
  public abstract check(container: ContainerSubject): Violation[];
}

/** Rule that checks one pod, or pod template, at a time. */
export abstract class PodRule extends Rule {
  /** @throws {@link InputError} if the id is not a slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** Returns the violations of a pod; paths start at the object with `metadata` and `spec`, such as `/spec/hostNetwork`. */
  public abstract check(pod: PodSubject): Violation[];
}

/** Rule that checks one object at a time. Other objects are available through {@link ObjectSubject.manifests}. */
export abstract class ObjectRule extends Rule {
  /** @throws {@link InputError} if the id is not a slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** Returns the violations of an object; paths are below the object. */
  public abstract check(object: ObjectSubject): Violation[];
}

/** Rule that checks all manifests together. */
export abstract class SetRule extends Rule {
  /** @throws {@link InputError} if the id is not a slug */
  protected constructor(props: RuleProps) {
    super(props);
  }

  /** Returns the violations of the manifests; each violation contains its object. */
  public abstract check(manifests: ManifestSet): SetViolation[];
}
