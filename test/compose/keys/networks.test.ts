import type { ComposeProject } from '../../../src/compose/compose-project';
import { Target } from '../../../src/kubernetes/target';
import { convertedServices } from '../project';

const networks = (all: Record<string, any>): Partial<ComposeProject> => ({ networks: new Map(Object.entries(all)) });
const member = (name: string): any => ({
  podSelector: { matchLabels: { [`network.secure-edge.dev/${name}`]: 'member' } },
});
const peersOf = (policy: any, direction: 'ingress' | 'egress'): any[] =>
  (policy.spec[direction] ?? []).flatMap((rule: any) => rule.from ?? rule.to);
const reachesInternet = (policy: any): boolean =>
  peersOf(policy, 'egress').some((peer) => peer.ipBlock?.cidr === '0.0.0.0/0');

describe('a network', () => {
  const { object, entries } = convertedServices(
    {
      web: { networks: { front: {}, back: {} } },
      db: { networks: { back: {} } },
      other: { networks: { front: { ipv4_address: '10.1.0.4' } } },
      lonely: { networks: { alone: {} } },
    },
    {},
    networks({ front: {}, back: { internal: true }, alone: {}, unused: {} }),
  );

  test('lets its pods reach each other on every port, and no others', () => {
    const policy = object('NetworkPolicy', 'db');
    expect(policy.spec.ingress).toEqual([{ from: [member('shop_back')] }]);
    expect(peersOf(policy, 'egress')).toContainEqual(member('shop_back'));
    expect(peersOf(policy, 'egress')).not.toContainEqual(member('shop_front'));
    expect(object('Deployment', 'db').spec.template.metadata.labels).toMatchObject({
      'network.secure-edge.dev/shop_back': 'member',
    });
    expect(peersOf(object('NetworkPolicy', 'web'), 'ingress')).toEqual([member('shop_front'), member('shop_back')]);
  });

  test('that is internal reaches no address outside', () => {
    expect(reachesInternet(object('NetworkPolicy', 'db'))).toBe(false);
    expect(reachesInternet(object('NetworkPolicy', 'web'))).toBe(true);
    expect(entries.get('networks.back')).toMatchObject({ service: null, outcome: 'converted' });
    expect(entries.get('networks.front')).toMatchObject({
      outcome: 'approximated',
      reason: expect.stringContaining('--accept private-egress'),
    });
  });

  test('of one service admits nobody, and has no label', () => {
    expect(object('NetworkPolicy', 'lonely').spec.ingress).toBeUndefined();
    expect(object('Deployment', 'lonely').spec.template.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'lonely',
    });
  });

  test('accounts for what it cannot have', () => {
    expect(entries.get('other networks.front.ipv4_address')).toMatchObject({ outcome: 'unsupported' });
    expect(entries.get('networks.unused')).toMatchObject({ outcome: 'by-design' });
  });
});

test('services without networks are on one network', () => {
  const { object } = convertedServices({ a: {}, b: {} });
  expect(object('NetworkPolicy', 'a').spec.ingress).toEqual([{ from: [member('shop_default')] }]);
});

test('private addresses are reached only if they are accepted', () => {
  const egress = (accepted: [string, string][]): any[] =>
    peersOf(convertedServices({ a: {} }, { accepted: new Map(accepted) }).object('NetworkPolicy', 'a'), 'egress');
  const except = (peers: any[]): string[] => peers.find((peer) => peer.ipBlock?.cidr === '0.0.0.0/0').ipBlock.except;
  expect(except(egress([]))).toContain('10.0.0.0/8');
  const open = egress([['private-egress:a', 'accepted on the command line']]);
  expect(except(open)).not.toContain('10.0.0.0/8');
  expect(except(open)).toContain('169.254.169.254/32');
});

test('an external network has the label of its own name, so that another project can join it', () => {
  const { object, entries } = convertedServices(
    { a: { networks: { net: {} } } },
    {},
    networks({ net: { external: true, name: 'site' } }),
  );
  expect(object('NetworkPolicy', 'a').spec.ingress).toEqual([{ from: [member('site')] }]);
  expect(entries.get('a networks.net')).toMatchObject({ outcome: 'approximated' });
});

describe('a network mode', () => {
  test('of the host is rejected, and leaves no flow', () => {
    const { object, entries } = convertedServices({ a: { network_mode: 'host' }, b: {} });
    expect(entries.get('a network_mode')).toMatchObject({ outcome: 'refused', accept: 'host-network:a' });
    expect(object('Deployment', 'a').spec.template.spec.hostNetwork).toBeUndefined();
    expect(object('NetworkPolicy', 'a').spec.egress).toBeUndefined();
  });

  test('of the host is a weakness if it is accepted', () => {
    const accepted = new Map([['host-network', 'accepted on the command line']]);
    const { object } = convertedServices({ a: { network_mode: 'host' } }, { accepted });
    expect(object('Deployment', 'a').spec.template.spec.hostNetwork).toBe(true);
    expect(object('Deployment', 'a').metadata.annotations['secure-edge.dev/acknowledge']).toContain('hostNetwork');
  });

  test('none allows no traffic', () => {
    const { spec } = convertedServices({ a: { network_mode: 'none' } }).object('NetworkPolicy', 'a');
    expect(spec).toEqual({ podSelector: expect.anything(), policyTypes: ['Ingress', 'Egress'] });
  });

  test.each([
    [{ a: {}, b: { network_mode: 'service:a' } }],
    [{ a: { container_name: 'first' }, b: { network_mode: 'container:first' } }],
  ])('of another service is its pod: %j', (services) => {
    const { manifests, object, entries } = convertedServices(services);
    expect(manifests.filter(({ kind }) => kind === 'Deployment')).toHaveLength(1);
    expect(object('Deployment', 'a').spec.template.spec.containers).toHaveLength(2);
    expect(entries.get('b network_mode')).toMatchObject({ outcome: 'converted' });
  });

  test('of an unknown container is rejected', () => {
    const { entries } = convertedServices({ a: { network_mode: 'container:gone' } });
    expect(entries.get('a network_mode')).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('gone'),
    });
  });
});

test('a kubelet without a cluster loses the policies, which is named', () => {
  const installation = { payload: '/srv/payload', data: '/srv/data', configs: '.configs' };
  const { entries, manifests } = convertedServices({ a: {}, b: {} }, { installation });
  expect(manifests.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'ServiceAccount']);
  expect(entries.get('networks')).toMatchObject({
    outcome: 'unsupported',
    reason: expect.stringContaining('network policies'),
  });
});

test('an internal service in the pod of one that reaches outside is named', () => {
  const { entries } = convertedServices(
    { a: { networks: { front: {}, back: {} } }, b: { networks: { back: {} } } },
    { target: Target.izumaEdge() },
    networks({ front: {}, back: { internal: true } }),
  );
  expect(entries.get('networks.back')).toMatchObject({
    outcome: 'approximated',
    reason: expect.stringContaining('"b"'),
  });
});
