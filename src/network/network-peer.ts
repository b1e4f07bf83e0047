import type { Cdk8sPlusValue } from '../kubernetes/cdk8s-plus-value';
import { isObject, listAt, objectAt, stringAt, stringsAt, type JsonObject } from '../kubernetes/manifest';

/**
 * Pods, namespaces or addresses that a network policy can select. A {@link SecureEdgeApp}, an {@link EdgeNamespace} and
 * every `INetworkPolicyPeer` of any cdk8s-plus have this shape: workloads, `Pods`, `Namespace`, `Namespaces` and
 * `NetworkPolicyIpBlock`.
 */
export interface INetworkPeer {
  /** Returns the peer as a `NetworkPolicyPeerConfig` of cdk8s-plus. */
  toNetworkPolicyPeerConfig(): Cdk8sPlusValue;
}

/** Label that contains the name of a namespace. Kubernetes sets it since 1.21. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Selector of the namespace that has a name. */
export function namespaceNamed(name: string): JsonObject {
  return { matchLabels: { [NAMESPACE_NAME]: name } };
}

/** Label selector in the shape of cdk8s-plus' `LabelSelector`. */
class LabelSelector {
  constructor(private readonly labels: Record<string, string>) {}

  public isEmpty(): boolean {
    return Object.keys(this.labels).length === 0;
  }

  public _toKube(): JsonObject {
    return this.isEmpty() ? {} : { matchLabels: { ...this.labels } };
  }
}

/**
 * Returns the `PodSelectorConfig` of the pods with certain labels.
 * @param namespace namespace of the pods. Undefined for the namespace of the policy.
 */
export function podSelectorConfig(labels: Record<string, string>, namespace: string | undefined): Cdk8sPlusValue {
  return {
    labelSelector: new LabelSelector(labels),
    ...(namespace !== undefined && { namespaces: { names: [namespace] } }),
  };
}

/** Address range or selectors of a peer in a network policy. */
export interface PeerSelection {
  /** Address range. Undefined if the peer consists of pods. */
  readonly cidr?: string | undefined;
  /** Ranges that the address range leaves out. */
  readonly except: ReadonlyArray<string>;
  /** Names of the namespaces. Empty if the namespaces are selected by labels, or are the policy's own. */
  readonly namespaces: ReadonlyArray<string>;
  /** Selectors of the pods and their namespaces. */
  readonly selectors: JsonObject[];
}

/** Reads the configuration of a peer. Undefined if it does not have the shape of a `NetworkPolicyPeerConfig`. */
export function selectionOf(peer: INetworkPeer): PeerSelection | undefined {
  if (!('toNetworkPolicyPeerConfig' in peer)) return undefined;
  const config: unknown = peer.toNetworkPolicyPeerConfig();
  if (!isObject(config)) return undefined;
  const block = objectAt(config, 'ipBlock');
  const cidr = stringAt(block, 'cidr');
  if (cidr !== undefined) return { cidr, except: stringsAt(block, 'except'), namespaces: [], selectors: [] };
  const pods = objectAt(config, 'podSelector');
  const podSelector = selectorAt(pods, 'labelSelector');
  if (podSelector === undefined) return undefined;
  const namespaces = objectAt(pods, 'namespaces');
  const [names, labels] = [stringsAt(namespaces, 'names'), selectorAt(namespaces, 'labelSelector')];
  const selected = names.length === 0 ? [labels] : names.map((name) => bothOf(namespaceNamed(name), labels));
  return { except: [], namespaces: names, selectors: selected.map((each) => peerOf(each, podSelector)) };
}

function peerOf(namespaceSelector: JsonObject | undefined, podSelector: JsonObject): JsonObject {
  if (namespaceSelector === undefined) return { podSelector };
  // an empty pod selector selects every pod of the namespaces, as none does
  return { namespaceSelector, ...(Object.keys(podSelector).length > 0 && { podSelector }) };
}

/** Label selector at a key of a configuration, as Kubernetes reads it. */
function selectorAt(parent: JsonObject, key: string): JsonObject | undefined {
  const selector = objectAt(parent, key);
  const render = selector['_toKube'];
  const kube: unknown = typeof render === 'function' ? render.call(selector) : undefined;
  if (!isObject(kube)) return undefined;
  const [labels, expressions] = [objectAt(kube, 'matchLabels'), listAt(kube, 'matchExpressions')];
  return {
    ...(expressions.length > 0 && { matchExpressions: expressions }),
    ...(Object.keys(labels).length > 0 && { matchLabels: { ...labels } }),
  };
}

function bothOf(a: JsonObject, b: JsonObject = {}): JsonObject {
  return { ...b, ...a, matchLabels: { ...objectAt(b, 'matchLabels'), ...objectAt(a, 'matchLabels') } };
}
