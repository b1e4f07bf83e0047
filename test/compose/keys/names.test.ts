import { Target } from '../../../src/kubernetes/target';
import { convertedServices } from '../project';

const servicesOf = (manifests: any[]): string[] =>
  manifests
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata }) => metadata.name)
    .sort();

test('each further name of a service is a Service of its own', () => {
  const { manifests, entries, object } = convertedServices({
    web: {
      links: [
        { service: 'db', alias: 'database' },
        { service: 'db', alias: 'db' },
      ],
    },
    db: { container_name: 'shop-db', networks: { default: { aliases: ['store'] } } },
  });
  expect(servicesOf(manifests)).toEqual(['database', 'db', 'shop-db', 'store', 'web']);
  expect(object('Service', 'database').spec.selector).toEqual({ 'app.kubernetes.io/name': 'db' });
  expect(entries.get('web links[0]')).toMatchObject({ outcome: 'approximated' });
  expect(entries.get('web links[1]')).toMatchObject({ outcome: 'converted' });
  expect(entries.get('db networks.default.aliases[0]')).toMatchObject({ outcome: 'approximated' });
});

test('a name that DNS does not allow, or that another service has, is named', () => {
  const { manifests, entries } = convertedServices({
    web: { container_name: 'my_web', networks: { default: { aliases: ['db', '1st', 'a.b'] } } },
    db: {},
    my_app: {},
  });
  expect(servicesOf(manifests)).toEqual(['db', 'my-app', 'web']);
  for (const key of ['container_name', ...[0, 1, 2].map((i) => `networks.default.aliases[${i}]`)])
    expect(entries.get(`web ${key}`)).toMatchObject({ outcome: 'unsupported' });
  expect(entries.get('services.my_app')).toMatchObject({
    outcome: 'approximated',
    reason: expect.stringContaining('"my-app"'),
  });
});

test.each([
  ['web-1', 'web-1', 'converted'],
  ['Web.example', 'web', 'approximated'],
  ['_', undefined, 'unsupported'],
])('the host name %s is %s in the pod', (hostname, expected, outcome) => {
  const { object, entries } = convertedServices({ web: { hostname } });
  expect(object('Deployment', 'web').spec.template.spec.hostname).toBe(expected);
  expect(entries.get('web hostname')).toMatchObject({ outcome });
});

test('extra hosts are names of the pod, whose addresses may be reached', () => {
  const { object, entries } = convertedServices({
    web: {
      extra_hosts: {
        plc: ['192.168.1.9'],
        scada: ['192.168.1.9'],
        gw: ['host-gateway'],
        cloud: ['169.254.169.254'],
        me: ['127.0.0.1'],
      },
    },
  });
  expect(object('Deployment', 'web').spec.template.spec.hostAliases).toEqual([
    { ip: '192.168.1.9', hostnames: ['plc', 'scada'] },
    { ip: '169.254.169.254', hostnames: ['cloud'] },
    { ip: '127.0.0.1', hostnames: ['me'] },
  ]);
  const ranges = JSON.stringify(object('NetworkPolicy', 'web').spec.egress);
  expect(ranges).toContain('"cidr":"192.168.1.9/32"');
  expect(ranges).not.toContain('"cidr":"169.254');
  expect(entries.get('web extra_hosts.plc')).toMatchObject({ outcome: 'approximated' });
  expect(entries.get('web extra_hosts.gw')).toMatchObject({ outcome: 'unsupported' });
});

test('without Services, all names of the services of a pod are those of 127.0.0.1', () => {
  const { object, entries } = convertedServices(
    {
      web: { links: [{ service: 'db', alias: 'database' }], networks: { default: { aliases: ['a.b', 'a_b'] } } },
      db: { container_name: '1st' },
    },
    { target: Target.izumaEdge(), gateway: 'gateway-1' },
  );
  const [{ ip, hostnames }] = object('Pod', 'web').spec.hostAliases;
  expect({ ip, hostnames: [...hostnames].sort() }).toEqual({
    ip: '127.0.0.1',
    hostnames: ['1st', 'a.b', 'database', 'db', 'web'],
  });
  expect(entries.get('web links[0]')).toMatchObject({ outcome: 'converted' });
  expect(entries.get('web networks.default.aliases[1]')).toMatchObject({ outcome: 'unsupported' });
});

test('DNS servers, domains and options follow those of the cluster', () => {
  const { object, entries } = convertedServices({
    web: {
      dns: ['192.168.1.1', 'dns', '169.254.169.254'],
      dns_search: ['site.example', '.'],
      dns_opt: ['ndots:2', 'rotate'],
    },
  });
  expect(object('Deployment', 'web').spec.template.spec.dnsConfig).toEqual({
    nameservers: ['192.168.1.1'],
    searches: ['site.example'],
    options: [{ name: 'ndots', value: '2' }, { name: 'rotate' }],
  });
  expect(JSON.stringify(object('NetworkPolicy', 'web').spec.egress)).toContain('192.168.1.1/32');
  expect(entries.get('web dns[1]')).toMatchObject({ outcome: 'unsupported' });
  expect(entries.get('web dns[2]')).toMatchObject({ outcome: 'unsupported' });
  expect(entries.get('web dns_search[1]')).toMatchObject({ outcome: 'unsupported' });
});
