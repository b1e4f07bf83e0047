import { expectTypes } from '../diagnostics/expected-type';
import { cidrProblem, rangeContains, singleAddress } from '../host/address-range';
import { METADATA_ADDRESSES } from '../host/metadata-address';
import { PUBLIC_IPV6, UNROUTED_RANGES } from '../host/private-ranges';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import type { Loss } from '../kubernetes/loss';
import type { JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject } from '../kubernetes/named-object';
import { dnsLabel, labels as labelProblems } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';
import { namespaceNamed, selectionOf, type INetworkPeer, type PeerSelection } from './network-peer';

/** Options of a peer that consists of pods. */
export interface PodPeerOptions {
  /**
   * Namespace of the pods, or its name.
   * @default - the policy's own namespace
   */
  readonly namespace?: string | INamedObject;
}

/** Other end of a network flow: pods, namespaces or addresses. */
export class Peer {
  /**
   * Pods that have certain labels.
   * @throws {@link InputError} if a label or the namespace is invalid, or no label is given
   */
  public static pods(labels: Record<string, string>, options: PodPeerOptions = {}): Peer {
    expectTypes('Peer.pods', { labels: [labels, { mapOf: 'text' }] });
    const problems = new Problems();
    if (Object.keys(labels).length === 0)
      problems.add('labels of pods must not be empty: use Peer.namespace to select every pod of a namespace');
    for (const problem of labelProblems('label', labels)) problems.add(problem);
    const namespace = options.namespace === undefined ? undefined : namespaceName(options.namespace, problems);
    problems.throwIfAny('Peer.pods');
    const podSelector = { matchLabels: labels };
    return new Peer(
      namespace === undefined
        ? () => [{ podSelector }]
        : () => [{ namespaceSelector: namespaceNamed(namespace), podSelector }],
      namespace,
    );
  }

  /** Every pod of the policy's own namespace. */
  public static sameNamespace(): Peer {
    return new Peer(() => [{ podSelector: {} }]);
  }

  /**
   * Every pod of a namespace. Needs Kubernetes 1.21 or later, which labels each namespace with its name.
   * @param namespace Namespace, or its name
   * @throws {@link InputError} if the name is invalid, or the object is not a Namespace
   */
  public static namespace(namespace: string | INamedObject): Peer {
    const problems = new Problems();
    const name = namespaceName(namespace, problems);
    problems.throwIfAny('Peer.namespace');
    return new Peer(() => [{ namespaceSelector: namespaceNamed(name) }], name);
  }

  /**
   * Every pod of the namespaces that have certain labels.
   * @throws {@link InputError} if a label is invalid, or none is given
   */
  public static namespacesLabelled(labels: Record<string, string>): Peer {
    expectTypes('Peer.namespacesLabelled', { labels: [labels, { mapOf: 'text' }] });
    const problems = new Problems();
    if (Object.keys(labels).length === 0) problems.add('labels of namespaces must not be empty');
    for (const problem of labelProblems('label', labels)) problems.add(problem);
    problems.throwIfAny('Peer.namespacesLabelled');
    return new Peer(() => [{ namespaceSelector: { matchLabels: labels } }]);
  }

  /**
   * Range of addresses, without the metadata addresses of clouds that it contains.
   * @param cidr range in CIDR notation, such as `10.0.0.0/8`
   * @throws {@link InputError} if the text is not a CIDR, has bits set after its prefix, is IPv4 written as IPv6, or is a metadata address
   */
  public static cidr(cidr: string): Peer {
    expectTypes('Peer.cidr', { cidr: [cidr, 'text'] });
    return Peer.block('Peer.cidr', cidr, []);
  }

  /**
   * Every address of the internet: IPv4 without the private, link-local and metadata addresses, and IPv6. The pods, the
   * nodes and the local networks of most clusters have private addresses, so they are not reached.
   */
  public static publicAddresses(): Peer {
    const [ipv4, ipv6] = [Peer.block('Peer.publicAddresses', '0.0.0.0/0', UNROUTED_RANGES), Peer.cidr(PUBLIC_IPV6)];
    return new Peer(() => [...ipv4._render(), ...ipv6._render()]);
  }

  /**
   * Returns a peer as it is, or the peer of another object. The selectors are read again when they are rendered,
   * because a workload of cdk8s-plus can get more labels until then.
   * @throws {@link InputError} if the object does not have the shape of a peer, or its address range is invalid
   * @internal
   */
  public static _of(peer: Peer | INetworkPeer): Peer {
    if (peer instanceof Peer) return peer;
    const { cidr, except, namespaces } = selection(peer);
    return cidr === undefined
      ? new Peer(() => selection(peer).selectors, namespaces[0])
      : Peer.block('Flow.with', cidr, except);
  }

  private static block(what: string, cidr: string, leftOut: ReadonlyArray<string>): Peer {
    const problems = new Problems();
    problems.add(cidrProblem(cidr));
    if (METADATA_ADDRESSES.some((address) => rangeContains(singleAddress(address), cidr)))
      problems.add(
        `address range must not be a cloud's metadata address, which hands out the machine's credentials, got ${quote(cidr)}`,
      );
    for (const range of leftOut)
      problems.add(
        cidrProblem(range) ??
          (rangeContains(cidr, range) ? undefined : `except must be within ${quote(cidr)}, got ${quote(range)}`),
      );
    problems.throwIfAny(what);
    const metadata = METADATA_ADDRESSES.filter(
      (address) => rangeContains(cidr, address) && !leftOut.some((range) => rangeContains(range, address)),
    ).map(singleAddress);
    const except = [...new Set([...leftOut, ...metadata])];
    return new Peer(() => [{ ipBlock: { cidr, ...(except.length > 0 && { except }) } }]);
  }

  private constructor(
    /** @internal */
    public readonly _render: () => JsonObject[],
    /** Namespace, if the peer is selected by a namespace's name. */
    private readonly namespaceName?: string,
  ) {}

  /** Problem of a target that cannot select the peer. @internal */
  public _problem(target: Target): string | undefined {
    if (this.namespaceName === undefined || target._supports('namespaceNameLabel')) return undefined;
    return `namespace ${quote(this.namespaceName)} cannot be selected by its name on ${target.name}, because namespaces are labelled with their name only from 1.21: use Peer.namespacesLabelled`;
  }
}

/** Cluster's DNS service, selected by the labels that every distribution sets. */
export function dnsPeer(target: Target): { peer: JsonObject; loss?: Loss } {
  const podSelector = { matchLabels: { 'k8s-app': 'kube-dns' } };
  if (target._supports('namespaceNameLabel'))
    return { peer: { namespaceSelector: namespaceNamed('kube-system'), podSelector } };
  return {
    peer: { namespaceSelector: {}, podSelector },
    loss: target._loss('namespaceNameLabel', 'only the DNS pods in kube-system'),
  };
}

function selection(peer: INetworkPeer): PeerSelection {
  const found = selectionOf(peer);
  if (found === undefined)
    throw new InputError('Flow.with', [
      'peer must have an address range or a label selector, as the peers of cdk8s-plus have: use Peer to make one',
    ]);
  return found;
}

function namespaceName(namespace: string | INamedObject, problems: Problems): string {
  const { name, problem } = referenceTo('Namespace', namespace, 'namespace', dnsLabel);
  problems.add(problem);
  return name;
}
