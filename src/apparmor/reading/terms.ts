import { quote } from '../../diagnostics/input-error';
import type { Scanner, Word } from './scanner';

/** The parts of a rule with conditions, up to its comma. */
export interface Terms {
  /** Permissions: the words of the list in parentheses, or the single word instead of it. */
  readonly access: ReadonlyArray<Word>;
  /** Words before the arrow that are not conditions. */
  readonly words: ReadonlyArray<Word>;
  /** The word after the arrow; undefined without an arrow. */
  readonly target?: Word;
  readonly conditions: ReadonlyArray<Condition>;
  /** Conditions of `peer=( )`. */
  readonly peer: ReadonlyArray<Condition>;
}

/** `name=value`, `name=(values)` or `name in (values)`. */
export interface Condition {
  readonly name: string;
  readonly among: boolean;
  readonly values: ReadonlyArray<Word>;
  readonly at: number;
}

const PEER = /peer[ \t]*=[ \t]*\(/y;
const EQUALS = /([A-Za-z][A-Za-z0-9_]*)[ \t]*=[ \t]*/y;
const AMONG = /([A-Za-z][A-Za-z0-9_]*)[ \t]+in[ \t]*(?=\()/y;
// "(" starts a list, and "=" follows the name of a condition
const WORD_STOPS = '=()';

/**
 * Reads the rest of a rule, including its comma.
 *
 * @param rule first word of the rule, for errors
 * @param accessWords words that are an access if they are the first word of the rest
 */
export function readTerms(scanner: Scanner, rule: string, accessWords: ReadonlyArray<string> = []): Terms {
  let access: ReadonlyArray<Word> = [];
  let target: Word | undefined;
  const words: Word[] = [];
  const conditions: Condition[] = [];
  const peer: Condition[] = [];
  const nothingYet = (): boolean => access.length + words.length + conditions.length + peer.length === 0;
  for (;;) {
    scanner.skipSpace();
    if (scanner.take(',')) break;
    const at = scanner.at;
    if (peer.length > 0) scanner.fail(`a ${rule} rule must end with a comma after peer, got ${scanner.shown}`);
    if (scanner.char === '(' && nothingYet()) access = readList(scanner, rule);
    else if (scanner.match(PEER) !== undefined) peer.push(...readPeer(scanner, rule));
    else if (scanner.take('->')) target = readTarget(scanner, rule, target);
    else {
      const condition = readCondition(scanner, rule);
      if (condition !== undefined) {
        if (target !== undefined) scanner.fail(conditionsFirst(rule), at);
        conditions.push(condition);
        continue;
      }
      const word = readWord(scanner, rule);
      if (target !== undefined) scanner.fail(`a ${rule} rule must end after the name that follows ->`, at);
      if (nothingYet() && !word.quoted && accessWords.includes(word.text)) access = [word];
      else words.push(word);
    }
  }
  return { access, words, target, conditions, peer };
}

/** Reads words in parentheses, separated by spaces or commas. */
export function readList(scanner: Scanner, rule: string): Word[] {
  const start = scanner.at;
  scanner.expect('(', rule);
  const words: Word[] = [];
  for (;;) {
    scanner.skipSpace();
    if (scanner.take(')')) return words;
    if (scanner.take(',')) continue;
    if (scanner.ended) scanner.fail('( is not closed', start);
    const word = scanner.word(',()');
    words.push(
      word ?? scanner.fail(`a list in parentheses must contain words separated by commas, got ${scanner.shown}`),
    );
  }
}

/** Reads conditions in parentheses. */
export function readConditions(scanner: Scanner, rule: string): Condition[] {
  const start = scanner.at;
  const conditions: Condition[] = [];
  for (;;) {
    scanner.skipSpace();
    if (scanner.take(')')) return conditions;
    if (scanner.take(',')) continue;
    if (scanner.ended) scanner.fail('( is not closed', start);
    const at = scanner.at;
    const name =
      scanner.word(',()=') ?? scanner.fail(`${rule} must contain conditions such as label=name, got ${scanner.shown}`);
    scanner.skipBlanks();
    conditions.push({ name: name.text, among: false, values: readListValue(scanner, rule), at });
  }
}

function readListValue(scanner: Scanner, rule: string): Word[] {
  if (!scanner.take('=')) return [];
  scanner.skipBlanks();
  if (scanner.char === '(') return readList(scanner, rule);
  return [scanner.word(',()') ?? scanner.fail(`a condition must have a value, got ${scanner.shown}`)];
}

function readPeer(scanner: Scanner, rule: string): Condition[] {
  const start = scanner.at;
  const conditions = readConditions(scanner, `peer of a ${rule} rule`);
  if (conditions.length === 0) scanner.fail(`peer of a ${rule} rule is empty: remove it to match any peer`, start);
  return conditions;
}

function conditionsFirst(rule: string): string {
  return `the conditions of a ${rule} rule must be before ->`;
}

function readTarget(scanner: Scanner, rule: string, before: Word | undefined): Word {
  if (before !== undefined) scanner.fail(`a ${rule} rule can have only one ->`);
  scanner.skipSpace();
  if (scanner.sees(EQUALS) || scanner.sees(AMONG)) scanner.fail(conditionsFirst(rule));
  return readWord(scanner, rule);
}

function readCondition(scanner: Scanner, rule: string): Condition | undefined {
  const at = scanner.at;
  const among = scanner.match(AMONG)?.[1];
  if (among !== undefined) return { name: among, among: true, values: readList(scanner, rule), at };
  const name = scanner.match(EQUALS)?.[1];
  if (name === undefined) return undefined;
  if (scanner.char === '(') return { name, among: false, values: readList(scanner, rule), at };
  const value = scanner.word() ?? scanner.fail(`condition ${name} must have a value, got ${scanner.shown}`);
  return { name, among: false, values: [value], at };
}

function readWord(scanner: Scanner, rule: string): Word {
  const word = scanner.word(WORD_STOPS);
  if (word === undefined || (!word.quoted && word.text.startsWith('}')))
    scanner.fail(`a ${rule} rule must end with a comma, got ${scanner.shown}`, word?.at);
  return word;
}

/** Returns the values of conditions by name. Conditions that the rule cannot have, and several values, are rejected. */
export function singleValues(
  scanner: Scanner,
  rule: string,
  conditions: ReadonlyArray<Condition>,
  names: ReadonlyArray<string>,
): { readonly [name: string]: string | undefined } {
  const known = new Set(names);
  const values = new Map<string, string>();
  for (const { name, among, values: given, at } of conditions) {
    if (!known.has(name))
      scanner.fail(`a ${rule} rule has no condition ${quote(name)}: use ${names.join(', ') || 'none'}`, at);
    if (values.has(name)) scanner.fail(`condition ${quote(name)} is set twice: keep one`, at);
    const [value, ...more] = given;
    if (value === undefined || more.length > 0 || among)
      scanner.fail(`condition ${quote(name)} must have one value`, at);
    values.set(name, value.text);
  }
  return Object.fromEntries(values);
}

/** Rejects conditions in a rule that has none. */
export function rejectConditions(scanner: Scanner, rule: string, { conditions, peer }: Terms): void {
  const [condition] = [...conditions, ...peer];
  if (condition !== undefined) scanner.fail(`a ${rule} rule cannot have conditions`, condition.at);
}

/** Rejects an arrow in a rule that has none. */
export function rejectTarget(scanner: Scanner, rule: string, { target }: Terms): void {
  if (target !== undefined) scanner.fail(`a ${rule} rule cannot have ->`, target.at);
}

/** Rejects words and an arrow in a rule that has only permissions and conditions. */
export function rejectWords(scanner: Scanner, rule: string, { words, target }: Pick<Terms, 'words' | 'target'>): void {
  const stray = words[0] ?? target;
  if (stray !== undefined)
    scanner.fail(
      `a ${rule} rule cannot have the word ${quote(stray.text)} here: put several permissions in parentheses`,
      stray.at,
    );
}

/** Rejects `peer=( )` in a rule whose peer is a name. */
export function rejectPeerList(scanner: Scanner, rule: string, { peer }: Terms): void {
  if (peer[0] !== undefined) scanner.fail(`peer of a ${rule} rule must be a name, not a list`, peer[0].at);
}
