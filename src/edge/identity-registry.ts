import { readFileSync } from 'node:fs';
import { InputError, Problems, quote } from '../input-error';
import { dnsLabel, dnsSubdomain, isDay } from '../kubernetes/syntax';
import { Identity } from './identity';
import {
  deleteClientCommand,
  describe,
  free,
  parseRecords,
  renderRecords,
  type GivenIdentity,
  type IdentityRecords,
  type RetiredIdentity,
} from './identity-registry-records';
import { shellQuote } from './shell-quote';

/** Above the numbers of people and below those that systemd gives to services as they come and go. */
const RANGE = { first: 10000, last: 59999 };

/**
 * The committed file that records which Unix user each app is, per gateway or the same on all, and which users were
 * retired, so that no number is ever given twice: Parsec hands the keys of a user to whoever has its number next.
 *
 * Apps read it; `secure-edge identity assign` and `retire` write it.
 *
 * ```ts
 * const registry = IdentityRegistry.fromFile('edge-identities.json');
 * new ParsecClient(chart, 'signer', { image, identity: registry.identity('signer', 'gateway-7') });
 * ```
 *
 * @see https://parallaxsecond.github.io/parsec-book/parsec_security/parsec_threat_model/parsec_threat_model.html (O-11)
 */
export class IdentityRegistry {
  /** Name of the file where none is given. */
  public static readonly DEFAULT_FILE = 'edge-identities.json';

  /**
   * Reads a registry.
   * @param path of the file, absolute or from the working directory
   * @throws when it cannot be read or is no registry: every problem by JSON pointer and line
   */
  public static fromFile(path: string): IdentityRegistry {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new InputError(subject(path), [
        code === 'ENOENT'
          ? `does not exist: run "${command('assign', 'APP', undefined, path)}" for each app`
          : `cannot be read: ${message}`,
      ]);
    }
    return IdentityRegistry.fromJson(text, path);
  }

  /**
   * Reads the text of a registry.
   * @param name of the file, for errors
   * @throws when the text is no registry: every problem by JSON pointer and line
   */
  public static fromJson(text: string, name: string = IdentityRegistry.DEFAULT_FILE): IdentityRegistry {
    return new IdentityRegistry(name, parseRecords(subject(name), text));
  }

  /**
   * One that has given nothing yet.
   * @internal
   */
  public static _empty(name: string): IdentityRegistry {
    return new IdentityRegistry(name, { range: RANGE, next: free(RANGE.first), identities: [], retired: [] });
  }

  private constructor(
    private readonly name: string,
    private readonly records: IdentityRecords,
  ) {}

  /**
   * The identity of an app: its number as user and as primary group.
   * @param app as it was assigned
   * @param gateway whose node it runs on; without one, the number that the app has on every gateway
   * @throws when the app has none: the message is the command that gives it one, since synth writes no files
   */
  public identity(app: string, gateway?: string): Identity {
    const given = this._find(app, gateway);
    if (given === undefined) throw new InputError(subject(this.name), [this.unassigned(app, gateway)]);
    return Identity.user(given.uid);
  }

  /** @internal */
  public get _given(): readonly GivenIdentity[] {
    return this.records.identities;
  }

  /** @internal */
  public get _retired(): readonly RetiredIdentity[] {
    return this.records.retired;
  }

  /** @internal */
  public _find(app: string, gateway?: string): GivenIdentity | undefined {
    return this.records.identities.find((entry) => entry.app === app && entry.gateway === gateway);
  }

  /**
   * The registry with one identity more, of the lowest number that was never given; the same one when the app has one.
   * @throws when a name is not valid, or the range has no number left
   * @internal
   */
  public _assign(app: string, gateway?: string): IdentityRegistry {
    const problems = new Problems();
    problems.add(dnsLabel('app', app));
    if (gateway !== undefined) problems.add(dnsSubdomain('gateway', gateway));
    problems.throwIfAny(subject(this.name));
    if (this._find(app, gateway) !== undefined) return this;
    const { range, identities } = this.records;
    const uid = free(this.records.next);
    if (uid > range.last)
      throw new InputError(subject(this.name), [
        `has no number left in its range ${range.first} to ${range.last}: raise "last" of "range", by hand`,
      ]);
    const next = free(uid + 1);
    return this.with({ next, identities: [...identities, { uid, app, ...(gateway !== undefined && { gateway }) }] });
  }

  /**
   * The registry with an identity retired for ever.
   * @param date the day, as YYYY-MM-DD
   * @throws when the app has none, or the day is none
   * @internal
   */
  public _retire(app: string, gateway: string | undefined, date: string): IdentityRegistry {
    const entry = this._find(app, gateway);
    if (entry === undefined) throw new InputError(subject(this.name), [this.unknown(app, gateway)]);
    if (!isDay(date))
      throw new InputError(subject(this.name), [`date must be a day as YYYY-MM-DD, got ${quote(date)}`]);
    const retired = { ...entry, date, command: deleteClientCommand(entry.uid) };
    return this.with({
      identities: this.records.identities.filter((other) => other !== entry),
      retired: [...this.records.retired, retired],
    });
  }

  /**
   * The text of its file.
   * @internal
   */
  public _toJson(): string {
    return renderRecords(this.records);
  }

  private with(change: Partial<IdentityRecords>): IdentityRegistry {
    return new IdentityRegistry(this.name, { ...this.records, ...change });
  }

  private unassigned(app: string, gateway: string | undefined): string {
    return `${this.unknown(app, gateway)}: run "${command('assign', app, gateway, this.name)}"`;
  }

  private unknown(app: string, gateway: string | undefined): string {
    const past = this.records.retired.filter((entry) => entry.app === app && entry.gateway === gateway).at(-1);
    const others = this.records.identities.filter((entry) => entry.app === app);
    const hint =
      past !== undefined
        ? ` (${past.uid} was retired on ${past.date})`
        : others.length > 0
          ? ` (it has ${others.map((o) => `${o.uid} on ${o.gateway ?? 'every gateway'}`).join(', ')})`
          : '';
    return `has no identity for ${describe({ app, ...(gateway !== undefined && { gateway }) })}${hint}`;
  }
}

function subject(name: string): string {
  return `identity registry ${quote(name)}`;
}

function command(action: string, app: string, gateway: string | undefined, file: string): string {
  return [
    'npx secure-edge identity',
    action,
    shellQuote(app),
    ...(gateway === undefined ? [] : ['--gateway', shellQuote(gateway)]),
    ...(file === IdentityRegistry.DEFAULT_FILE ? [] : ['--identities', shellQuote(file)]),
  ].join(' ');
}
