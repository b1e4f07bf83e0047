import { Severity } from '../../../diagnostics/severity';
import { exampleSet } from '../../example';
import { exampleClient } from './parsec-example';
import { nist } from '../../frameworks/nist-800-190';
import type { ManifestSet } from '../../subject/manifest-set';
import type { ObjectSubject } from '../../subject/object-subject';
import { parsecClientsOf } from './parsec-access';
import { nodeLabelsOf } from '../../extract/node-labels';
import { userOf } from '../../extract/user-of';
import type { SetViolation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no two apps on a gateway have the same user at Parsec. */
export const parsecDistinctUsers = rule({
  id: 'parsec-distinct-users',
  topic: Topic.PARSEC,
  scope: 'set',
  title: 'No two apps on a gateway have the same user at Parsec',
  severity: Severity.HIGH,
  rationale:
    'Parsec identifies an app by its user ID only. Two apps with the same ID on one gateway are the same app to Parsec, so each can use and delete the keys of the other.',
  fix: 'give each app its own runAsUser, or run the two on different gateways; `secure-edge identity assign` assigns distinct IDs',
  references: ['https://parallaxsecond.github.io/parsec-book/parsec_service/authenticators.html'],
  controls: nist('4.6', '4.3.4'),
  check,
  examples: {
    good: [
      exampleSet(example('bob', 1250, 'gateway-1'), example('alice', 1251, 'gateway-1')),
      exampleSet(example('bob', 1250, 'gateway-1'), example('alice', 1250, 'gateway-2')),
    ],
    bad: [exampleSet(example('bob', 1250, 'gateway-1'), example('alice', 1250, 'gateway-1'))],
  },
});

/** Client of Parsec, and the nodes it may run on. */
interface Client {
  readonly object: ObjectSubject;
  readonly path: string;
  readonly container: string;
  readonly user: number;
  /** Labels that its nodes must have, with the one value of each, sorted by name. */
  readonly nodes: ReadonlyArray<readonly [key: string, value: string]>;
}

function check(manifests: ManifestSet): SetViolation[] {
  const byUser = new Map<number, Client[]>();
  for (const client of manifests.objects.flatMap(clientsOf)) {
    const clients = byUser.get(client.user);
    if (clients) clients.push(client);
    else byUser.set(client.user, [client]);
  }
  return [...byUser.values()].flatMap(collisions);
}

function clientsOf(object: ObjectSubject): Client[] {
  return object.pods.flatMap((pod) => {
    const clients = parsecClientsOf(pod);
    if (clients.length === 0) return [];
    const wanted = nodeLabelsOf(pod).flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
    const nodes = [...new Map(wanted)].sort(([a], [b]) => (a < b ? -1 : 1));
    return clients.flatMap((container): Client[] => {
      const user = userOf(container);
      if (user === undefined) return [];
      const path = pod.pointerOf(`${container.path}/securityContext/runAsUser`);
      return [{ object, path, container: container.name, user, nodes }];
    });
  });
}

/**
 * Finds clients with the same user that may run on one gateway with a client of another app. Clients that require the same
 * labels can only meet if the values are the same. So thousands of gateways, each with its own value, do not have to be
 * compared in pairs.
 */
function collisions(clients: ReadonlyArray<Client>): SetViolation[] {
  const groups = byPlace(clients, ({ nodes }) => JSON.stringify(nodes.map(([key]) => key)));
  const all = [...groups.values()];
  const found = new Map<Client, Client>();
  all.forEach((group, i) => {
    for (const other of all.slice(i)) meet(group, other, found);
  });
  return clients.flatMap((client) => {
    const other = found.get(client);
    return other === undefined ? [] : [violation(client, other)];
  });
}

/** Finds, for each client of one group, a client of another app in the other group that may run on the same gateway, and vice versa. */
function meet(group: ReadonlyArray<Client>, other: ReadonlyArray<Client>, found: Map<Client, Client>): void {
  const theirs = new Set(other[0]?.nodes.map(([key]) => key));
  const shared = new Set(group[0]?.nodes.map(([key]) => key).filter((key) => theirs.has(key)));
  const place = ({ nodes }: Client): string => JSON.stringify(nodes.filter(([key]) => shared.has(key)));
  const [ours, others] = [byPlace(group, place), byPlace(other, place)];
  for (const [at, clients] of ours) {
    strangers(clients, others.get(at) ?? [], found);
    strangers(others.get(at) ?? [], clients, found);
  }
}

function byPlace(clients: ReadonlyArray<Client>, place: (client: Client) => string): Map<string, Client[]> {
  const places = new Map<string, Client[]>();
  for (const client of clients) {
    const at = place(client);
    const there = places.get(at);
    if (there) there.push(client);
    else places.set(at, [client]);
  }
  return places;
}

function strangers(clients: ReadonlyArray<Client>, others: ReadonlyArray<Client>, found: Map<Client, Client>): void {
  const [first] = others;
  if (first === undefined) return;
  const second = others.find((other) => nameOf(other) !== nameOf(first));
  for (const client of clients) {
    const stranger = nameOf(client) === nameOf(first) ? second : first;
    if (stranger !== undefined && !found.has(client)) found.set(client, stranger);
  }
}

function violation({ object, path, container, user }: Client, other: Client): SetViolation {
  const message = `runAsUser is ${user}, which is also the user of ${nameOf(other)}, which may run on the same gateway: the two share their keys in Parsec`;
  return { object, path, container, value: String(user), message };
}

function nameOf({ object }: Client): string {
  const { kind, namespace, name } = object;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function example(name: string, user: number, node: string): string {
  return exampleClient({ name, spec: `nodeName: ${node}\nsecurityContext: {runAsUser: ${user}}` });
}
