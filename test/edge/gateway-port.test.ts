import { Exposure, Placement, Port, Protocol, UpdatePolicy, Weakness } from 'cdk8s-secure-edge';
import { containerOf, manifestOf, manifestsOf, problemOf, REASON, web, workloadOf } from './apps';

const mqtt = Port.tcp(1883, 'mqtt');
const from = ['192.168.10.0/24'];
const lan = { port: 1883, from, reason: 'the machines of the plant publish by MQTT' };
const gateway = Placement.gateway('gateway-7');

describe('a port of the gateway', () => {
  const app = web({ ports: [mqtt], placement: gateway, exposure: Exposure.onGateway({ ...lan, port: 8883 }) });

  test('is a port of the node, with its acknowledgement, and needs no Service', () => {
    expect(containerOf(app).ports).toEqual([{ name: 'mqtt', containerPort: 1883, hostPort: 8883, protocol: 'TCP' }]);
    expect(manifestsOf(app).map((m) => m.kind)).not.toContain('Service');
    expect(app.acknowledgements.map(({ rule, value, reason }) => [rule, value, reason])).toEqual([
      ['no-host-ports', '8883', lan.reason],
    ]);
    expect(app.podSecurityLevel).toBe('privileged');
  });

  test('admits only its sources, to the port of the app', () => {
    expect(manifestOf(app, 'NetworkPolicy').spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: from[0] } }], ports: [{ port: 1883, protocol: 'TCP' }] },
    ]);
  });

  test('stops the old pod of a Deployment first, which holds the port', () => {
    expect(workloadOf(app).spec.strategy).toEqual({ type: 'Recreate' });
    const rolling = { ports: [mqtt], placement: gateway, exposure: Exposure.onGateway(lan) };
    expect(problemOf(() => web({ ...rolling, update: UpdatePolicy.rolling() }))).toContain(
      'update policy of an app with a port of the gateway must stop the old pod first',
    );
    const first = UpdatePolicy.rolling({ maxSurge: '0', maxUnavailable: '1' });
    expect(workloadOf(web({ ...rolling, update: first })).spec.strategy.type).toBe('RollingUpdate');
    const weaknesses = [Weakness.hostPort(mqtt, 1883, REASON)];
    expect(workloadOf(web({ ports: [mqtt], weaknesses })).spec.strategy).toEqual({ type: 'Recreate' });
  });

  test.each(['1.13', '1.37', 'izuma-edge'])('is opened on every gateway of %s', (target) => {
    const daemon = web(
      { ports: [mqtt], placement: Placement.everyGateway(), exposure: Exposure.onGateway(lan) },
      target,
    );
    expect(containerOf(daemon).ports[0].hostPort).toBe(1883);
  });

  test('selects the port of the app by its protocol, or the one that is given', () => {
    const ports = [mqtt, Port.udp(5683, 'coap'), Port.tcp(9090)];
    const coap = { ...lan, port: 5683, protocol: Protocol.UDP };
    const exposure = Exposure.onGateway(coap, { ...lan, appPort: mqtt });
    const opened = containerOf(web({ ports, placement: gateway, exposure })).ports;
    expect(opened.map(({ hostPort }: any) => hostPort)).toEqual([1883, 5683, undefined]);
    expect(problemOf(() => web({ ports, placement: gateway, exposure: Exposure.onGateway(lan) }))).toContain(
      'port 1883/TCP of the gateway needs one TCP port of the app, got 2: set appPort',
    );
  });

  test('of replicas is a port of a Service, which keeps the address of the client', () => {
    const replicas = web({ ports: [mqtt], exposure: Exposure.onGateway({ ...lan, port: 31883 }) });
    const service = manifestOf(replicas, 'Service');
    expect(service.spec).toEqual({
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      selector: { 'app.kubernetes.io/name': 'web' },
      ports: [{ name: 'mqtt', port: 1883, protocol: 'TCP', targetPort: 'mqtt', nodePort: 31883 }],
    });
    expect(service.metadata.annotations['secure-edge.dev/acknowledge']).toContain('no-exposed-service');
    expect(replicas.podSecurityLevel).toBe('restricted');
    expect(containerOf(replicas).ports[0]).not.toHaveProperty('hostPort');
    expect(manifestOf(replicas, 'NetworkPolicy').spec.ingress).toHaveLength(1);
    expect(workloadOf(replicas).spec).not.toHaveProperty('strategy');
  });

  test.each([
    [() => Exposure.onGateway(), 'a port must be given'],
    [
      () => Exposure.onGateway({ ...lan, port: 0 }),
      'port of the gateway must be a whole number from 1 to 65535, got 0',
    ],
    [() => Exposure.onGateway({ ...lan, from: [] }), 'from must not be empty, because no client could connect'],
    [() => Exposure.onGateway({ ...lan, from: ['LAN'] }), '"LAN"'],
    [() => Exposure.onGateway(lan, lan), 'port 1883/TCP of the gateway is given twice: keep one'],
    [() => Exposure.onGateway({ ...lan, reason: 'short' }), 'reason must have at least 10 characters'],
    [
      () => web({ ports: [mqtt], exposure: Exposure.onGateway(lan) }),
      'port of the gateway must be 30000 to 32767 for replicas that the scheduler places, got 1883: use Placement.gateway',
    ],
    [
      () => web({ ports: [mqtt], placement: gateway, exposure: Exposure.onGateway({ ...lan, appPort: Port.tcp(1) }) }),
      "appPort must be one of the app's ports, got 1/TCP: add it to ports",
    ],
    [
      () => web({ ports: [mqtt], placement: gateway, exposure: Exposure.onGateway({ ...lan, appPort: Port.udp(1) }) }),
      'appPort must have the protocol TCP of port 1883/TCP of the gateway, got UDP',
    ],
  ])('is rejected if nobody could use it: case %#', (call, message) => {
    expect(problemOf(call)).toContain(message);
  });
});
