import { App, Chart } from 'cdk8s';
import { EdgeNamespace, Flow, Peer, Port, SecureEdgeApp, Target } from 'cdk8s-secure-edge';
import { chartFor, image, manifestOf, problemOf, web } from './apps';

const NAME = 'app.kubernetes.io/name';
const http = Port.tcp(8080, 'http');
const policyOf = (app: SecureEdgeApp): any => manifestOf(app, 'NetworkPolicy', app.name).spec;

function twoApps(target = '1.27', namespaces: [string?, string?] = []): [SecureEdgeApp, SecureEdgeApp] {
  const app = new App();
  const [shop, store] = namespaces.map((namespace, i) => new Chart(app, `chart-${i}`, { namespace }));
  const here = shop ?? chartFor(target);
  const there = store ?? here;
  for (const chart of new Set([here, there])) Target.set(chart, Target.parse(target));
  return [
    new SecureEdgeApp(here, 'web', { image }),
    new SecureEdgeApp(there, 'db', { image, ports: [http, Port.udp(53)] }),
  ];
}

describe('allowTo', () => {
  test("changes both policies, which select the pods' labels and the other app's ports", () => {
    const [web, db] = twoApps();
    web.allowTo(db);
    const ports = [
      { protocol: 'TCP', port: 8080 },
      { protocol: 'UDP', port: 53 },
    ];
    expect(policyOf(web).egress).toEqual([{ to: [{ podSelector: { matchLabels: { [NAME]: 'db' } } }], ports }]);
    expect(policyOf(web).ingress).toBeUndefined();
    expect(policyOf(db).ingress).toEqual([{ from: [{ podSelector: { matchLabels: { [NAME]: 'web' } } }], ports }]);
    expect(policyOf(db).egress).toBeUndefined();
  });

  test('can allow fewer ports', () => {
    const [web, db] = twoApps();
    web.allowTo(db, http);
    expect(policyOf(db).ingress[0].ports).toEqual([{ protocol: 'TCP', port: 8080 }]);
  });

  test('in another namespace selects the namespace and the labels in one peer', () => {
    const [web, db] = twoApps('1.27', ['shop', 'store']);
    web.allowTo(db, http);
    const peer = (namespace: string, name: string): object => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      podSelector: { matchLabels: { [NAME]: name } },
    });
    expect(policyOf(web).egress[0].to).toEqual([peer('store', 'db')]);
    expect(policyOf(db).ingress[0].from).toEqual([peer('shop', 'web')]);
  });

  test('in another namespace is rejected if namespaces are not labelled with their name, and changes no policy', () => {
    const [web, db] = twoApps('1.20', ['shop', 'store']);
    expect(problemOf(() => web.allowTo(db))).toBe(
      'SecureEdgeApp "chart-1/db": namespace "shop" cannot be selected by its name on 1.20, because namespaces are labelled with their name only from 1.21: use Peer.namespacesLabelled',
    );
    expect(policyOf(web).egress).toBeUndefined();
    expect(policyOf(db).ingress).toBeUndefined();
  });

  test.each<[[string?, string?], string]>([
    [['shop', undefined], 'db'],
    [[undefined, 'store'], 'web'],
  ])('is rejected if one namespace is unknown: case %#', (namespaces, name) => {
    const [web, db] = twoApps('1.27', namespaces);
    expect(problemOf(() => web.allowTo(db))).toBe(
      `SecureEdgeApp "chart-0/web": the namespace of "${name}" is unknown: set the namespace of its chart, or put the app into an EdgeNamespace`,
    );
  });

  test('in one namespace works on the oldest target', () => {
    const [web, db] = twoApps('1.13', ['shop', 'shop']);
    expect(() => web.allowTo(db)).not.toThrow();
  });

  test('is rejected if the other app has no ports', () => {
    const [web, db] = twoApps();
    expect(problemOf(() => db.allowTo(web))).toBe(
      'SecureEdgeApp "shop/db": "web" does not listen on a port: pass the ports to reach',
    );
    expect(() => db.allowTo(web, http)).not.toThrow();
  });

  test('in a group of apps allows only the specified connections', () => {
    const namespace = new EdgeNamespace(chartFor(), 'factory');
    const add = (id: string): SecureEdgeApp => new SecureEdgeApp(namespace, id, { image, ports: [http] });
    const [a, b, c] = [add('a'), add('b'), add('c')];
    a.allowTo(b);
    b.allowTo(c);
    const selected = (flows: any[] = [], direction: 'from' | 'to'): string[] =>
      flows.flatMap((f) => f[direction].map((p: any) => p.podSelector.matchLabels[NAME]));
    expect([a, b, c].map((app) => selected(policyOf(app).egress, 'to'))).toEqual([['b'], ['c'], []]);
    expect([a, b, c].map((app) => selected(policyOf(app).ingress, 'from'))).toEqual([[], ['a'], ['b']]);
  });
});

describe('Flow.dns', () => {
  const dns = (target: string): SecureEdgeApp => web({ egress: [Flow.dns()] }, target);
  const ports = [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ];

  test('allows only the DNS service in kube-system, over UDP and TCP, from 1.21 on', () => {
    expect(policyOf(dns('1.21')).egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports,
      },
    ]);
    expect(manifestOf(dns('1.21'), 'NetworkPolicy').metadata.annotations).toEqual({
      'secure-edge.dev/kubernetes': '1.21',
    });
  });

  test('allows the DNS pods of every namespace before 1.21, and the policy records the loss', () => {
    const policy = manifestOf(dns('1.20'), 'NetworkPolicy');
    expect(policy.spec.egress).toEqual([
      { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], ports },
    ]);
    expect(policy.metadata.annotations['secure-edge.dev/losses']).toContain('wanted: only the DNS pods in kube-system');
  });
});

describe('flows', () => {
  test('of every kind are written in the order of the calls', () => {
    const app = web({ egress: [Flow.with(Peer.namespace('a'))], ingress: [Flow.with(Peer.pods({ b: 'c' }))] });
    app.allowEgress(Flow.with(Peer.namespacesLabelled({ d: 'e' }), Port.udp(5)));
    app.allowIngress(Flow.with(Peer.cidr('10.0.0.0/8')));
    app.allowIngress(Flow.with(Peer.cidr('10.0.0.0/8')));
    expect(policyOf(app)).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'a' } } }] },
        { to: [{ namespaceSelector: { matchLabels: { d: 'e' } } }], ports: [{ protocol: 'UDP', port: 5 }] },
      ],
      ingress: [
        { from: [{ podSelector: { matchLabels: { b: 'c' } } }] },
        { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
        { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
      ],
    });
    // without ports, every port is allowed
    expect(policyOf(app).egress[0].ports).toBeUndefined();
  });

  test.each(['ingress', 'egress'])('to a named namespace are rejected before 1.21: %s', (direction) => {
    const flow = Flow.with(Peer.pods({ a: 'b' }, { namespace: 'c' }));
    const message =
      /^SecureEdgeApp "shop\/web": namespace "c" cannot be selected by its name on 1\.20, .*: use Peer\.namespacesLabelled$/;
    expect(problemOf(() => web({ [direction]: [flow] }, '1.20'))).toMatch(message);
    const app = web({}, '1.20');
    expect(problemOf(() => (direction === 'ingress' ? app.allowIngress(flow) : app.allowEgress(flow)))).toMatch(
      message,
    );
    expect(() => web({ [direction]: [flow] }, '1.21')).not.toThrow();
  });
});
