import { PolicyTarget } from '../../src/policy/policy-target';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { PolicyEngine } from '../../src/policy/engine';
import { networkGraphOf, type NetworkGraph } from '../../src/report/network-graph';
import { networkPicture } from '../../src/report/network-picture';
import { Report } from '../../src/report/report';

const engine = new PolicyEngine();

const app = (name: string, namespace = 'shop'): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'x' }] },
});

const policy = (name: string, spec: object, namespace = 'shop'): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress', 'Egress'], ...spec },
});

const pods = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });

function graphOf(...manifests: object[]): NetworkGraph | undefined {
  const documents = manifests.map((value) => new ManifestDocument({ value }));
  expect(engine.target).toBeInstanceOf(PolicyTarget);
  return networkGraphOf(engine.check(documents)._sets);
}

/** Connections of a graph, such as `web > store allowed`. */
function connections(graph: NetworkGraph | undefined): string[] {
  const label = (id: number): string => graph?.nodes[id]?.label.replace(/^Pod /, '') ?? '';
  return (graph?.edges ?? []).map(({ from, to, state }) => `${label(from)} > ${label(to)} ${state}`).sort();
}

test('an app without a policy is connected with everyone, in red', () => {
  expect(connections(graphOf(app('web')))).toEqual(['everyone > web unrestricted', 'web > everyone unrestricted']);
});

test('an app whose policies allow nothing has no connection', () => {
  expect(connections(graphOf(app('web'), policy('web', {})))).toEqual([]);
});

test('a connection is allowed if both ends allow it, and rejected if one does not', () => {
  const web = policy('web', { egress: [{ to: [pods('api'), pods('db')] }] });
  const api = policy('api', { ingress: [{ from: [pods('web')] }] });
  const db = policy('db', { ingress: [{ from: [pods('api')] }] });
  expect(connections(graphOf(app('web'), app('api'), app('db'), web, api, db))).toEqual([
    // the policy of its sender allows nothing
    'api > db rejected',
    'web > api allowed',
    'web > db rejected',
  ]);
});

test('a rule without peers allows everyone, and every app of the set', () => {
  const web = policy('web', { egress: [{ to: [pods('api')] }] });
  const api = policy('api', { ingress: [{}] });
  expect(connections(graphOf(app('web'), app('api'), web, api))).toEqual([
    'everyone > api allowed',
    'web > api allowed',
  ]);
});

test('a peer in another namespace is found by the labels of the namespace, or by its name', () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'data', labels: { zone: 'b' } } };
  const to = (labels: object): object =>
    policy('web', { egress: [{ to: [{ namespaceSelector: { matchLabels: labels }, ...pods('db') }] }] });
  for (const labels of [{ zone: 'b' }, { 'kubernetes.io/metadata.name': 'data' }])
    expect(connections(graphOf(namespace, app('web'), app('db', 'data'), to(labels)))).toContain('web > db allowed');
  expect(connections(graphOf(namespace, app('web'), app('db', 'data'), to({ zone: 'c' })))).toContain(
    'web > pods app=db in namespaces zone=c allowed',
  );
});

test('an address block is a peer outside of the manifests', () => {
  const web = policy('web', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] });
  expect(connections(graphOf(app('web'), web))).toEqual(['10.0.0.0/8 > web allowed']);
});

describe('many apps', () => {
  const many = (count: number, namespaces: number): object[] =>
    Array.from({ length: count }, (_, i) => app(`app-${i}`, `ns-${i % namespaces}`));

  test('are drawn by namespace from 41 apps on', () => {
    expect(graphOf(...many(40, 4))?.isByNamespace).toBe(false);
    const graph = graphOf(...many(200, 4));
    expect(graph?.isByNamespace).toBe(true);
    expect(
      graph?.nodes.filter(({ role }) => role === 'app').map(({ label, namespace }) => `${namespace}: ${label}`),
    ).toEqual(['ns-0: 50 apps', 'ns-1: 50 apps', 'ns-2: 50 apps', 'ns-3: 50 apps']);
    expect(connections(graph)).toHaveLength(8);
  });

  test('of too many namespaces have no picture, and the page says so', () => {
    expect(graphOf(...many(200, 100))).toBeUndefined();
    const documents = many(200, 100).map((value) => new ManifestDocument({ value }));
    const html = new Report({ report: engine.check(documents), documents }).toHtml();
    expect(html).toContain('too many connections for a picture');
    expect(html).not.toContain('<svg');
    expect(html.match(/<tr><td>Pod ns-/g)?.length).toBeGreaterThanOrEqual(200);
  });
});

describe('the picture', () => {
  const graph = graphOf(
    app('web'),
    app('<img src=x>"&\u202e'),
    app('a-name-that-is-much-too-long-for-the-box-of-a-node'),
    policy('web', { egress: [{ to: [pods('api')] }], ingress: [{}] }),
  );
  const svg = graph === undefined ? '' : networkPicture(graph);

  test('has a node that the keyboard reaches for each app and peer, with its connections as name', () => {
    const nodes = [
      ...svg.matchAll(
        /<g class="node \w+" data-node="\d+" tabindex="0" role="button" aria-pressed="false" aria-label="([^"]+)">/g,
      ),
    ];
    expect(nodes).toHaveLength(graph?.nodes.length ?? 0);
    expect(nodes.map(([, name]) => name)).toContain(
      'Pod web in shop may be reached by everyone; may reach pods app=api in its namespace',
    );
  });

  test('contains no markup of a manifest, and loads nothing', () => {
    expect(svg).toContain('&lt;img src=x&gt;');
    expect(svg).not.toMatch(/<img|\u202e|url\(|href|https?:/);
  });

  test('shortens a long name only where it is drawn', () => {
    expect(svg).toMatch(/<text [^>]+>Pod a-name-that-is-much-too-l…<\/text>/);
    expect(svg).toContain('Pod a-name-that-is-much-too-long-for-the-box-of-a-node');
  });

  test('has no two nodes in the same place', () => {
    const places = [...svg.matchAll(/<rect x="(\d+)" y="([\d.]+)" width="230"/g)].map(([, x, y]) => `${x},${y}`);
    expect(places).toHaveLength(graph?.nodes.length ?? -1);
    expect(new Set(places).size).toBe(places.length);
  });
});
