import { isObject, objectAt, type JsonObject } from '../kubernetes/manifest';
import { LabelSelector } from '../kubernetes/label-selector';
import type { ManifestSet } from '../policy/subject/manifest-set';
import type { ObjectSubject } from '../policy/subject/object-subject';
import { countOf, nameOf } from './content';
import { appliedPolicies, peerOf, policiesOf, rulesOf, type Direction } from './network';

/** App, namespace or peer in a picture of the network. */
export interface GraphNode {
  readonly id: number;
  readonly label: string;
  /** Sources are peers that only connect, destinations are peers that are only connected to. */
  readonly role: 'source' | 'app' | 'destination';
  /** Namespace of an app. Empty if its manifest sets none. */
  readonly namespace: string;
}

/** Connections from one node to another. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  /** Allowed by a policy of both ends, rejected by that of one end, or not restricted by any policy. */
  readonly state: 'allowed' | 'rejected' | 'unrestricted';
}

/** Apps and peers, with the connections that network policies allow. */
export interface NetworkGraph {
  readonly nodes: ReadonlyArray<GraphNode>;
  readonly edges: ReadonlyArray<GraphEdge>;
  /** Node of each object with pods. */
  readonly nodeOf: ReadonlyMap<ObjectSubject, number>;
  /** True if a node is a namespace with all its apps. */
  readonly isByNamespace: boolean;
}

/** Number of apps from which on a picture shows namespaces. */
const MOST_APPS = 40;

/** Sizes that a picture can show. */
const MOST_NODES = 80;
const MOST_EDGES = 400;

/** Sizes up to which a graph is determined, because each peer is compared with each namespace. */
const MOST_OBJECTS = 5_000;
const MOST_PEERS = 2_000;

const EVERYONE = 'everyone';

/** Peer that no manifest of the set contains. */
interface Outside {
  readonly peer: string;
}

type End = ObjectSubject | Outside;

/** Determines the graph of some sets of manifests; undefined if no picture could show it. */
export function networkGraphOf(sets: ReadonlyArray<ManifestSet>): NetworkGraph | undefined {
  const apps = sets.flatMap(({ objects }) => objects.filter((object) => object.pods.length > 0));
  const peers = sets
    .flatMap((set) => set.ofKind('NetworkPolicy'))
    .reduce(
      (sum, policy) =>
        sum +
        (['Ingress', 'Egress'] as const)
          .flatMap((each) => rulesOf(policy, each))
          .reduce((count, rule) => count + 1 + rule.peers.length, 0),
      0,
    );
  if (apps.length > MOST_OBJECTS || peers > MOST_PEERS) return undefined;
  const connections = sets.flatMap(connectionsOf);
  const byApp = apps.length <= MOST_APPS ? drawn(apps, connections, false) : undefined;
  return byApp ?? drawn(apps, connections, true);
}

interface Connection {
  readonly from: End;
  readonly to: End;
  readonly state: GraphEdge['state'];
}

/** Policies of an app for one direction. */
interface Side {
  readonly isRestricted: boolean;
  /** True if a rule allows every peer. */
  readonly allowsAll: boolean;
  readonly apps: ReadonlySet<ObjectSubject>;
  readonly outside: ReadonlyArray<string>;
}

function connectionsOf(set: ManifestSet): Connection[] {
  const applied = appliedPolicies(set);
  const namespaces = new Namespaces(set);
  const apps = set.objects.filter((object) => object.pods.length > 0);
  const sides = new Map(
    apps.map((app) => {
      const side = (direction: Direction): Side =>
        sideOf(policiesOf(applied.get(app) ?? [], direction), direction, namespaces);
      return [app, { ingress: side('Ingress'), egress: side('Egress') }] as const;
    }),
  );
  const connections: Connection[] = [];
  for (const [app, { ingress, egress }] of sides) {
    if (!ingress.isRestricted) connections.push({ from: { peer: EVERYONE }, to: app, state: 'unrestricted' });
    if (!egress.isRestricted) connections.push({ from: app, to: { peer: EVERYONE }, state: 'unrestricted' });
    for (const peer of ingress.outside) connections.push({ from: { peer }, to: app, state: 'allowed' });
    for (const peer of egress.outside) connections.push({ from: app, to: { peer }, state: 'allowed' });
    for (const from of ingress.apps) {
      const other = sides.get(from)?.egress;
      if (from !== app) connections.push({ from, to: app, state: isAllowed(other, app) ? 'allowed' : 'rejected' });
    }
    for (const to of egress.apps) {
      const other = sides.get(to)?.ingress;
      if (to !== app) connections.push({ from: app, to, state: isAllowed(other, app) ? 'allowed' : 'rejected' });
    }
  }
  return connections;
}

