import { calicoSelector } from '../../kubernetes/calico-selector';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import { LabelSelector } from '../../kubernetes/label-selector';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import type { PodSubject } from '../subject/pod-subject';

/** Direction of traffic, as a NetworkPolicy spells it. */
export type Direction = 'Ingress' | 'Egress';

/** Returns true if a policy may limit the traffic of a pod. */
type MaySelect = (pod: PodSubject) => boolean;

/** Part of a policy that applies to some pods. */
interface Part {
  readonly directions: ReadonlySet<Direction>;
  readonly maySelect: MaySelect;
}

/** Kind of a policy that this library does not read: who may be selected is known, but not what is allowed. */
interface UnreadKind {
  readonly group: string;
  readonly kind: string;
  /** True if a policy applies only to pods of its own namespace. */
  readonly isNamespaced: boolean;
  readonly parts: (policy: ObjectSubject) => Part[];
}

const ALL_PODS: MaySelect = () => true;
const BOTH: ReadonlySet<Direction> = new Set(['Ingress', 'Egress']);
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

const KINDS: ReadonlyArray<UnreadKind> = [
  { group: 'cilium.io', kind: 'CiliumNetworkPolicy', isNamespaced: true, parts: ciliumParts },
  { group: 'cilium.io', kind: 'CiliumClusterwideNetworkPolicy', isNamespaced: false, parts: ciliumParts },
  ...['projectcalico.org', 'crd.projectcalico.org'].flatMap((group) => [
    { group, kind: 'NetworkPolicy', isNamespaced: true, parts: calicoParts },
    { group, kind: 'GlobalNetworkPolicy', isNamespaced: false, parts: calicoParts },
  ]),
  ...['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].map((kind) => ({
    group: 'policy.networking.k8s.io',
    kind,
    isNamespaced: false,
    parts: adminParts,
  })),
  { group: 'crd.antrea.io', kind: 'NetworkPolicy', isNamespaced: true, parts: antreaParts },
  { group: 'crd.antrea.io', kind: 'ClusterNetworkPolicy', isNamespaced: false, parts: antreaParts },
];

/**
 * Maximum number of policies of one namespace, and of the cluster, that are compared with a pod. With more of them, one may select
 * any pod, so that many policies and many pods take linear time.
 */
const MOST_COMPARED = 100;

interface UnreadPolicy {
  readonly policy: ObjectSubject;
  readonly parts: ReadonlyArray<Part>;
}

/** Policies of other API groups, which limit traffic in ways that this library does not read. */
export class UnreadPolicies {
  private readonly ofNamespace = new Map<string, UnreadPolicy[]>();
  private readonly ofCluster: UnreadPolicy[] = [];

  constructor(manifests: ManifestSet) {
    for (const { group, kind, isNamespaced, parts } of KINDS) {
      for (const policy of manifests.ofKind(kind, group)) {
        const unread = { policy, parts: parts(policy) };
        if (!isNamespaced) this.ofCluster.push(unread);
        else {
          const namespace = policy.namespace ?? '';
          const others = this.ofNamespace.get(namespace);
          if (others) others.push(unread);
          else this.ofNamespace.set(namespace, [unread]);
        }
      }
    }
  }

  /** Returns the first policy that may limit the traffic of a pod in a direction. */
  public firstFor(pod: PodSubject, direction: Direction): ObjectSubject | undefined {
    for (const policies of [this.ofNamespace.get(pod.object.namespace ?? '') ?? [], this.ofCluster]) {
      if (policies.length > MOST_COMPARED) return policies[0]?.policy;
      const found = policies.find(({ parts }) =>
        parts.some(({ directions, maySelect }) => directions.has(direction) && maySelect(pod)),
      );
      if (found) return found.policy;
    }
    return undefined;
  }
}

