import { quote } from '../../diagnostics/input-error';
import type { Glob } from '../glob/glob';
import { renderGlob, renderListWord } from '../glob/glob';
import type { AppArmorQualifiers, RuleProblems } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, globField, ruleProblems, unknownWords } from '../rule';
import { AppArmorSocketType } from './network-rule';

/** Permissions for a Unix socket. */
export enum AppArmorUnixAccess {
  CREATE = 'create',
  BIND = 'bind',
  LISTEN = 'listen',
  ACCEPT = 'accept',
  CONNECT = 'connect',
  SHUTDOWN = 'shutdown',
  GETATTR = 'getattr',
  SETATTR = 'setattr',
  GETOPT = 'getopt',
  SETOPT = 'setopt',
  SEND = 'send',
  RECEIVE = 'receive',
}

/** Properties of a rule on Unix sockets. */
export interface UnixRuleProps extends AppArmorQualifiers {
  /**
   * Permissions. With a condition on the peer: only accept, connect, send and receive.
   *
   * @default - all permissions, or these four with a condition on the peer
   */
  readonly access?: AppArmorUnixAccess[];

  /**
   * Type of socket.
   *
   * @default - every type
   */
  readonly type?: AppArmorSocketType;

  /**
   * Local address: a glob that starts with `@` (abstract), `none` (no name), or `auto` (named by the kernel).
   *
   * @default - any
   */
  readonly address?: string;

  /**
   * Address of the other end, in the same form.
   *
   * @default - any
   */
  readonly peerAddress?: string;

  /**
   * Profile of the other process, as an AppArmor glob for its name.
   *
   * @default - any
   */
  readonly peerLabel?: string;
}

const WITH_PEER: ReadonlyArray<AppArmorUnixAccess> = [
  AppArmorUnixAccess.ACCEPT,
  AppArmorUnixAccess.CONNECT,
  AppArmorUnixAccess.SEND,
  AppArmorUnixAccess.RECEIVE,
];

/**
 * Allows or denies abstract and unnamed Unix sockets: `unix (connect, send, receive) type=stream peer=(label=broker),`.
 *
 * A socket in the file system, such as `/run/parsec/parsec.sock`, is a file: allow it with `rw` in a FileRule.
 * Kernels that do not support rules on Unix sockets interpret an allow rule as `network unix`, and ignore a deny rule.
 */
export class UnixRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.UNIX;

  /** Permissions. Empty for all. */
  public readonly access: AppArmorUnixAccess[];

  /** Type of socket. Every type if unset. */
  public readonly type?: AppArmorSocketType;

  /** Local address. Any if unset. */
  public readonly address?: string;

  /** Address of the other end. Any if unset. */
  public readonly peerAddress?: string;

  /** Profile of the other process. Any if unset. */
  public readonly peerLabel?: string;

  private readonly own?: Glob;
  private readonly peer: ReadonlyArray<{ readonly key: 'addr' | 'label'; readonly glob: Glob }>;

  /** @throws {@link InputError} if a word is unknown, an address is a path, or an access cannot have a peer */
  constructor(props: UnixRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    const { access, type, address, peerAddress, peerLabel } = props;
    problems.add(unknownWords('access', access ?? [], Object.values(AppArmorUnixAccess)));
    // an empty list would mean all
    if (access?.length === 0) problems.add('access is an empty list: omit it for all permissions');
    if (type !== undefined) problems.add(unknownWords('type', [type], Object.values(AppArmorSocketType)));
    if (address !== undefined) this.own = addressField(problems, 'address', address);
    const peer: { key: 'addr' | 'label'; glob: Glob }[] = [];
    if (peerAddress !== undefined) peer.push({ key: 'addr', glob: addressField(problems, 'peerAddress', peerAddress) });
    if (peerLabel !== undefined) peer.push({ key: 'label', glob: globField(problems, 'peerLabel', peerLabel) });
    const local = (access ?? []).filter((word) => !WITH_PEER.includes(word));
    if (peer.length > 0 && local.length > 0)
      problems.add(
        `access ${local.join(', ')} cannot have a peer: use ${WITH_PEER.join(', ')}, and a second rule without a peer`,
      );
    this._unfit = problems.settle('AppArmor unix rule');
    this.peer = peer;
    this.access = Object.freeze(distinct(access ?? [])) as AppArmorUnixAccess[];
    this.type = type;
    this.address = address;
    this.peerAddress = peerAddress;
    this.peerLabel = peerLabel;
  }

  /** @internal */
  public _text(): string {
    const words = ['unix'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    if (this.type !== undefined) words.push(`type=${this.type}`);
    if (this.own !== undefined) words.push(`addr=${renderGlob(this.own)}`);
    if (this.peer.length > 0)
      words.push(`peer=(${this.peer.map(({ key, glob }) => `${key}=${renderListWord(glob)}`).join(', ')})`);
    return words.join(' ');
  }

  /** @internal */
  public override _globs(): ReadonlyArray<Glob> {
    return [...(this.own === undefined ? [] : [this.own]), ...this.peer.map(({ glob }) => glob)];
  }
}

function addressField(problems: RuleProblems, field: string, text: string): Glob {
  const glob = globField(problems, field, text);
  const first = glob[0];
  if (
    glob.length > 0 &&
    text !== 'none' &&
    text !== 'auto' &&
    !(first?.kind === 'text' && first.text.startsWith('@'))
  ) {
    problems.addUnfit(
      `${field} must start with @, or be none or auto, got ${quote(text)}: allow a socket in the file system with rw in a FileRule`,
    );
  }
  return glob;
}
