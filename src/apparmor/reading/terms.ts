import { quote } from '../../diagnostics/input-error';
import type { Scanner, Word } from './scanner';

/** What a rule with conditions consists of, up to its comma. */
export interface Terms {
  /** Words of the list in parentheses, or the only one in its place. */
  readonly access: ReadonlyArray<Word>;
  /** Words that are no condition, in front of the arrow. */
  readonly words: ReadonlyArray<Word>;
  /** The word behind the arrow; undefined if there is no arrow. */
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
// no "(": a list has its own parentheses; no "=": a condition has its name before it
const WORD_STOPS = '=()';

/**
 * Reads the rest of a rule, its comma too.
 *
 * @param rule its word, for errors
 * @param accessWords words that are an access when they stand first and alone
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
    if (peer.length > 0) scanner.fail(`a ${rule} rule ends behind peer, got ${scanner.shown}: end it with a comma`);
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
      if (target !== undefined) scanner.fail(`a ${rule} rule ends behind the word that -> leads to`, at);
      if (nothingYet() && !word.quoted && accessWords.includes(word.text)) access = [word];
      else words.push(word);
    }
  }
  return { access, words, target, conditions, peer };
}

/** Words in parentheses, parted by blanks or commas. */
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
    words.push(word ?? scanner.fail(`a list in parentheses has words parted by commas, got ${scanner.shown}`));
  }
}

/** Conditions behind `(`, up to the `)`. */
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
      scanner.word(',()=') ?? scanner.fail(`${rule} has conditions such as label=name, got ${scanner.shown}`);
    scanner.skipBlanks();
    conditions.push({ name: name.text, among: false, values: readListValue(scanner, rule), at });
  }
}

function readListValue(scanner: Scanner, rule: string): Word[] {
  if (!scanner.take('=')) return [];
  scanner.skipBlanks();
  if (scanner.char === '(') return readList(scanner, rule);
  return [scanner.word(',()') ?? scanner.fail(`a condition has a value, got ${scanner.shown}`)];
}

function readPeer(scanner: Scanner, rule: string): Condition[] {
  const start = scanner.at;
  const conditions = readConditions(scanner, `peer of a ${rule} rule`);
  if (conditions.length === 0) scanner.fail(`peer of a ${rule} rule is empty: leave it out for any`, start);
  return conditions;
}

function conditionsFirst(rule: string): string {
  return `a ${rule} rule has its conditions in front of ->`;
}

function readTarget(scanner: Scanner, rule: string, before: Word | undefined): Word {
  if (before !== undefined) scanner.fail(`a ${rule} rule has one -> at most`);
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
  const value = scanner.word() ?? scanner.fail(`condition ${name} has a value, got ${scanner.shown}`);
  return { name, among: false, values: [value], at };
}

function readWord(scanner: Scanner, rule: string): Word {
  const word = scanner.word(WORD_STOPS);
  if (word === undefined || (!word.quoted && word.text.startsWith('}')))
    scanner.fail(`a ${rule} rule ends with a comma, got ${scanner.shown}`, word?.at);
  return word;
}

/** Conditions of a rule by their names, each with one value; complains of what the rule doesn't have. */
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
    if (values.has(name)) scanner.fail(`condition ${quote(name)} is there twice: keep one`, at);
    const [value, ...more] = given;
    if (value === undefined || more.length > 0 || among) scanner.fail(`condition ${quote(name)} has one value`, at);
    values.set(name, value.text);
  }
  return Object.fromEntries(values);
}

/** Rejects conditions in a rule that has none. */
export function rejectConditions(scanner: Scanner, rule: string, { conditions, peer }: Terms): void {
  const [condition] = [...conditions, ...peer];
  if (condition !== undefined) scanner.fail(`a ${rule} rule has no conditions`, condition.at);
}

/** Rejects an arrow in a rule that has none. */
export function rejectTarget(scanner: Scanner, rule: string, { target }: Terms): void {
  if (target !== undefined) scanner.fail(`a ${rule} rule has no ->`, target.at);
}

/** Rejects words and an arrow in a rule that has only accesses and conditions. */
export function rejectWords(scanner: Scanner, rule: string, { words, target }: Pick<Terms, 'words' | 'target'>): void {
  const stray = words[0] ?? target;
  if (stray !== undefined)
    scanner.fail(`a ${rule} rule has no word ${quote(stray.text)} here: put several accesses in parentheses`, stray.at);
}

/** Rejects `peer=( )` in a rule whose peer is a name. */
export function rejectPeerList(scanner: Scanner, rule: string, { peer }: Terms): void {
  if (peer[0] !== undefined) scanner.fail(`peer of a ${rule} rule is a name and no list`, peer[0].at);
}