function ciliumParts(policy: ObjectSubject): Part[] {
  return [policy.valueAt('spec'), ...policy.listAt('specs')].filter(isObject).flatMap((spec) => {
    // a policy for nodes does not select pods
    if (spec['endpointSelector'] === undefined && spec['nodeSelector'] !== undefined) return [];
    const selector = LabelSelector.parse(withoutSources(objectAt(spec, 'endpointSelector')));
    const directions = directionsWith((name) => spec[name] !== undefined || spec[`${name}Deny`] !== undefined);
    return [{ directions, maySelect: (pod: PodSubject) => selector.selects(pod.labels) }];
  });
}

/** Returns a selector of Cilium without the sources of its labels, and without labels that Cilium itself gives to a pod. */
function withoutSources(selector: JsonObject): JsonObject {
  const plain = (key: string): string => key.replace(/^(k8s|any)[:.]/, '');
  const isOfPod = (key: string): boolean => !/^(io\.kubernetes\.|io\.cilium\.|reserved:)/.test(plain(key));
  const labels = Object.entries(objectAt(selector, 'matchLabels')).filter(([key]) => isOfPod(key));
  return {
    matchLabels: Object.fromEntries(labels.map(([key, value]) => [plain(key), value])),
    matchExpressions: listAt(selector, 'matchExpressions').flatMap((each) => {
      const key = isObject(each) ? stringAt(each, 'key') : undefined;
      if (!isObject(each) || key === undefined) return [each];
      return isOfPod(key) ? [{ ...each, key: plain(key) }] : [];
    }),
  };
}

function calicoParts(policy: ObjectSubject): Part[] {
  const spec = policy.objectAt('spec');
  const types = listAt(spec, 'types');
  const directions =
    types.length > 0
      ? directionsWith((_, direction) => types.includes(direction))
      : directionsWith((name) => spec[name] !== undefined || (name === 'ingress' && spec['egress'] === undefined));
  const selects = calicoSelector(stringAt(spec, 'selector') ?? '');
  return [{ directions, maySelect: ({ labels }) => selects({ ...labels }) !== false }];
}

function adminParts(policy: ObjectSubject): Part[] {
  const subject = policy.objectAt('spec', 'subject');
  const pods = subject['pods'];
  const namespaces = isObject(pods) ? pods['namespaceSelector'] : subject['namespaces'];
  const podSelector = isObject(pods) ? LabelSelector.parse(pods['podSelector'] ?? {}) : undefined;
  const directions = directionsWith((name) => policy.listAt('spec', name).length > 0);
  return [
    {
      directions,
      maySelect: (pod) =>
        mayBeNamespaceOf(pod, namespaces) && (podSelector === undefined || podSelector.selects(pod.labels)),
    },
  ];
}

function antreaParts(policy: ObjectSubject): Part[] {
  const directions = directionsWith((name) => policy.listAt('spec', name).length > 0);
  const targets = policy.listAt('spec', 'appliedTo').filter(isObject);
  // a rule can have targets of its own
  if (targets.length === 0) return [{ directions, maySelect: ALL_PODS }];
  return targets.map((target) => {
    const selector = target['podSelector'];
    const parsed = LabelSelector.parse(selector ?? {});
    return {
      directions,
      maySelect: (pod) => mayBeNamespaceOf(pod, target['namespaceSelector']) && parsed.selects(pod.labels),
    };
  });
}

/** Returns true if a selector may select the namespace of a pod. Of its labels, only the name is certain. */
function mayBeNamespaceOf({ object }: PodSubject, selector: unknown): boolean {
  if (!isObject(selector) || object.namespace === undefined) return true;
  const name = objectAt(selector, 'matchLabels')[NAMESPACE_NAME];
  if (name !== undefined && name !== object.namespace) return false;
  return listAt(selector, 'matchExpressions').every(
    (each) =>
      !isObject(each) ||
      each['key'] !== NAMESPACE_NAME ||
      LabelSelector.parse({ matchExpressions: [each] }).selects({ [NAMESPACE_NAME]: object.namespace }),
  );
}

function directionsWith(has: (name: string, direction: Direction) => boolean): ReadonlySet<Direction> {
  return new Set([...BOTH].filter((direction) => has(direction.toLowerCase(), direction)));
}
