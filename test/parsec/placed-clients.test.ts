import * as fc from 'fast-check';
import { Placement } from '../../src/edge/placement';
import { PlacedClients, type PlacedClient } from '../../src/parsec/placed-clients';

const keys = ['site', 'rack', 'constructor', 'toString'];
const labels = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('a', 'b', 'c'), { noNullPrototype: true });
const placement = fc.oneof(
  fc
    .tuple(fc.constantFrom('g-1', 'g-2', 'g-3'), labels)
    .map(([name, nodeLabels]) => Placement.gateway(name, { nodeLabels })),
  labels.map((nodeLabels) => Placement.replicas(2, { nodeLabels })),
  labels.map((nodeLabels) => Placement.everyGateway({ nodeLabels })),
);
const clients = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 2 }), placement), { maxLength: 30 })
  .map((list) => list.map(([userId, nodes], i): PlacedClient => ({ path: `client-${i}`, userId, placement: nodes })));

test('finds the first client that may share a node, as a comparison with each client does', () => {
  fc.assert(
    fc.property(clients, (list) => {
      const index = new PlacedClients();
      list.forEach((client, i) => {
        const { userId, placement: nodes } = client;
        const first = list.slice(0, i).find((c) => c.userId === userId && c.placement.mayShareNodeWith(nodes));
        expect(index.sharing(userId, nodes)?.path).toBe(first?.path);
        index.add(client);
      });
    }),
    { numRuns: 500 },
  );
});

describe('does not compare each client with every other', () => {
  test.each([
    ['on named gateways', (i: number) => Placement.gateway(`g-${i}`)],
    ['on sites that differ by a label', (i: number) => Placement.replicas(1, { nodeLabels: { site: `s-${i}` } })],
    [
      'on sites that differ by one of several labels',
      (i: number) => Placement.replicas(1, { nodeLabels: { [i % 2 ? 'rack' : 'row']: 'x', site: `s-${i}` } }),
    ],
  ])('%s', (_where, placed) => {
    const labelReads = (count: number): number => {
      const reads = jest.spyOn(Placement.prototype, 'nodeLabels', 'get');
      const index = new PlacedClients();
      for (let i = 0; i < count; i++) {
        const client = { path: `client-${i}`, userId: 10001, placement: placed(i) };
        expect(index.sharing(client.userId, client.placement)).toBeUndefined();
        index.add(client);
      }
      const { length } = reads.mock.calls;
      reads.mockRestore();
      return length;
    };
    // one read to look a client up, and one to add it
    expect(labelReads(400)).toBeLessThanOrEqual(2 * 400);
  });
});
