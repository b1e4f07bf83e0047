import { cidrProblem, rangeContains, singleAddress } from '../host/address-range';
import { METADATA_ADDRESSES } from '../host/metadata-address';
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
    if (METADATA_ADDRESSES.some((address) => rangeContains(singleAddress(address), cidr)))
      problems.add(
        `address range must not be a cloud's metadata address, which hands out the machine's credentials, got ${quote(cidr)}`,
      );
    problems.throwIfAny('Peer.cidr');
    const except = METADATA_ADDRESSES.filter((address) => rangeContains(cidr, address)).map(singleAddress);
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
