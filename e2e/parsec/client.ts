import { ParsecHost } from '../../src/index';
import { Answer, UnixUser } from './unix-user';

/** User of the host that sends requests to Parsec with `parsec-tool`. */
export class Client {
  constructor(
    public readonly name: string,
    public readonly user: UnixUser,
  ) {}

  /** Runs `parsec-tool` with the address that apps use. */
  public ask(...args: readonly string[]): Answer {
    return this.at(ParsecHost.izumaEdge().endpoint, ...args);
  }

  /** Runs `parsec-tool` with another address. */
  public at(endpoint: string, ...args: readonly string[]): Answer {
    return this.user.run(['parsec-tool', ...args], { PARSEC_SERVICE_ENDPOINT: endpoint });
  }

  /** Runs `parsec-tool` in its own user namespace, like a pod with `hostUsers: false`. */
  public fromUserNamespace(...args: readonly string[]): Answer {
    return this.user.run(['unshare', '--user', 'parsec-tool', ...args]);
  }

  /** Returns the names of the user's keys. */
  public keys(): string {
    const names = this.ask('list-keys')
      .stdout.split('\n')
      .flatMap((line) => /^\* (\S+) \(/.exec(line)?.[1] ?? []);
    return names.sort().join(', ') || 'none';
  }

  /** Returns the public key of one of the user's keys, as PEM. */
  public publicKey(name: string): string {
    return this.ask('export-public-key', '--key-name', name).stdout;
  }
}

/** Returns an answer in one line: its result, or its last message without the source position. */
export function said({ code, stdout, stderr }: Answer): string {
  const words = stdout.trim() || (stderr.trim().split('\n').at(-1) ?? '');
  return `exit ${code}: ${words.replace(/^\[\w+ +[\w:]+\] /, '').replaceAll('\n', ' / ')}`;
}
