import { isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import { InputError, MOST_LISTED_PROBLEMS, Problems, quote } from '../diagnostics/input-error';
import { isObject, type JsonObject } from '../kubernetes/manifest';
import { isTooDeep, MAX_JSON_DEPTH } from '../kubernetes/read-json';
import { PARSEC_ADMIN_USER_ID, PARSEC_USER_ID } from '../host/parsec';
import { dnsLabel, dnsSubdomain, isDay, unixId } from '../kubernetes/syntax';

/** Identity that is assigned to an app. */
export interface GivenIdentity {
  readonly uid: number;
  readonly app: string;
  /** Gateway of the identity. Undefined if the number is the same on every gateway. */
  readonly gateway?: string;
}

/** Identity that is never assigned again. */
export interface RetiredIdentity extends GivenIdentity {
  /** Date of the retirement, as `YYYY-MM-DD`. */
  readonly date: string;
  /** Command that deletes the identity's keys from a gateway. */
  readonly command: string;
}

/** Content of the file of an identity registry. */
export interface IdentityRecords {
  /** Address of the file's schema, for editors. */
  readonly schema?: string;
  /** First and last number that may be assigned. */
  readonly range: { readonly first: number; readonly last: number };
  /** Next number to assign. Every number of the range below it was assigned once. */
  readonly next: number;
  /** Assigned identities, sorted by number. */
  readonly identities: readonly GivenIdentity[];
  /** Retired identities, sorted by number. */
  readonly retired: readonly RetiredIdentity[];
}

/** Numbers that have another owner on every gateway, so that no app can have them. */
const TAKEN: Readonly<Record<number, string>> = {
  [PARSEC_USER_ID]: 'the user of the Parsec service',
  [PARSEC_ADMIN_USER_ID]: 'the administrator of Parsec',
  65532: 'the user of every app without an identity',
  65534: 'the user "nobody"',
  65535: 'the value that means "no user" in 16 bits',
};

/** Returns the first number without another owner, starting from a number. */
export function free(from: number): number {
  let uid = from;
  while (uid in TAKEN) uid++;
  return uid;
}

/** Returns the command that deletes the keys of a user. */
export function deleteClientCommand(uid: number): string {
  return `parsec-tool delete-client --client ${uid}`;
}

/** Returns the text of the file, sorted by number so that a change is a small diff. */
export function renderRecords({ schema, range, next, identities, retired }: IdentityRecords): string {
  const file = {
    $schema: schema,
    version: 1,
    range: { first: range.first, last: range.last },
    next,
    identities: [...identities].sort(byUid).map(({ uid, app, gateway }) => ({ uid, app, gateway })),
    retired: [...retired]
      .sort(byUid)
      .map(({ uid, app, gateway, date, command }) => ({ uid, app, gateway, date, command })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function byUid(a: GivenIdentity, b: GivenIdentity): number {
  return a.uid - b.uid;
}

/**
 * Reads the text of a registry's file.
 * @throws {@link InputError} if the text is invalid: each problem has a JSON pointer and a line
 */
export function parseRecords(where: string, text: string): IdentityRecords {
  const file = new RecordsFile(where, text);
  file.object([], ['version', 'range', 'next', 'identities', 'retired'], ['$schema']);
  file.value(['version'], version);
  file.value(['$schema'], anyText);
  file.object(['range'], ['first', 'last']);
  for (const path of [['range', 'first'], ['range', 'last'], ['next']]) file.value(path, userId);
  for (const path of file.items('identities')) identity(file, path, []);
  for (const path of file.items('retired')) {
    identity(file, path, ['date', 'command']);
    file.value([...path, 'date'], date);
    file.value([...path, 'command'], anyText);
  }
  // the numbers can be compared only if every value has the right type
  file.throwIfWrong();
  const { $schema: schema, ...rest } = file.json as IdentityRecords & { readonly $schema?: string };
  const records: IdentityRecords = { ...rest, schema };
  for (const [path, problem] of contradictions(records)) file.add(path, problem);
  file.throwIfWrong();
  return records;
}

function identity(file: RecordsFile, path: Path, more: readonly string[]): void {
  file.object(path, ['uid', 'app', ...more], ['gateway']);
  file.value([...path, 'uid'], userId);
  file.value([...path, 'app'], (value) => anyText(value) ?? dnsLabel('it', value as string));
  file.value([...path, 'gateway'], (value) => anyText(value) ?? dnsSubdomain('it', value as string));
}

type Path = readonly (string | number)[];
type Check = (value: unknown) => string | undefined;

const version: Check = (value) =>
  value === 1 ? undefined : `must be 1, the only version that this release supports, got ${quote(value)}`;

const anyText: Check = (value) => (typeof value === 'string' ? undefined : `must be a string, got ${quote(value)}`);

const userId: Check = (value) => (value === 0 ? 'must not be 0, the user id of root' : unixId('it', value as number));

const date: Check = (value) => {
  const real = typeof value === 'string' && isDay(value);
  return real ? undefined : `must be a date in the form YYYY-MM-DD, got ${quote(value)}`;
};

/** The last problem of a message counts the others. */
const MOST_PROBLEMS = MOST_LISTED_PROBLEMS - 1;

/** File as JSON, with the line of each value. */
class RecordsFile {
  public readonly json: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document;
  private readonly problems = new Problems();
  private count = 0;

  constructor(
    private readonly where: string,
    text: string,
  ) {
    if (isTooDeep(text)) throw new InputError(where, [`is nested deeper than ${MAX_JSON_DEPTH} levels, the limit`]);
    // the parser would compare each key with every other key
    this.document = parseDocument(text, {
      schema: 'json',
      lineCounter: this.lines,
      logLevel: 'silent',
      uniqueKeys: false,
    });
    const conflict = /^(<{7}|={7}|>{7})/m.exec(text);
    if (conflict) {
      const line = text.slice(0, conflict.index).split('\n').length;
      throw new InputError(where, [
        `line ${line}: contains an unresolved merge conflict: keep the version of one side, then assign the other side's identities again`,
      ]);
    }
    try {
      this.json = JSON.parse(text);
    } catch (error) {
      throw new InputError(where, [`line ${this.brokenLine(text, error as Error)}: is not valid JSON`]);
    }
    // JSON.parse keeps only the last of two keys with the same name, so the value of the first would be lost
    visit(this.document, { Map: (_key, map) => this.duplicateKeys(map) });
    for (const { pos, message } of this.document.errors) this.addAt(pos[0], message.split('\n')[0] ?? '');
    this.throwIfWrong();
  }

  private duplicateKeys({ items }: YAMLMap): void {
    const seen = new Set<unknown>();
    for (const { key } of items) {
      if (!isScalar(key)) continue;
      if (seen.has(key.value)) this.addAt(key.range?.[0] ?? 0, 'has a duplicate key: keep one');
      seen.add(key.value);
    }
  }

  private addAt(offset: number, problem: string): void {
    if (this.isListed()) this.problems.add(`line ${this.lines.linePos(offset).line}: ${problem}`);
  }

  /** Counts a problem, and returns true if the message lists it. The position of other problems is not looked up. */
  private isListed(): boolean {
    this.count += 1;
    return this.count <= MOST_PROBLEMS;
  }

  public add(path: Path, problem: string): void {
    if (!this.isListed()) return;
    const pointer = path.map((part) => `/${part}`).join('');
    this.problems.add(
      `line ${this.lineOf(path)}: ${pointer === '' ? '' : `${pointer} `}${problem.replace(/^it /, '')}`,
    );
  }

  public throwIfWrong(): void {
    const more = this.count - MOST_PROBLEMS;
    if (more > 0) this.problems.add(`${more} more problems`);
    this.problems.throwIfAny(this.where);
  }

  /** Checks a value if it exists. The check of its object reports a missing value. */
  public value(path: Path, check: Check): void {
    const value = this.at(path);
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) this.add(path, problem);
  }

  /** Checks the keys of an object. Rejects unknown keys, because the next change would drop them. */
  public object(path: Path, required: readonly string[], optional: readonly string[] = []): void {
    const value = this.at(path);
    if (value === undefined) return;
    if (!isObject(value)) return this.add(path, `must be an object, got ${quote(value)}`);
    for (const key of required) if (!Object.hasOwn(value, key)) this.add(path, `must have ${quote(key)}`);
    const known = [...required, ...optional];
    for (const key of Object.keys(value))
      if (!known.includes(key))
        this.add([...path, key], `is not a known key: must be one of ${known.map(quote).join(', ')}`);
  }

  /** Returns the path of each item of a list. */
  public items(key: string): Path[] {
    const value = this.at([key]);
    if (Array.isArray(value)) return value.map((_, i) => [key, i]);
    if (value !== undefined) this.add([key], `must be a list, got ${quote(value)}`);
    return [];
  }

  private at(path: Path): unknown {
    return path.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as JsonObject)[key]
          : undefined,
      this.json,
    );
  }

  private lineOf(path: Path): number {
    const node = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    const range = isNode(node) ? node.range : undefined;
    return range ? this.lines.linePos(range[0]).line : 1;
  }

  /** Returns the line of a syntax error. V8 reports the position of some errors, and the YAML parser that of others; otherwise the text ends too early. */
  private brokenLine(text: string, error: Error): number {
    const position = /at position (\d+)/.exec(error.message)?.[1] ?? this.document.errors[0]?.pos[0] ?? text.length;
    return text.slice(0, Number(position)).split('\n').length;
  }
}

/** Finds contradictions in a registry, each with its path. */
function* contradictions(records: IdentityRecords): Generator<readonly [Path, string]> {
  const { range, next, identities, retired } = records;
  if (range.first > range.last)
    yield [['range'], `must have "first" less than or equal to "last", got ${range.first} to ${range.last}`];
  const uids = new Map<number, string>();
  for (const [path, entry] of entries(records)) {
    const { uid } = entry;
    const holder = TAKEN[uid];
    const other = uids.get(uid);
    if (holder !== undefined) yield [[...path, 'uid'], `must not be ${uid}, which is ${holder}`];
    else if (uid < range.first || uid > range.last)
      yield [[...path, 'uid'], `must be in the range ${range.first} to ${range.last}, got ${uid}`];
    else if (uid >= next)
      yield [[...path, 'uid'], `must be below "next", which is ${next}, got ${uid}: set "next" to ${uid + 1} or more`];
    if (other !== undefined)
      yield [[...path, 'uid'], `must not be ${uid}, the number of ${other}: each would own the other's keys`];
    uids.set(uid, describe(entry));
  }
  for (const [i, { uid, command }] of retired.entries())
    if (command !== deleteClientCommand(uid))
      yield [['retired', i, 'command'], `must be ${quote(deleteClientCommand(uid))}, got ${quote(command)}`];
  const holders = new Set<string>();
  for (const [i, entry] of identities.entries()) {
    if (holders.has(describe(entry)))
      yield [['identities', i], `must not be a second identity of ${describe(entry)}: retire one of them`];
    holders.add(describe(entry));
  }
  yield* gaps(records, uids);
}

function* entries({ identities, retired }: IdentityRecords): Generator<readonly [Path, GivenIdentity]> {
  for (const [i, entry] of identities.entries()) yield [['identities', i], entry];
  for (const [i, entry] of retired.entries()) yield [['retired', i], entry];
}

/** Finds numbers that were assigned but do not have an entry. Without it, the owner of the remaining keys is unknown. */
function* gaps(
  { range, next }: IdentityRecords,
  uids: ReadonlyMap<number, string>,
): Generator<readonly [Path, string]> {
  const recorded = [...uids.keys()].filter((uid) => uid < next).sort((a, b) => a - b);
  let expected = free(range.first);
  for (const uid of [...recorded, next]) {
    if (uid > expected) {
      const [last, plural] = uid - 1 > expected ? [` to ${uid - 1}`, true] : ['', false];
      yield [
        ['next'],
        `is ${next}, so ${expected}${last} ${plural ? 'were' : 'was'} assigned, but ${plural ? 'are' : 'is'} neither in "identities" nor in "retired": restore ${plural ? 'their entries' : 'the entry'}`,
      ];
    }
    expected = free(Math.max(uid, expected - 1) + 1);
  }
}

/** Returns the owner of an identity, for messages. */
export function describe({ app, gateway }: Pick<GivenIdentity, 'app' | 'gateway'>): string {
  return gateway === undefined
    ? `app ${quote(app)} on every gateway`
    : `app ${quote(app)} on gateway ${quote(gateway)}`;
}
