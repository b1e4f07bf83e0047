import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { InputError, Problems, quote } from '../input-error';
import { isObject, type JsonObject } from '../kubernetes/manifest';
import { PARSEC_ADMIN_USER_ID, PARSEC_USER_ID } from '../host/parsec';
import { dnsLabel, dnsSubdomain, isDay, unixId } from '../kubernetes/syntax';

/** An identity that an app has. */
export interface GivenIdentity {
  readonly uid: number;
  readonly app: string;
  /** Undefined: the same number on every gateway. */
  readonly gateway?: string;
}

/** An identity that nobody gets again. */
export interface RetiredIdentity extends GivenIdentity {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** What removes its keys from a gateway. */
  readonly command: string;
}

/** What the file of an identity registry says. */
export interface IdentityRecords {
  /** Where an editor finds the file's schema. */
  readonly schema?: string;
  /** The first and the last number that may be given. */
  readonly range: { readonly first: number; readonly last: number };
  /** The next number to give: every one below it was given once. */
  readonly next: number;
  /** By number. */
  readonly identities: readonly GivenIdentity[];
  /** By number. */
  readonly retired: readonly RetiredIdentity[];
}

/** Numbers that are somebody's on every gateway, and so are never an app's. */
const TAKEN: Readonly<Record<number, string>> = {
  [PARSEC_USER_ID]: "the Parsec service's",
  [PARSEC_ADMIN_USER_ID]: "the administrator's of Parsec",
  65532: 'that of every app without an identity',
  65534: "nobody's",
  65535: 'what 16 bits take for no user',
};

/** From a number on, the first that is nobody's. */
export function free(from: number): number {
  let uid = from;
  while (uid in TAKEN) uid++;
  return uid;
}

export function deleteClientCommand(uid: number): string {
  return `parsec-tool delete-client --client ${uid}`;
}

/** The file's text: sorted by number, so that a change is a small diff. */
export function renderRecords({ schema, range, next, identities, retired }: IdentityRecords): string {
  const file = {
    ...(schema !== undefined && { $schema: schema }),
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
 * Reads the file's text, whoever wrote it.
 * @throws InputError that names each problem by JSON pointer and line
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
  // what the numbers mean is asked only of a file whose parts are what they should be
  file.throwIfWrong();
  const { $schema: schema, ...rest } = file.json as IdentityRecords & { readonly $schema?: string };
  const records: IdentityRecords = { ...rest, ...(schema !== undefined && { schema }) };
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
  value === 1 ? undefined : `must be 1, the one form that this release knows, got ${quote(value)}`;

const anyText: Check = (value) => (typeof value === 'string' ? undefined : `must be a text, got ${quote(value)}`);

const userId: Check = (value) => (value === 0 ? "must not be 0, which is root's" : unixId('it', value as number));

const date: Check = (value) => {
  const real = typeof value === 'string' && isDay(value);
  return real ? undefined : `must be a day as YYYY-MM-DD, got ${quote(value)}`;
};

/** The file as JSON, and where each of its values stands. */
class RecordsFile {
  public readonly json: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document;
  private readonly problems = new Problems();

  constructor(
    private readonly where: string,
    text: string,
  ) {
    this.document = parseDocument(text, { schema: 'json', lineCounter: this.lines, logLevel: 'silent' });
    const conflict = /^(<{7}|={7}|>{7})/m.exec(text);
    if (conflict) {
      const line = text.slice(0, conflict.index).split('\n').length;
      throw new InputError(where, [
        `line ${line}: holds a merge that is not done: take the version of one side, then assign the other side's identities again`,
      ]);
    }
    try {
      this.json = JSON.parse(text);
    } catch (error) {
      throw new InputError(where, [`line ${this.brokenLine(text, error as Error)}: is no JSON`]);
    }
    // JSON.parse takes the last of two keys of one name, and with it would drop what the first one held
    for (const { code, pos, message } of this.document.errors) {
      const twice = code === 'DUPLICATE_KEY';
      this.problems.add(
        `line ${this.lines.linePos(pos[0]).line}: ${twice ? 'has a key twice: keep one' : (message.split('\n')[0] ?? '')}`,
      );
    }
    this.throwIfWrong();
  }

  public add(path: Path, problem: string): void {
    const pointer = path.map((part) => `/${part}`).join('');
    this.problems.add(
      `line ${this.lineOf(path)}: ${pointer === '' ? '' : `${pointer} `}${problem.replace(/^it /, '')}`,
    );
  }

  public throwIfWrong(): void {
    this.problems.throwIfAny(this.where);
  }

  /** Checks a value that is there; whether it must be, its object says. */
  public value(path: Path, check: Check): void {
    const value = this.at(path);
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) this.add(path, problem);
  }

  /** Refuses keys that are not known, too: the next change would drop them. */
  public object(path: Path, required: readonly string[], optional: readonly string[] = []): void {
    const value = this.at(path);
    if (value === undefined) return;
    if (!isObject(value)) return this.add(path, `must be an object, got ${quote(value)}`);
    for (const key of required) if (!Object.hasOwn(value, key)) this.add(path, `must have ${quote(key)}`);
    const known = [...required, ...optional];
    for (const key of Object.keys(value))
      if (!known.includes(key))
        this.add([...path, key], `must not be there: what is known is ${known.map(quote).join(', ')}`);
  }

  /** Where each item of a list stands. */
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

  /** V8 tells the place of some errors, the YAML parser that of others; what neither tells is a text that just ends. */
  private brokenLine(text: string, error: Error): number {
    const position = /at position (\d+)/.exec(error.message)?.[1] ?? this.document.errors[0]?.pos[0] ?? text.length;
    return text.slice(0, Number(position)).split('\n').length;
  }
}

/** What cannot be true of a registry, and where it stands. */
function* contradictions(records: IdentityRecords): Generator<readonly [Path, string]> {
  const { range, next, identities, retired } = records;
  if (range.first > range.last) yield [['range'], `must not end before it begins, got ${range.first} to ${range.last}`];
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
      yield [[...path, 'uid'], `must not be ${uid}, which ${other} has: each would own the other's keys`];
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

/** Numbers that were given and that nobody has: their entries were taken out, and with them the memory of whose keys are left. */
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
        `is ${next}, so ${expected}${last} ${plural ? 'were' : 'was'} given, but ${plural ? 'stand' : 'stands'} neither under "identities" nor under "retired": put ${plural ? 'their entries' : 'its entry'} back`,
      ];
    }
    expected = free(Math.max(uid, expected - 1) + 1);
  }
}

/** Who has an identity, as a message says it. */
export function describe({ app, gateway }: Pick<GivenIdentity, 'app' | 'gateway'>): string {
  return gateway === undefined
    ? `app ${quote(app)} on every gateway`
    : `app ${quote(app)} on gateway ${quote(gateway)}`;
}
