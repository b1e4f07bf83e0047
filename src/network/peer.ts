import { isIP } from 'node:net';
import { Problems, quote } from '../input-error';
import type { Loss } from '../kubernetes/loss';
import type { JsonObject } from '../kubernetes/manifest';
import { dnsLabel, labels as labelProblems } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';

/** Which pods of which namespaces a peer is. */
export interface PodPeerOptions {
  /**
   * Name of their namespace.
   * @default - the namespace of the policy itself
   */
  readonly namespace?: string;
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Addresses at which clouds hand out a machine's or a pod's credentials to whoever asks from it. */
export const METADATA_ADDRESSES: ReadonlyArray<string> = [
  // Alibaba
  '100.100.100.200/32',
  // Azure's wire server
  '168.63.129.16/32',
  // most clouds
  '169.254.169.254/32',
  // Amazon's containers and pods
  '169.254.170.2/32',
  '169.254.170.23/32',
  // Amazon and Google, IPv6
  'fd00:ec2::23/128',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
];

/** The other end of a network flow. */
export class Peer {
  /**
   * Pods with certain labels.
   * @throws when a label or the namespace is not valid, or there are no labels
   */
  public static pods(labels: Record<string, string>, options: PodPeerOptions = {}): Peer {
    const problems = new Problems();
    if (Object.keys(labels).length === 0)
      problems.add('labels of pods must not be empty: use Peer.namespace for every pod of a namespace');
    for (const problem of labelProblems('label', labels)) problems.add(problem);
    if (options.namespace !== undefined) problems.add(dnsLabel('namespace', options.namespace));
    problems.throwIfAny('Peer.pods');
    const podSelector = { matchLabels: labels };
    const { namespace } = options;
    return new Peer(
      namespace === undefined
        ? () => [{ podSelector }]
        : () => [{ namespaceSelector: namespaceNamed(namespace), podSelector }],
      namespace,
    );
  }

  /**
   * Every pod of a namespace, by its name. Needs Kubernetes 1.21, which labels each namespace with its name.
   * @throws when the name is not valid
   */
  public static namespace(name: string): Peer {
    const problems = new Problems();
    problems.add(dnsLabel('namespace', name));
    problems.throwIfAny('Peer.namespace');
    return new Peer(() => [{ namespaceSelector: namespaceNamed(name) }], name);
  }

  /**
   * Every pod of the namespaces with certain labels.
   * @throws when a label is not valid or there are none
   */
  public static namespacesLabelled(labels: Record<string, string>): Peer {
    const problems = new Problems();
    if (Object.keys(labels).length === 0) problems.add('labels of namespaces must not be empty');
    for (const problem of labelProblems('label', labels)) problems.add(problem);
    problems.throwIfAny('Peer.namespacesLabelled');
    return new Peer(() => [{ namespaceSelector: { matchLabels: labels } }]);
  }

  /**
   * A range of addresses.
   *
   * @param cidr such as `10.0.0.0/8`; the metadata addresses of clouds are left out when the range holds them
   * @throws when it is no CIDR, has bits set after its prefix, is IPv4 written as IPv6, or is a metadata address itself
   */
  public static cidr(cidr: string): Peer {
    const problems = new Problems();
    problems.add(cidrProblem(cidr));
    if (METADATA_ADDRESSES.some((address) => contains(address, cidr)))
      problems.add(
        `address range must not be a cloud's metadata address, which hands out the machine's credentials, got ${quote(cidr)}`,
      );
    problems.throwIfAny('Peer.cidr');
    const except = METADATA_ADDRESSES.filter((address) => contains(cidr, address));
    return new Peer(() => [{ ipBlock: { cidr, ...(except.length > 0 && { except }) } }]);
  }

  private constructor(
    /** @internal */
    public readonly _render: () => JsonObject[],
    /** Name of the namespace that it is told by. */
    private readonly namespaceName?: string,
  ) {}

  /** What a target lacks to tell it. @internal */
  public _problem(target: Target): string | undefined {
    if (this.namespaceName === undefined || target._supports('namespaceNameLabel')) return undefined;
    return `namespace ${quote(this.namespaceName)} cannot be told by its name on ${target.name}, where namespaces carry no label with it (1.21 has one): use Peer.namespacesLabelled`;
  }
}

/** The cluster's DNS, by the labels that every distribution gives it. */
export function dnsPeer(target: Target): { peer: JsonObject; loss?: Loss } {
  const podSelector = { matchLabels: { 'k8s-app': 'kube-dns' } };
  if (target._supports('namespaceNameLabel'))
    return { peer: { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'kube-system' } }, podSelector } };
  return {
    peer: { namespaceSelector: {}, podSelector },
    loss: target._loss('namespaceNameLabel', 'DNS in kube-system alone'),
  };
}

function namespaceNamed(name: string): JsonObject {
  return { matchLabels: { [NAMESPACE_NAME]: name } };
}

/** Whether a text is a CIDR whose host bits are zero, as the API server's newer versions demand. */
export function cidrProblem(cidr: string): string | undefined {
  const range = rangeOf(cidr);
  if (range === undefined) {
    const family = isIP(cidr);
    const mend = family === 0 ? '' : `: write ${quote(`${cidr}/${family === 4 ? 32 : 128}`)} for this one address`;
    return `address range must be a CIDR such as "10.0.0.0/8", got ${quote(cidr)}${mend}`;
  }
  if (range.family === 6 && (range.network << range.free) >> 32n === 0xffffn)
    return `address range must not be IPv4 written as IPv6, got ${quote(cidr)}: write it as IPv4`;
  return range.hostBits === 0n ? undefined : `address range must have no bits set after its prefix, got ${quote(cidr)}`;
}

interface Range {
  readonly family: number;
  readonly network: bigint;
  readonly hostBits: bigint;
  readonly free: bigint;
}

function rangeOf(cidr: string): Range | undefined {
  const [, address = '', prefix = ''] = /^([0-9a-fA-F:.]+)\/(0|[1-9][0-9]{0,2})$/.exec(cidr) ?? [];
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  if (family === 0 || Number(prefix) > bits) return undefined;
  const free = BigInt(bits - Number(prefix));
  const value = family === 4 ? v4(address) : v6(address);
  return { family, network: value >> free, hostBits: value & ((1n << free) - 1n), free };
}

function contains(outer: string, inner: string): boolean {
  const [o, i] = [rangeOf(outer), rangeOf(inner)];
  if (!o || !i || o.family !== i.family || i.free > o.free) return false;
  return (i.network << i.free) >> o.free === o.network;
}

function v4(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function v6(address: string): bigint {
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  const plain =
    dotted === undefined
      ? address
      : address.replace(dotted, [v4(dotted) >> 16n, v4(dotted) & 0xffffn].map((n) => n.toString(16)).join(':'));
  const [head = '', tail] = plain.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
