import { Problems, quote } from '../diagnostics/input-error';
import type { Rule } from './rule';
import { unknownRules } from './unknown-rules';
import type { PodSecurityViolation } from './violation';

/** Options of {@link Pack}. */
export interface PackProps {
  /** Lower-case slug, such as `own-fleet`, that identifies the pack on the command line and in reports. */
  readonly name: string;

  /** Purpose of the pack, in a few words. */
  readonly title: string;

  /** Rules of the pack. */
  readonly rules: Rule[];

  /**
   * Ids of rules of this pack whose findings no acknowledgement accepts, because a manifest from outside can contain
   * acknowledgements of its own.
   * @default - acknowledgements are accepted
   */
  readonly neverAccept?: string[];

  /**
   * Level of the Pod Security Standards: the pack reports only violations of that level.
   * @default - the pack reports all violations
   * @internal
   */
  readonly _level?: 'baseline' | 'restricted';
}

/** Set of rules with a name. */
export class Pack {
  public readonly name: string;
  public readonly title: string;
  public readonly rules: Rule[];
  /** Ids of rules whose findings no acknowledgement accepts. */
  public readonly neverAccept: string[];

  /** @internal */
  public readonly _level?: 'baseline' | 'restricted';

  /** @throws {@link InputError} if the name is not a slug, `rules` is empty, two rules have the same id, or `neverAccept` contains an id that is not in the pack */
  constructor(props: PackProps) {
    const problems = new Problems();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(props.name))
      problems.add(`name must be a lower-case slug, such as "own-fleet", got ${quote(props.name)}`);
    if (props.rules.length === 0) problems.add('rules must not be empty: a pack without rules finds nothing');
    problems.add(clashOf(props.rules));
    const ids = props.rules.map((rule) => rule.id);
    for (const problem of unknownRules(props.neverAccept ?? [], ids)) problems.addTo('neverAccept', problem);
    problems.throwIfAny(`pack ${quote(props.name)}`);
    this.name = props.name;
    this.title = props.title;
    this.rules = [...props.rules];
    this.neverAccept = [...(props.neverAccept ?? [])];
    this._level = props._level;
  }

  /**
   * True if the pack reports a violation of one of its rules.
   * @internal
   */
  public _takes(violation: PodSecurityViolation): boolean {
    return this._level === undefined || violation[this._level] !== undefined;
  }
}

/** Returns the problems with rules that share an id, because an acknowledgement could not distinguish them. */
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