function isAllowed(side: Side | undefined, app: ObjectSubject): boolean {
  return side === undefined || !side.isRestricted || side.allowsAll || side.apps.has(app);
}

function sideOf(policies: ReadonlyArray<ObjectSubject>, direction: Direction, namespaces: Namespaces): Side {
  const apps = new Set<ObjectSubject>();
  const outside = new Set<string>();
  for (const policy of policies)
    for (const { peers } of rulesOf(policy, direction)) {
      if (peers.length === 0) outside.add(EVERYONE);
      for (const peer of peers) {
        const found = namespaces.appsOf(peer, policy.namespace);
        for (const app of found) apps.add(app);
        if (found.length === 0) outside.add(peerOf(peer));
      }
    }
  return { isRestricted: policies.length > 0, allowsAll: outside.has(EVERYONE), apps, outside: [...outside] };
}

/** Namespaces of a set, with their labels. */
class Namespaces {
  private readonly labels: ReadonlyMap<string | undefined, JsonObject>;

  constructor(private readonly set: ManifestSet) {
    const declared = new Map(
      set.ofKind('Namespace').map((object) => [object.name, objectAt(objectAt(object.json, 'metadata'), 'labels')]),
    );
    const used = new Set(set.objects.filter((object) => object.pods.length > 0).map(({ namespace }) => namespace));
    this.labels = new Map(
      [...used].map((name) => [
        name,
        { ...(name !== undefined && { 'kubernetes.io/metadata.name': name, ...declared.get(name) }) },
      ]),
    );
  }

  /** Returns the apps of the set that a peer selects. An address block selects none. */
  public appsOf({ ipBlock, podSelector, namespaceSelector }: JsonObject, own: string | undefined): ObjectSubject[] {
    if (isObject(ipBlock)) return [];
    const selector = LabelSelector.parse(namespaceSelector);
    const names = isObject(namespaceSelector)
      ? [...this.labels].filter(([, labels]) => selector.selects(labels)).map(([name]) => name)
      : [own];
    const pods = names.flatMap((name) => this.set.selectPods(isObject(podSelector) ? podSelector : {}, name));
    return [...new Set(pods.map((pod) => pod.object))];
  }
}

/** Returns the graph of some connections; undefined if it is too large. */
function drawn(
  apps: ReadonlyArray<ObjectSubject>,
  connections: ReadonlyArray<Connection>,
  isByNamespace: boolean,
): NetworkGraph | undefined {
  const nodes: GraphNode[] = [];
  const ids = new Map<string, number>();
  const idOf = (key: string, node: Omit<GraphNode, 'id'>): number => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, nodes.length);
    return nodes.push({ ...node, id: nodes.length }) - 1;
  };
  const sizes = new Map<string, number>();
  for (const { namespace = '' } of apps) sizes.set(namespace, (sizes.get(namespace) ?? 0) + 1);
  const nodeOf = new Map<ObjectSubject, number>();
  for (const app of apps) {
    const namespace = app.namespace ?? '';
    const label = isByNamespace
      ? countOf(sizes.get(namespace) ?? 0, 'app')
      : nameOf({ ...referenceOf(app), namespace: undefined });
    const key = isByNamespace ? `namespace ${namespace}` : `app ${nodeOf.size}`;
    nodeOf.set(app, idOf(key, { label, role: 'app', namespace }));
    if (nodes.length > MOST_NODES) return undefined;
  }
  const edges = new Map<string, GraphEdge>();
  for (const { from, to, state } of connections) {
    const source =
      'peer' in from
        ? idOf(`from ${from.peer}`, { label: from.peer, role: 'source', namespace: '' })
        : nodeOf.get(from);
    const target =
      'peer' in to ? idOf(`to ${to.peer}`, { label: to.peer, role: 'destination', namespace: '' }) : nodeOf.get(to);
    if (source === undefined || target === undefined || source === target) continue;
    const key = `${source} ${target}`;
    const before = edges.get(key)?.state;
    edges.set(key, { from: source, to: target, state: before === undefined ? state : worse(before, state) });
    if (nodes.length > MOST_NODES || edges.size > MOST_EDGES) return undefined;
  }
  return { nodes, edges: [...edges.values()], nodeOf, isByNamespace };
}

const STATES: ReadonlyArray<GraphEdge['state']> = ['unrestricted', 'allowed', 'rejected'];

/** Returns the state that a reader must see, if an edge stands for connections of several apps. */
function worse(a: GraphEdge['state'], b: GraphEdge['state']): GraphEdge['state'] {
  return STATES.indexOf(a) < STATES.indexOf(b) ? a : b;
}

function referenceOf({ apiVersion, kind, name }: ObjectSubject): { apiVersion: string; kind: string; name: string } {
  return { apiVersion, kind, name };
}
