/**
 * Text whose line breaks depend on the width of the page.
 *
 * Source: the algorithm of Prettier (`src/document/`), after Wadler's "A prettier printer".
 */
export type Layout = string | Line | Sequence | Indent | Group | IfBroken;

/** Break of a line: a space, or nothing if it is soft, where the group around it fits on one line. */
export interface Line {
  readonly type: 'line';
  readonly kind: 'space' | 'soft' | 'hard';
}

export interface Sequence {
  readonly type: 'sequence';
  readonly parts: ReadonlyArray<Layout>;
  readonly breaks: boolean;
}

/** Content whose lines are indented by one more level, only if a group is broken where one is given. */
export interface Indent {
  readonly type: 'indent';
  readonly content: Layout;
  readonly breaks: boolean;
  readonly ifBroken?: Group;
}

/** Content whose lines are all broken, or none of them. */
export interface Group {
  readonly type: 'group';
  /** Ways to write the group, from the shortest to the longest. The first that fits is written. */
  readonly states: readonly [Layout, ...Layout[]];
  /** True if the lines of the group are always broken. */
  readonly isBroken: boolean;
  /** True if the groups around must be broken. */
  readonly breaks: boolean;
}

/** Text that is written only where the group around it is broken. */
export interface IfBroken {
  readonly type: 'if-broken';
  readonly text: string;
}

export const line: Line = { type: 'line', kind: 'space' };
export const softLine: Line = { type: 'line', kind: 'soft' };
export const hardLine: Line = { type: 'line', kind: 'hard' };

export function sequence(...parts: ReadonlyArray<Layout>): Sequence {
  return { type: 'sequence', parts, breaks: parts.some(breaks) };
}

export function joined(separator: Layout, parts: ReadonlyArray<Layout>): Sequence {
  return sequence(...parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));
}

export function indent(content: Layout, ifBroken?: Group): Indent {
  return { type: 'indent', content, breaks: breaks(content), ...(ifBroken && { ifBroken }) };
}

/** Group that is broken if it is too long, contains a hard line, or must be. */
export function group(content: Layout, isBroken = false): Group {
  const must = isBroken || breaks(content);
  return { type: 'group', states: [content], isBroken: must, breaks: must };
}

/** Group that is written in the first of several ways that fits. */
export function firstThatFits(...states: [Layout, ...Layout[]]): Group {
  return { type: 'group', states, isBroken: false, breaks: breaks(states[0]) };
}

export function ifBroken(text: string): IfBroken {
  return { type: 'if-broken', text };
}

/** Returns true if the lines around a layout must be broken. */
export function breaks(layout: Layout): boolean {
  if (typeof layout === 'string' || layout.type === 'if-broken') return false;
  return layout.type === 'line' ? layout.kind === 'hard' : layout.breaks;
}
