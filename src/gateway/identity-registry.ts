import { readFileSync } from 'node:fs';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { dnsLabel, dnsSubdomain, isDay } from '../kubernetes/syntax';
import { Identity } from '../edge/identity';
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

/** Default range, above the user ids of people and below the dynamic user ids of systemd. */
const RANGE = { first: 10000, last: 59999 };

/**
 * Committed file that records the Unix user of each app, for one gateway or for all gateways, and the retired users.
 *
 * No user id is ever assigned twice, because Parsec would give the keys of the old user to the new one. Apps read the
 * file. The commands `secure-edge identity assign` and `secure-edge identity retire` write it.
 *
 * ```ts
 * const registry = IdentityRegistry.fromFile('edge-identities.json');
 * new ParsecClient(chart, 'signer', { image, identity: registry.identity('signer', 'gateway-7') });
 * ```
 *
 * @see https://parallaxsecond.github.io/parsec-book/parsec_security/parsec_threat_model/parsec_threat_model.html (O-11)
 */
export class IdentityRegistry {
  /** Default name of the file. */
  public static readonly DEFAULT_FILE = 'edge-identities.json';

  /**
   * Reads a registry from a file.
   * @param path path of the file, absolute or relative to the working directory
   * @throws {@link InputError} if the file cannot be read, or is not a registry: each problem has a JSON pointer and a line
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
   * Reads a registry from the text of its file.
   * @param text content of the file
   * @param name name of the file, for error messages
   * @throws {@link InputError} if the text is not a registry: each problem has a JSON pointer and a line
   */
  public static fromJson(text: string, name: string = IdentityRegistry.DEFAULT_FILE): IdentityRegistry {
    return new IdentityRegistry(name, parseRecords(subject(name), text));
  }

  /**
   * Returns a registry without identities.
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
   * Returns the identity of an app. User and primary group have the same number.
   * @param app name of the app, as it was assigned
   * @param gateway gateway the app runs on; without it, the identity that the app has on every gateway
   * @throws {@link InputError} if the app does not have an identity: the message contains the command that assigns one
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
   * Returns the registry with one more identity, whose number is the lowest that was never assigned. Returns the same
   * registry if the app already has an identity.
   * @throws {@link InputError} if a name is invalid, or the range has no number left
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
        `has no number left in its range ${range.first} to ${range.last}: edit the file and raise "last" of "range"`,
      ]);
    const next = free(uid + 1);
    return this.with({ next, identities: [...identities, { uid, app, gateway }] });
  }

  /**
   * Returns the registry with an identity permanently retired.
   * @param date date of the retirement, as YYYY-MM-DD
   * @throws {@link InputError} if the app does not have an identity, or the date is invalid
   * @internal
   */
  public _retire(app: string, gateway: string | undefined, date: string): IdentityRegistry {
    const entry = this._find(app, gateway);
    if (entry === undefined) throw new InputError(subject(this.name), [this.unknown(app, gateway)]);
    if (!isDay(date))
      throw new InputError(subject(this.name), [`date must be in the form YYYY-MM-DD, got ${quote(date)}`]);
    const retired = { ...entry, date, command: deleteClientCommand(entry.uid) };
    return this.with({
      identities: this.records.identities.filter((other) => other !== entry),
      retired: [...this.records.retired, retired],
    });
  }

  /**
   * Returns the text of the registry's file.
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
    return `has no identity for ${describe({ app, gateway })}${hint}`;
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
