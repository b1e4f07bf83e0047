import { ContainerRule, ObjectRule, PodRule, SetRule, type Rule, type RuleProps } from './rule';
import type { ContainerSubject } from './subject/container-subject';
import type { LooksAt } from './looks-at';
import type { ManifestSet } from './subject/manifest-set';
import type { ObjectSubject } from './subject/object-subject';
import type { PodSubject } from './subject/pod-subject';
import type { Topic } from './topic';
import type { SetViolation, Violation } from './violation';

/** Checks of a rule by scope: for each container, each pod, each object, or for the whole set of manifests. */
interface Checks {
  readonly container: (container: ContainerSubject) => Violation[];
  readonly pod: (pod: PodSubject) => Violation[];
  readonly object: (object: ObjectSubject) => Violation[];
  readonly set: (manifests: ManifestSet) => SetViolation[];
}

/** Scope of a rule: the argument of its check. */
export type Scope = keyof Checks;

/** Definition of a built-in rule: its texts, its check, and its examples. */
export interface RuleDefinition<S extends Scope> extends RuleProps {
  readonly topic: Topic;
  readonly scope: S;
  /** @default - the rule can find something in every subject */
  readonly looksAt?: LooksAt;
  readonly check: Checks[S];
}

class BuiltInContainerRule extends ContainerRule {
  constructor(
    props: RuleProps,
    public readonly check: Checks['container'],
  ) {
    super(props);
  }
}

class BuiltInPodRule extends PodRule {
  constructor(
    props: RuleProps,
    public readonly check: Checks['pod'],
  ) {
    super(props);
  }
}

class BuiltInObjectRule extends ObjectRule {
  constructor(
    props: RuleProps,
    public readonly check: Checks['object'],
  ) {
    super(props);
  }
}

class BuiltInSetRule extends SetRule {
  constructor(
    props: RuleProps,
    public readonly check: Checks['set'],
  ) {
    super(props);
  }
}

const RULES: { readonly [S in Scope]: new (props: RuleProps, check: Checks[S]) => Rule } = {
  container: BuiltInContainerRule,
  pod: BuiltInPodRule,
  object: BuiltInObjectRule,
  set: BuiltInSetRule,
};

/**
 * Makes a built-in rule.
 * @throws {@link InputError} if the id is not a slug
 */
export function rule<S extends Scope>(definition: RuleDefinition<S>): Rule {
  const { scope, check, ...props } = definition;
  return new RULES[scope]({ ...props, isPure: true } as RuleProps, check);
}
