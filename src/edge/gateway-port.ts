import { typeProblem } from '../diagnostics/expected-type';
import { cidrProblem } from '../host/address-range';
import { Problems } from '../diagnostics/input-error';
import { Acknowledgement } from '../kubernetes/acknowledgement';
import type { JsonObject } from '../kubernetes/manifest';
import { Protocol, type Port } from '../kubernetes/port';
import { portNumber } from '../kubernetes/syntax';
import { Flow } from '../network/flow';
import { Peer } from '../network/peer';
import { Weakness } from './weakness';

/** Port of a gateway that clients on its network can reach. */
export interface GatewayPortOptions {
  /**
   * Port of the gateway, 1 to 65535. For replicas that the scheduler places, 30000 to 32767: such a port is open on every node
   * that runs a replica.
   */
  readonly port: number;
  /**
   * Transport protocol.
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
  /**
   * Port of the app that receives the traffic.
   * @default - the only port of the app with the protocol
   */
  readonly appPort?: Port;
  /** Address ranges that may connect, in CIDR notation. */
  readonly from: string[];
  /** Reason that the network of the gateway needs the port, at least ten characters. */
  readonly reason: string;
}

/** Ports of a Service on every node, in the default range of Kubernetes. */
const NODE_PORTS = { lowest: 30000, highest: 32767 };

/** Problems of ports of the gateway. */
export function gatewayPortProblems(ports: ReadonlyArray<GatewayPortOptions>): Problems {
  const problems = new Problems();
  if (ports.length === 0) problems.add('a port must be given');
  for (const { port, from } of ports) {
    problems.add(portNumber('port of the gateway', port));
    const wrong = typeProblem('from', from, { listOf: 'text' });
    problems.add(wrong);
    if (wrong !== undefined) continue;
    if (from.length === 0) problems.add('from must not be empty, because no client could connect');
    for (const source of from) problems.add(cidrProblem(source));
  }
  const keys = ports.map(keyOf);
  for (const key of new Set(keys.filter((each, i) => keys.indexOf(each) !== i)))
    problems.add(`port ${key} of the gateway is given twice: keep one`);
  return problems;
}

/** Problem of a port of the gateway for an app with some ports. */
export function gatewayPortProblem(
  gatewayPort: GatewayPortOptions,
  ports: ReadonlyArray<Port>,
  isNodePort: boolean,
): string | undefined {
  const { port, protocol = Protocol.TCP, appPort } = gatewayPort;
  const found = appPortsOf(gatewayPort, ports);
  if (appPort !== undefined && appPort.protocol !== protocol)
    return `appPort must have the protocol ${protocol} of port ${keyOf(gatewayPort)} of the gateway, got ${appPort.protocol}`;
  if (appPort !== undefined && found.length === 0)
    return `appPort must be one of the app's ports, got ${appPort.number}/${appPort.protocol}: add it to ports`;
  if (found.length !== 1)
    return `port ${keyOf(gatewayPort)} of the gateway needs one ${protocol} port of the app, got ${found.length}: set appPort, or add the port that the app listens on`;
  if (isNodePort && (port < NODE_PORTS.lowest || port > NODE_PORTS.highest))
    return `port of the gateway must be ${NODE_PORTS.lowest} to ${NODE_PORTS.highest} for replicas that the scheduler places, got ${port}: use Placement.gateway or Placement.everyGateway, which can open any port`;
  return undefined;
}

/** Returns the flows that ports of the gateway need. */
export function gatewayPortFlows(gatewayPorts: ReadonlyArray<GatewayPortOptions>, ports: ReadonlyArray<Port>): Flow[] {
  return gatewayPorts.map((each) =>
    Flow._withAny(
      each.from.map((cidr) => Peer.cidr(cidr)),
      appPortsOf(each, ports),
    ),
  );
}

/** Returns the weaknesses that open ports of the node for a container. */
export function hostPortWeaknesses(
  gatewayPorts: ReadonlyArray<GatewayPortOptions>,
  ports: ReadonlyArray<Port>,
): Weakness[] {
  return gatewayPorts.flatMap((each) =>
    appPortsOf(each, ports).map((appPort) => Weakness.hostPort(appPort, each.port, each.reason)),
  );
}

/** Returns the ports of a Service that is open on every node. */
export function nodePorts(gatewayPorts: ReadonlyArray<GatewayPortOptions>, ports: ReadonlyArray<Port>): JsonObject[] {
  return gatewayPorts.flatMap((each) =>
    appPortsOf(each, ports).map(({ name, number, protocol }) => ({
      name: gatewayPorts.length === 1 ? name : `${protocol.toLowerCase()}-${each.port}`,
      port: number,
      protocol,
      targetPort: name,
      nodePort: each.port,
    })),
  );
}

/** Returns the acknowledgement of a Service that is open on every node. */
export function nodePortAcknowledgement([first]: ReadonlyArray<GatewayPortOptions>): Acknowledgement {
  return new Acknowledgement({ rule: 'no-exposed-service', reason: first?.reason ?? '' });
}

function keyOf({ port, protocol = Protocol.TCP }: GatewayPortOptions): string {
  return `${port}/${protocol}`;
}

function appPortsOf({ protocol = Protocol.TCP, appPort }: GatewayPortOptions, ports: ReadonlyArray<Port>): Port[] {
  return ports.filter(
    (port) => port.protocol === protocol && (appPort === undefined || port.number === appPort.number),
  );
}
