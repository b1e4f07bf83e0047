import { ParsecHost } from '../../src/index';
import { Answer, UnixUser } from './unix-user';

/** A user of the host who asks Parsec by `parsec-tool`. */
export class Client {
  constructor(
    public readonly name: string,
    public readonly user: UnixUser,
  ) {}

  /** Asks as an app does. */
  public ask(...args: readonly string[]): Answer {
    return this.at(ParsecHost.izumaEdge().endpoint, ...args);
  }

  /** Asks at another address. */
  public at(endpoint: string, ...args: readonly string[]): Answer {
    return this.user.run(['parsec-tool', ...args], { PARSEC_SERVICE_ENDPOINT: endpoint });
  }

  /** Asks from a user namespace of its own, as a pod with `hostUsers: false` would. */
  public fromUserNamespace(...args: readonly string[]): Answer {
    return this.user.run(['unshare', '--user', 'parsec-tool', ...args]);
  }

  /** Names of its keys. */
  public keys(): string {
    const names = this.ask('list-keys')
      .stdout.split('\n')
      .flatMap((line) => /^\* (\S+) \(/.exec(line)?.[1] ?? []);
    return names.sort().join(', ') || 'none';
  }

  /** The public half of one of its keys, as PEM. */
  public publicKey(name: string): string {
    return this.ask('export-public-key', '--key-name', name).stdout;
  }
}

/** An answer in a line: its result, or else the last of its messages, without the place in the program that it comes from. */
export function said({ code, stdout, stderr }: Answer): string {
  const words = stdout.trim() || (stderr.trim().split('\n').at(-1) ?? '');
  return `exit ${code}: ${words.replace(/^\[\w+ +[\w:]+\] /, '').replaceAll('\n', ' / ')}`;
}
