import { EngineRule } from './engine-rule';
import type { Pack } from './pack';
import type { Rule } from './rule';

/** Settings that decide which acknowledgements are rejected. */
export interface RefusalProps {
  /** False if no acknowledgement is accepted. */
  readonly acknowledgements: boolean;
  /** Ids of rules whose findings no acknowledgement accepts. */
  readonly neverAccept: ReadonlyArray<string>;
  readonly packs: ReadonlyArray<Pack>;
}

/** Returns why acknowledgements of a rule are rejected; undefined if they are accepted. */
export type RefusalOf = (rule: Rule) => string | undefined;

/** Creates the function that decides which acknowledgements are rejected, with a reason for the report. */
export function refusals({ acknowledgements, neverAccept, packs }: RefusalProps): RefusalOf {
  const named = new Set(neverAccept);
  return (rule) => {
    if (rule instanceof EngineRule) return `${rule.id} cannot be acknowledged, because something was not checked`;
    if (!acknowledgements) return 'this check accepts no acknowledgements';
    if (named.has(rule.id)) return `this check never accepts ${rule.id}`;
    const pack = packs.find((each) => each.neverAccept.includes(rule.id));
    return pack === undefined ? undefined : `pack ${pack.name} never accepts ${rule.id}`;
  };
}
