import { quote } from '../../input-error';
import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, ruleProblems, unknownWords } from '../rule';

/** Address families of sockets. */
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

/** Protocols that AppArmor 3.0 can name. */
export enum AppArmorProtocol {
  TCP = 'tcp',
  UDP = 'udp',
  ICMP = 'icmp',
}

/** A rule on sockets. */
export interface NetworkRuleProps extends AppArmorQualifiers {
  /**
   * Address family.
   *
   * @default - every family
   */
  readonly family?: AppArmorSocketFamily;

  /**
   * Type of socket; not together with `protocol`.
   *
   * @default - every type
   */
  readonly type?: AppArmorSocketType;

  /**
   * Protocol, for the families inet and inet6, icmp for inet alone; not together with `type`.
   *
   * @default - every protocol
   */
  readonly protocol?: AppArmorProtocol;
}

const FAMILIES_OF: { readonly [protocol in AppArmorProtocol]: ReadonlyArray<AppArmorSocketFamily> } = {
  [AppArmorProtocol.TCP]: [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6],
  [AppArmorProtocol.UDP]: [AppArmorSocketFamily.INET, AppArmorSocketFamily.INET6],
  [AppArmorProtocol.ICMP]: [AppArmorSocketFamily.INET],
};

/**
 * Allows or refuses kinds of sockets: `network inet stream,`.
 *
 * AppArmor 3.0 knows neither addresses nor ports: those belong to a NetworkPolicy.
 */
export class NetworkRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.NETWORK;

  /** Address family; every one if it isn't set. */
  public readonly family?: AppArmorSocketFamily;

  /** Type of socket; every one if it isn't set. */
  public readonly type?: AppArmorSocketType;

  /** Protocol; every one if it isn't set. */
  public readonly protocol?: AppArmorProtocol;

  /** @throws InputError if a word is unknown, or the three don't go together */
  constructor(props: NetworkRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    const { family, type, protocol } = props;
    if (family !== undefined) problems.add(unknownWords('family', [family], Object.values(AppArmorSocketFamily)));
    if (type !== undefined) problems.add(unknownWords('type', [type], Object.values(AppArmorSocketType)));
    if (protocol !== undefined) problems.add(unknownWords('protocol', [protocol], Object.values(AppArmorProtocol)));
    if (type !== undefined && protocol !== undefined)
      problems.add(`type ${quote(type)} and protocol ${quote(protocol)} are given: name one of them`);
    const families = protocol === undefined ? undefined : FAMILIES_OF[protocol];
    if (family !== undefined && families !== undefined && !families.includes(family))
      problems.add(
        `protocol ${quote(protocol)} doesn't exist in family ${quote(family)}: use ${families.join(' or ')}`,
      );
    problems.throwIfAny('AppArmor network rule');
    this.family = family;
    this.type = type;
    this.protocol = protocol;
  }

  /** @internal */
  public _text(): string {
    return ['network', this.family, this.type ?? this.protocol].filter((word) => word !== undefined).join(' ');
  }
}
