import { isIP } from 'node:net';
import { quote } from '../../diagnostics/input-error';
import { AppArmorParserVersion, newer } from '../parser-version';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, ruleProblems, unknownWords } from '../rule';

/** Address families of sockets, with the names of Linux. */
export enum AppArmorSocketFamily {
  UNIX = 'unix',
  INET = 'inet',
  INET6 = 'inet6',
  NETLINK = 'netlink',
  PACKET = 'packet',
  VSOCK = 'vsock',
  BLUETOOTH = 'bluetooth',
  CAN = 'can',
  ALG = 'alg',
  XDP = 'xdp',
  TIPC = 'tipc',
  KEY = 'key',
  NFC = 'nfc',
  QIPCRTR = 'qipcrtr',
  SMC = 'smc',
  RDS = 'rds',
  IEEE802154 = 'ieee802154',
  UNSPEC = 'unspec',
  AX25 = 'ax25',
  IPX = 'ipx',
  APPLETALK = 'appletalk',
  NETROM = 'netrom',
  BRIDGE = 'bridge',
  ATMPVC = 'atmpvc',
  X25 = 'x25',
  ROSE = 'rose',
  NETBEUI = 'netbeui',
  SECURITY = 'security',
  ASH = 'ash',
  ECONET = 'econet',
  ATMSVC = 'atmsvc',
  SNA = 'sna',
  IRDA = 'irda',
  PPPOX = 'pppox',
  WANPIPE = 'wanpipe',
  LLC = 'llc',
  IB = 'ib',
  MPLS = 'mpls',
  IUCV = 'iucv',
  RXRPC = 'rxrpc',
  ISDN = 'isdn',
  PHONET = 'phonet',
  CAIF = 'caif',
  KCM = 'kcm',
  MCTP = 'mctp',
}

/** Types of sockets. */
export enum AppArmorSocketType {
  STREAM = 'stream',
  DGRAM = 'dgram',
  SEQPACKET = 'seqpacket',
  RDM = 'rdm',
  RAW = 'raw',
  PACKET = 'packet',
}

/** Protocols that AppArmor 3.0 supports. */
export enum AppArmorProtocol {
  TCP = 'tcp',
  UDP = 'udp',
  ICMP = 'icmp',
}

/** Permissions for a socket. Need AppArmor 4.0. */
export enum AppArmorNetworkAccess {
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

/** Properties of a rule on sockets. */
export interface NetworkRuleProps extends AppArmorQualifiers {
  /**
   * Address family.
   *
   * @default - every family
   */
  readonly family?: AppArmorSocketFamily;

  /**
   * Type of socket. Cannot be combined with `protocol`.
   *
   * @default - every type
   */
  readonly type?: AppArmorSocketType;

  /**
   * Protocol, for the families inet and inet6; icmp only for inet. Cannot be combined with `type`.
   *
   * @default - every protocol
   */
  readonly protocol?: AppArmorProtocol;

  /**
   * Permissions. Needs AppArmor 4.0.
   *
   * @default - all permissions
   */
  readonly access?: AppArmorNetworkAccess[];

  /**
   * Local address: an IPv4 or IPv6 address, or `none`. Needs AppArmor 4.0.
   *
   * @default - any
   */
  readonly address?: string;

  /**
   * Local port, or a range such as `8000-8080`. Needs AppArmor 4.0.
   *
   * @default - any
   */
  readonly port?: string;

  /**
   * Address of the other end, in the same form. Needs AppArmor 4.0.
   *
   * @default - any
   */
  readonly peerAddress?: string;

  /**
   * Port of the other end, in the same form. Needs AppArmor 4.0.
   *
   * @default - any
   */
  readonly peerPort?: string;
}

const FAMILIES_OF: { readonly [protocol in AppArmorProtocol]: ReadonlyArray<AppArmorSocketFamily> } = {
  [AppArmorProtocol.TCP]: [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6],
  [AppArmorProtocol.UDP]: [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6],
  [AppArmorProtocol.ICMP]: [AppArmorSocketFamily.INET],
};
const HIGHEST_PORT = 65535;

/**
 * Allows or denies kinds of sockets: `network inet stream,`.
 *
 * AppArmor 3.0 does not support addresses and ports: use a NetworkPolicy for them. With AppArmor 4.0, the kernel must also
 * support them.
 */
export class NetworkRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.NETWORK;

