import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { Target } from '../../../src/kubernetes/target';
import { convertedServices } from '../project';

const port = (target: number, more: object = {}): any => ({ target, protocol: 'tcp', mode: 'ingress', ...more });
const published = (ports: any[]): Record<string, ServiceDefinition> => ({ web: { ports }, db: {} });
const containerOf = (workload: any): any => workload.spec.template.spec.containers[0];

test('a published port becomes a Service with the port of the container, which pods of the namespace reach', () => {
  const { object, entries } = convertedServices(published([port(80, { published: '8080' })]));
  expect(object('Service', 'web').spec).toMatchObject({
    type: 'ClusterIP',
    ports: [{ port: 80, targetPort: 'tcp-80' }],
  });
  expect(object('NetworkPolicy', 'web').spec.ingress).toContainEqual({
    from: [{ podSelector: {} }],
    ports: [{ port: 80, protocol: 'TCP' }],
  });
  expect(containerOf(object('Deployment', 'web')).ports).toEqual([
    { containerPort: 80, name: 'tcp-80', protocol: 'TCP' },
  ]);
  expect(entries.get('web ports[0]')).toMatchObject({
    outcome: 'approximated',
    reason: expect.stringMatching(/port 8080 of the gateway is not opened.*--accept publish:web/),
  });
});

test('a published port has a load balancer with a private address if it is accepted', () => {
  const accepted = new Map([['publish:web', 'accepted on the command line']]);
  const { object, entries } = convertedServices(published([port(80, { published: '8080' })]), { accepted });
  expect(object('Service', 'web').spec).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 80 }] });
  expect(entries.get('web ports[0]')).toMatchObject({ outcome: 'approximated' });
});

test.each(['127.0.0.1', '127.1.2.3', '::1'])('a port of %s is not opened to anyone', (host_ip) => {
  const { object, entries } = convertedServices(published([port(5432, { published: '5432', host_ip })]));
  expect(entries.get('web ports[0]')).toMatchObject({ reason: expect.stringContaining('kubectl port-forward') });
  expect(JSON.stringify(object('NetworkPolicy', 'web').spec.ingress)).not.toContain('5432');
});

describe('a port of the gateway', () => {
  const hostPort = port(80, { published: '8080', mode: 'host' });

  test('is rejected', () => {
    const { object, entries } = convertedServices(published([hostPort]));
    expect(entries.get('web ports[0]')).toMatchObject({ outcome: 'refused', accept: 'host-port:web' });
    expect(containerOf(object('Deployment', 'web')).ports[0].hostPort).toBeUndefined();
  });

  test('is opened if it is accepted', () => {
    const accepted = new Map([['host-port', 'accepted on the command line']]);
    const { object } = convertedServices(published([hostPort]), { accepted });
    expect(containerOf(object('Deployment', 'web')).ports[0].hostPort).toBe(8080);
    expect(JSON.stringify(object('NetworkPolicy', 'web').spec.ingress)).toContain('0.0.0.0/0');
  });

  test('that the engine chooses cannot be opened', () => {
    const { entries } = convertedServices(
      { web: { ports: [port(80, { published: '0' })] } },
      { target: Target.izumaEdge() },
    );
    expect(entries.get('web ports[0]')).toMatchObject({ outcome: 'unsupported' });
  });
});

test('ports that are exposed are those of the Service, each once', () => {
  const { object, entries } = convertedServices({
    web: { expose: ['8080', '53/udp', '9000-9001', '1-1000', '99/sctp'], ports: [port(8080)] },
    db: {},
  });
  expect(object('Service', 'web').spec.ports.map((each: any) => `${each.port}/${each.protocol}`)).toEqual([
    '8080/TCP',
    '53/UDP',
    '9000/TCP',
    '9001/TCP',
  ]);
  expect(entries.get('web expose[0]')?.outcome).toBe('converted');
  expect(entries.get('web expose[3]')?.outcome).toBe('unsupported');
  expect(entries.get('web expose[4]')?.outcome).toBe('unsupported');
});

test('a service without known ports is found by a Service without an address', () => {
  const { object } = convertedServices({ web: {}, db: {} });
  expect(object('Service', 'db').spec).toMatchObject({ clusterIP: 'None' });
});

test('a service that nobody can reach has no Service', () => {
  expect(convertedServices({ web: {} }).object('Service', 'web')).toBeUndefined();
});

test('a low port needs no root', () => {
  const sysctls = (target: string, number: number): any =>
    convertedServices({ web: { ports: [port(number)] } }, { target: Target.kubernetes(target) }).object(
      'Deployment',
      'web',
    ).spec.template.spec.securityContext.sysctls;
  expect(sysctls('1.27', 80)).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
  expect(sysctls('1.27', 1024)).toBeUndefined();
  expect(sysctls('1.21', 80)).toBeUndefined();
});

test('a pod in the network of the node has its ports there, and acknowledges them', () => {
  const { object } = convertedServices(
    { web: { network_mode: 'host', expose: ['8080'] } },
    { target: Target.izumaEdge(), gateway: 'gateway-1', accepted: new Map([['host-network', 'discovery of devices']]) },
  );
  const pod = object('Pod', 'web');
  expect(pod.spec.containers[0].ports).toMatchObject([{ containerPort: 8080, hostPort: 8080 }]);
  expect(pod.metadata.annotations['secure-edge.dev/acknowledge']).toContain('no-host-ports');
});
