import { Problems, quote } from '../diagnostics/input-error';
import type { Rule } from './rule';
import { unknownRules } from './unknown-rules';
import type { PodSecurityViolation } from './violation';

/** What a pack is made of. */
export interface PackProps {
  /** Lower-case slug, such as `own-fleet`: what a command line and a report name. */
  readonly name: string;

  /** What it is for, in a few words. */
  readonly title: string;

  /** The rules that it holds. */
  readonly rules: Rule[];

  /**
   * Ids of rules of this pack whose findings no acknowledgement accepts, because a manifest from outside can carry
   * acknowledgements of its own.
   * @default - acknowledgements are accepted
   */
  readonly neverAccept?: string[];

  /**
   * The level of the Pod Security Standards whose violations are all that it takes from its rules.
   * @default - whatever the rules find
   * @internal
   */
  readonly _level?: 'baseline' | 'restricted';
}

/** A named set of rules. */
export class Pack {
  public readonly name: string;
  public readonly title: string;
  public readonly rules: Rule[];
  /** Ids of rules whose findings no acknowledgement accepts. */
  public readonly neverAccept: string[];

  /** @internal */
  public readonly _level?: 'baseline' | 'restricted';

  /** @throws when the name is no slug, there is no rule, two rules have one id, or `neverAccept` contains the id of no rule of the pack */
  constructor(props: PackProps) {
    const problems = new Problems();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(props.name))
      problems.add(`name must be a lower-case slug, such as "own-fleet", got ${quote(props.name)}`);
    if (props.rules.length === 0) problems.add('rules must not be empty: a pack without rules finds nothing');
    problems.add(clashOf(props.rules));
    const ids = props.rules.map((rule) => rule.id);
    for (const problem of unknownRules('neverAccept', props.neverAccept ?? [], ids)) problems.add(problem);
    problems.throwIfAny(`pack ${quote(props.name)}`);
    this.name = props.name;
    this.title = props.title;
    this.rules = [...props.rules];
    this.neverAccept = [...(props.neverAccept ?? [])];
    this._level = props._level;
  }

  /**
   * Whether it takes a violation of one of its rules.
   * @internal
   */
  public _takes(violation: PodSecurityViolation): boolean {
    return this._level === undefined || violation[this._level] !== undefined;
  }
}

/** What is wrong with rules that share an id, if some do: an acknowledgement could not tell them apart. */
export function clashOf(rules: ReadonlyArray<Rule>): string | undefined {
  const byId = new Map<string, Rule>();
  for (const rule of rules) {
    const other = byId.get(rule.id);
    if (other !== undefined && other !== rule)
      return `two rules have the id ${quote(rule.id)} (${quote(other.title)} and ${quote(rule.title)}): give one of them another id`;
    byId.set(rule.id, rule);
  }
  return undefined;
}