  /** Address family. Every family if unset. */
  public readonly family?: AppArmorSocketFamily;

  /** Type of socket. Every type if unset. */
  public readonly type?: AppArmorSocketType;

  /** Protocol. Every protocol if unset. */
  public readonly protocol?: AppArmorProtocol;

  /** Permissions. Empty for all. */
  public readonly access: AppArmorNetworkAccess[];

  /** Local address. Any if unset. */
  public readonly address?: string;

  /** Local port. Any if unset. */
  public readonly port?: string;

  /** Address of the other end. Any if unset. */
  public readonly peerAddress?: string;

  /** Port of the other end. Any if unset. */
  public readonly peerPort?: string;

  /** @throws {@link InputError} if a word is unknown, an address or a port is invalid, or properties contradict each other */
  constructor(props: NetworkRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    const { family, type, protocol, access } = props;
    if (family !== undefined) problems.add(unknownWords('family', [family], Object.values(AppArmorSocketFamily)));
    if (type !== undefined) problems.add(unknownWords('type', [type], Object.values(AppArmorSocketType)));
    if (protocol !== undefined) problems.add(unknownWords('protocol', [protocol], Object.values(AppArmorProtocol)));
    problems.add(unknownWords('access', access ?? [], Object.values(AppArmorNetworkAccess)));
    // an empty list would mean all
    if (access?.length === 0) problems.add('access is an empty list: omit it for all permissions');
    if (type !== undefined && protocol !== undefined)
      problems.add(`type ${quote(type)} and protocol ${quote(protocol)} contradict each other: keep one`);
    if (type === AppArmorSocketType.PACKET && family === undefined)
      problems.add('type "packet" has no family: without one, the word means the family packet, so set family');
    const families = protocol === undefined ? undefined : FAMILIES_OF[protocol];
    if (family !== undefined && families !== undefined && !families.includes(family))
      problems.add(
        `protocol ${quote(protocol)} does not exist in family ${quote(family)}: use ${families.join(' or ')}`,
      );
    problems.add(addressProblem('address', props.address));
    problems.add(addressProblem('peerAddress', props.peerAddress));
    problems.add(portProblem('port', props.port));
    problems.add(portProblem('peerPort', props.peerPort));
    this._unfit = problems.settle('AppArmor network rule');
    this.family = family;
    this.type = type;
    this.protocol = protocol;
    this.access = Object.freeze(distinct(access ?? [])) as AppArmorNetworkAccess[];
    this.address = props.address;
    this.port = props.port;
    this.peerAddress = props.peerAddress;
    this.peerPort = props.peerPort;
  }

  /** @internal */
  public override _since(): AppArmorParserVersion {
    const conditions = [this.address, this.port, this.peerAddress, this.peerPort];
    const later = this.access.length > 0 || conditions.some((condition) => condition !== undefined);
    return newer(super._since(), later ? AppArmorParserVersion.V4_0 : AppArmorParserVersion.V3_0);
  }

  /** @internal */
  public _text(): string {
    const words = ['network'];
    if (this.access.length > 0) words.push(`(${this.access.join(', ')})`);
    if (this.family !== undefined) words.push(this.family);
    const kind = this.type ?? this.protocol;
    if (kind !== undefined) words.push(kind);
    words.push(...conditionWords({ ip: this.address, port: this.port }));
    const peer = conditionWords({ ip: this.peerAddress, port: this.peerPort });
    if (peer.length > 0) words.push(`peer=(${peer.join(', ')})`);
    return words.join(' ');
  }
}

function conditionWords(conditions: { readonly [key: string]: string | undefined }): string[] {
  return Object.entries(conditions).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
}

function addressProblem(field: string, address: string | undefined): string | undefined {
  if (address === undefined || address === 'none' || isIP(address) > 0) return undefined;
  return `${field} must be an IPv4 or IPv6 address, or none, got ${quote(address)}`;
}

function portProblem(field: string, port: string | undefined): string | undefined {
  if (port === undefined) return undefined;
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port) ?? [];
  const low = Number(first);
  const high = Number(last ?? first);
  // an absent match gives NaN, which compares as false
  if (low <= high && high <= HIGHEST_PORT) return undefined;
  return `${field} must be a number from 0 to ${HIGHEST_PORT}, or an ascending range such as 8000-8080, got ${quote(port)}`;
}
