import { Duration } from 'cdk8s';
import {
  Exposure,
  Monitoring,
  Peer,
  Placement,
  Port,
  StopSignal,
  type MonitoringOptions,
  type SecureEdgeAppProps,
} from 'cdk8s-secure-edge';
import { containerOf, manifestOf, podOf, problemOf, REASON, web } from './apps';

const metrics = Port.tcp(9090, 'metrics');
const http = Port.tcp(8080, 'http');
const from = Peer.namespace('monitoring');
const pods = (options: Partial<MonitoringOptions> = {}): Monitoring =>
  Monitoring.podMonitor({ from, port: metrics, ...options });

describe('monitoring', () => {
  test('writes a PodMonitor, and admits only the pods that collect', () => {
    const app = web({ ports: [http, metrics], monitoring: pods({ labels: { release: 'prometheus' } }) });
    expect(manifestOf(app, 'PodMonitor')).toEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web', release: 'prometheus' } },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        podMetricsEndpoints: [{ port: 'metrics' }],
      },
    });
    expect(manifestOf(app, 'NetworkPolicy').spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        ports: [{ port: 9090, protocol: 'TCP' }],
      },
    ]);
  });

  test('writes a ServiceMonitor for the Service of the app', () => {
    const monitoring = Monitoring.serviceMonitor({ from, port: metrics, path: '/m', interval: Duration.minutes(1) });
    const app = web({ ports: [http, metrics], exposure: Exposure.inCluster(), monitoring });
    const service = manifestOf(app, 'Service');
    const { spec } = manifestOf(app, 'ServiceMonitor');
    expect(spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
      endpoints: [{ port: 'metrics', path: '/m', interval: '60s' }],
    });
    expect(service.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(service.spec.ports.map(({ name }: any) => name)).toContain(spec.endpoints[0].port);
  });

  test('finds the port by its number, and uses the name that the app gives it', () => {
    const app = web({ ports: [metrics], monitoring: pods({ port: Port.tcp(9090) }) });
    expect(manifestOf(app, 'PodMonitor').spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
  });

  test.each<[Partial<SecureEdgeAppProps>, string, string]>([
    [{ ports: [http], monitoring: pods() }, '1.27', "monitored port 9090/TCP must be one of the app's ports"],
    [
      { ports: [metrics], monitoring: Monitoring.serviceMonitor({ from, port: metrics }) },
      '1.27',
      'a ServiceMonitor needs a Service: set exposure, such as Exposure.inCluster(), or use Monitoring.podMonitor',
    ],
    [
      {
        ports: [http, metrics],
        exposure: Exposure.inCluster({ ports: [http] }),
        monitoring: Monitoring.serviceMonitor({ from, port: metrics }),
      },
      '1.27',
      'monitored port 9090/TCP must be a port of the Service',
    ],
    [{ ports: [metrics], monitoring: pods() }, '1.15', 'monitoring needs Kubernetes 1.16 or later, got 1.15'],
    [{ ports: [metrics], monitoring: pods() }, '1.20', 'use Peer.namespacesLabelled'],
    [
      { ports: [metrics], monitoring: pods(), placement: Placement.gateway('g') },
      'izuma-edge',
      'monitoring needs Kubernetes 1.16 or later, got izuma-edge',
    ],
  ])('that collects nothing is rejected (%#)', (props, target, message) => {
    expect(problemOf(() => web(props, target))).toContain(message);
  });

  test.each<[object, string]>([
    [{ port: Port.udp(9090) }, 'port must be a TCP port, got 9090/UDP'],
    [{ path: 'metrics' }, 'path must start with "/", got "metrics"'],
    [{ interval: 0.5 }, 'interval must be a whole number of seconds, 1 or more, got 0.5'],
    [{ labels: { 'a b': 'c' } }, 'label'],
    [{ port: undefined }, 'port must be a Port, got undefined: use Port.tcp(9090)'],
    [{ from: undefined }, 'from must be an object'],
  ])('with %j is rejected', (options, message) => {
    expect(problemOf(() => pods(options))).toContain(message);
  });
});

describe('a stop signal', () => {
  const stopSignal = StopSignal.gated('SIGQUIT', 'our clusters set the gate ContainerStopSignals');

  test('is in the lifecycle, with the operating system and the reason', () => {
    const app = web({ stopSignal, preStop: ['/drain'] }, '1.33');
    expect(containerOf(app).lifecycle).toEqual({ preStop: { exec: { command: ['/drain'] } }, stopSignal: 'SIGQUIT' });
    expect(podOf(app).spec.os).toEqual({ name: 'linux' });
    expect(app.acknowledgements).toEqual([
      expect.objectContaining({ rule: 'field-of-target', container: 'web', value: 'lifecycle.stopSignal' }),
    ]);
  });

  test('is rejected before 1.33, and if it is unknown or without a reason', () => {
    expect(problemOf(() => web({ stopSignal }, '1.32'))).toContain(
      'stopSignal needs Kubernetes 1.33 or later with a feature gate, got 1.32: set STOPSIGNAL in the image, or preStop',
    );
    expect(problemOf(() => StopSignal.gated('QUIT', REASON))).toContain('signal must be the name of a signal');
    expect(problemOf(() => StopSignal.gated('SIGQUIT', 'no'))).toContain('reason must have at least 10 characters');
  });
});
