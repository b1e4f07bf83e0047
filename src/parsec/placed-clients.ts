import type { Placement } from '../edge/placement';

/** Parsec client with its user and its nodes. */
export interface PlacedClient {
  readonly path: string;
  readonly userId: number;
  readonly placement: Placement;
}

/**
 * Parsec clients of an app, found by their user and their nodes in the time of one look-up. The answer is that of
 * {@link Placement.mayShareNodeWith} for the clients in the order in which they were added.
 */
export class PlacedClients {
  private readonly byUser = new Map<number, ClientsOfUser>();
  private count = 0;

  /** Returns the first client with a user that may run on one of the nodes of a placement. */
  public sharing(userId: number, placement: Placement): PlacedClient | undefined {
    return this.byUser.get(userId)?.sharing(placement)?.client;
  }

  public add(client: PlacedClient): void {
    const ofUser = this.byUser.get(client.userId) ?? new ClientsOfUser();
    this.byUser.set(client.userId, ofUser);
    ofUser.add({ client, position: this.count++ });
  }
}

interface Entry {
  readonly client: PlacedClient;
  readonly position: number;
}

type Labels = Readonly<Record<string, string>>;

/** Clients of one user. Two named gateways differ by their names, and all other nodes by their labels. */
class ClientsOfUser {
  private readonly byGateway = new Map<string, Entry>();
  private readonly onGateways = new LabelIndex();
  private readonly elsewhere = new LabelIndex();

  public sharing({ gatewayName, nodeLabels }: Placement): Entry | undefined {
    const onGateway = gatewayName === undefined ? this.onGateways.first(nodeLabels) : this.byGateway.get(gatewayName);
    return earlier(onGateway, this.elsewhere.first(nodeLabels));
  }

  public add(entry: Entry): void {
    const { gatewayName, nodeLabels } = entry.client.placement;
    if (gatewayName === undefined) return this.elsewhere.add(entry, nodeLabels);
    addFirst(this.byGateway, gatewayName, entry);
    this.onGateways.add(entry, nodeLabels);
  }
}

/** Clients by the labels of their nodes, in one group for each set of label keys. */
class LabelIndex {
  private readonly groups = new Map<string, LabelGroup>();

  /** Returns the first client whose labels do not contradict others. */
  public first(labels: Labels): Entry | undefined {
    return [...this.groups.values()].map((group) => group.first(labels)).reduce(earlier, undefined);
  }

  public add(entry: Entry, labels: Labels): void {
    const keys = Object.keys(labels).sort();
    const name = JSON.stringify(keys);
    const group = this.groups.get(name) ?? new LabelGroup(keys);
    this.groups.set(name, group);
    group.add(entry, labels);
  }
}

/** Clients with the same label keys. They have an index for each part of the keys that was looked up. */
class LabelGroup {
  private readonly members: { readonly entry: Entry; readonly labels: Labels }[] = [];
  private readonly indexes = new Map<string, { readonly keys: string[]; readonly found: Map<string, Entry> }>();

  constructor(private readonly keys: ReadonlyArray<string>) {}

  /** Returns the first client whose values of the common keys are the same. */
  public first(labels: Labels): Entry | undefined {
    const common = this.keys.filter((key) => Object.hasOwn(labels, key));
    return this.indexOf(common).get(valuesOf(labels, common));
  }

  public add(entry: Entry, labels: Labels): void {
    this.members.push({ entry, labels });
    for (const { keys, found } of this.indexes.values()) addFirst(found, valuesOf(labels, keys), entry);
  }

  private indexOf(keys: string[]): Map<string, Entry> {
    const name = JSON.stringify(keys);
    const known = this.indexes.get(name);
    if (known) return known.found;
    const found = new Map<string, Entry>();
    for (const { entry, labels } of this.members) addFirst(found, valuesOf(labels, keys), entry);
    this.indexes.set(name, { keys, found });
    return found;
  }
}

function valuesOf(labels: Labels, keys: ReadonlyArray<string>): string {
  return JSON.stringify(keys.map((key) => labels[key]));
}

function addFirst(index: Map<string, Entry>, key: string, entry: Entry): void {
  if (!index.has(key)) index.set(key, entry);
}

function earlier(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
  return a === undefined || (b !== undefined && b.position < a.position) ? b : a;
}
