import { isObject, type JsonObject } from '../kubernetes/manifest';
import type { ManifestSet } from '../policy/subject/manifest-set';
import type { ObjectSubject } from '../policy/subject/object-subject';

/** Peers that network policies allow for an app. */
export interface Reach {
  readonly object: ObjectSubject;
  /** Peers that may connect to the app. Undefined if no policy applies, so that everyone may. */
  readonly from?: string[];
  /** Peers that the app may connect to. Undefined if no policy applies, so that it may reach everything. */
  readonly to?: string[];
}

/** Direction of a connection, as seen from a pod. */
export type Direction = 'Ingress' | 'Egress';

/** Determines the reach of each object with pods. Only policies in the same set count; the cluster may have more. */
export function reachOf(manifests: ManifestSet): Reach[] {
  const applied = appliedPolicies(manifests);
  return manifests.objects
    .filter((object) => object.pods.length > 0)
    .map((object) => {
      const peers = (direction: Direction): string[] | undefined => {
        const own = policiesOf(applied.get(object) ?? [], direction);
        return own.length === 0 ? undefined : [...new Set(own.flatMap((policy) => peersOf(policy, direction)))];
      };
      return { object, from: peers('Ingress'), to: peers('Egress') };
    });
}

/** Returns the network policies of each object with pods, in the order of the manifests. */
export function appliedPolicies(manifests: ManifestSet): ReadonlyMap<ObjectSubject, ReadonlyArray<ObjectSubject>> {
  const applied = new Map<ObjectSubject, ObjectSubject[]>();
  for (const policy of manifests.ofKind('NetworkPolicy')) {
    const pods = manifests.selectPods(policy.objectAt('spec', 'podSelector'), policy.namespace);
    for (const object of new Set(pods.map((pod) => pod.object))) {
      const policies = applied.get(object);
      if (policies) policies.push(policy);
      else applied.set(object, [policy]);
    }
  }
  return applied;
}

/** Returns the policies that restrict a direction. */
export function policiesOf(policies: ReadonlyArray<ObjectSubject>, direction: Direction): ObjectSubject[] {
  return policies.filter((policy) => typesOf(policy).includes(direction));
}

/** Returns the rules of a policy for a direction, each with its peers. A rule without peers applies to everyone. */
export function rulesOf(policy: ObjectSubject, direction: Direction): { rule: JsonObject; peers: JsonObject[] }[] {
  const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return policy
    .listAt('spec', rules)
    .filter(isObject)
    .map((rule) => ({ rule, peers: Array.isArray(rule[peers]) ? (rule[peers] as unknown[]).filter(isObject) : [] }));
}

/** Returns the types of a policy, or those that the API server sets by default. */
function typesOf(policy: ObjectSubject): unknown[] {
  const types = policy.listAt('spec', 'policyTypes');
  if (types.length > 0) return types;
  return policy.valueAt('spec', 'egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

function peersOf(policy: ObjectSubject, direction: Direction): string[] {
  return rulesOf(policy, direction).flatMap(({ rule, peers }) => {
    const ports = portsOf(rule['ports']);
    return peers.length === 0 ? [`everyone${ports}`] : peers.map((peer) => `${peerOf(peer)}${ports}`);
  });
}

/** Returns a peer as text, such as `pods app=proxy in its namespace`. */
export function peerOf(peer: JsonObject): string {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (isObject(ipBlock)) {
    const except = Array.isArray(ipBlock['except']) ? ipBlock['except'].map(String) : [];
    return `${String(ipBlock['cidr'])}${except.length > 0 ? ` except ${except.join(', ')}` : ''}`;
  }
  const pods = isObject(podSelector) ? `pods ${selectorOf(podSelector)}` : 'all pods';
  return isObject(namespaceSelector)
    ? `${pods} in namespaces ${selectorOf(namespaceSelector)}`
    : `${pods} in its namespace`;
}

function selectorOf({ matchLabels, matchExpressions }: JsonObject): string {
  const labels = isObject(matchLabels) ? Object.entries(matchLabels).map(([k, v]) => `${k}=${String(v)}`) : [];
  const expressions = Array.isArray(matchExpressions)
    ? matchExpressions.filter(isObject).map(({ key, operator, values }) => {
        const list = Array.isArray(values) && values.length > 0 ? ` (${values.map(String).join(', ')})` : '';
        return `${String(key)} ${String(operator)}${list}`;
      })
    : [];
  return [...labels, ...expressions].join(', ') || '(all)';
}

function portsOf(ports: unknown): string {
  if (!Array.isArray(ports) || ports.length === 0) return '';
  const each = ports.filter(isObject).map(({ port, endPort, protocol }) => {
    const range = [port, endPort].filter((end) => typeof end === 'number' || typeof end === 'string').join('-');
    return `${typeof protocol === 'string' ? protocol : 'TCP'} ${range || 'all'}`;
  });
  return `, ${each.join(', ')}`;
}
