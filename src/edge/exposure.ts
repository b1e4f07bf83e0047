import { expectTypes } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { dnsLabel, portNumber } from '../kubernetes/syntax';
import { Flow } from '../network/flow';
import { cidrProblem } from '../host/address-range';
import { PRIVATE_RANGES } from '../host/private-ranges';
import { Peer } from '../network/peer';
import { ACKNOWLEDGE_ANNOTATION, Acknowledgement, renderAcknowledgements } from '../kubernetes/acknowledgement';
import type { Port } from '../kubernetes/port';
import type { Target } from '../kubernetes/target';
import {
  gatewayPortFlows,
  gatewayPortProblem,
  gatewayPortProblems,
  hostPortWeaknesses,
  nodePortAcknowledgement,
  nodePorts,
  type GatewayPortOptions,
} from './gateway-port';
import type { PlacementKind } from './placement';
import type { Weakness } from './weakness';
import {
  httpRoute,
  ingressRoute,
  routedPorts,
  routeProblem,
  type HttpRouteOptions,
  type IngressOptions,
  type RenderedRoute,
  type WebRoute,
} from './web-route';

/** Options of a Service without an address of its own. */
export interface HeadlessOptions {
  /**
   * Ports of the app that the Service has.
   * @default - all ports of the app
   */
  readonly ports?: Port[];
  /**
   * More names under which pods of the same namespace find the app. Each becomes a Service in the cluster with the same pods.
   * @default - only the app's name
   */
  readonly aliases?: string[];
}

/** Options of a Service in the cluster. */
export interface InClusterOptions extends HeadlessOptions {
  /**
   * Port of the Service, if the app has exactly one port.
   * @default - the app's own ports
   */
  readonly port?: number;
}

/** Options of a Service with an internal load balancer. */
export interface InternalLoadBalancerOptions extends InClusterOptions {
  /**
   * Address ranges that may connect, in CIDR notation.
   * @default - the private ranges of RFC 1918
   */
  readonly sources?: string[];
}

/** First minor version of Kubernetes in which a load balancer can have TCP ports and UDP ports. */
const MIXED_PROTOCOLS_SINCE = 24;

/** Annotations of all three clouds: a manifest that is applied to the wrong cloud gets no public address there. */
const INTERNAL_ANNOTATIONS: Record<string, string> = {
  'networking.gke.io/load-balancer-type': 'Internal',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
};

/** Parts of an exposure. */
interface ExposureParts {
  readonly serviceType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly sources?: string[];
  readonly options?: InClusterOptions;
  readonly isHeadless?: boolean;
  readonly gatewayPorts?: ReadonlyArray<GatewayPortOptions>;
  readonly route?: WebRoute;
}

/**
 * Way by which clients reach an app: a Service, a port of the gateway, or a route of an ingress controller. The app's flows
 * decide which clients may connect.
 */
export class Exposure {
  /** No Service. */
  public static none(): Exposure {
    return new Exposure({});
  }

  /**
   * Service without an address of its own: its name resolves to the addresses of the ready pods, so that every port of them
   * can be reached. The app needs no known port.
   * @throws {@link InputError} if an alias is invalid
   */
  public static headless(options: HeadlessOptions = {}): Exposure {
    serviceProblems(options).throwIfAny('Exposure.headless');
    const { aliases, ports } = options;
    return new Exposure({ serviceType: 'ClusterIP', options: { aliases, ports }, isHeadless: true });
  }

  /**
   * Service with an address in the cluster.
   * @throws {@link InputError} if the port or an alias is invalid
   */
  public static inCluster(options: InClusterOptions = {}): Exposure {
    serviceProblems(options).throwIfAny('Exposure.inCluster');
    return new Exposure({ serviceType: 'ClusterIP', options });
  }

  /**
   * Service with a load balancer that has only a private address, on the clouds of Google, Amazon and Microsoft.
   *
   * The sources may connect. The network policy selects them by the address that the pod sees, so the load balancer
   * keeps the client's address.
   * @throws {@link InputError} if the port, an alias or a source is invalid
   */
  public static internalLoadBalancer(options: InternalLoadBalancerOptions = {}): Exposure {
    const sources = options.sources ?? [...PRIVATE_RANGES];
    const problems = serviceProblems(options);
    if (sources.length === 0) problems.add('sources must not be empty, because no client could connect');
    for (const source of sources) problems.add(cidrProblem(source));
    problems.throwIfAny('Exposure.internalLoadBalancer');
    return new Exposure({ serviceType: 'LoadBalancer', annotations: INTERNAL_ANNOTATIONS, sources, options });
  }

  /**
   * Ports on the network of the gateway, for clients outside the cluster such as controllers and sensors.
   *
   * On one gateway or on every gateway, the pod opens the ports of its node (`hostPort`), so that its namespace must not
   * enforce Pod Security baseline. For replicas that the scheduler places, a Service of type NodePort opens them. The network
   * policy allows only the named sources.
   * @throws {@link InputError} if no port is given, a port or a source is invalid, or a reason has fewer than ten characters
   */
  public static onGateway(...ports: GatewayPortOptions[]): Exposure {
    expectTypes('Exposure.onGateway', { ports: [ports, { listOf: 'object' }] });
    gatewayPortProblems(ports).throwIfAny('Exposure.onGateway');
    for (const { reason } of ports) new Acknowledgement({ rule: 'no-host-ports', reason });
    return new Exposure({ gatewayPorts: [...ports] });
  }

  /**
   * Service in the cluster with an Ingress: a controller that is already in the cluster receives HTTPS requests for a host and
   * passes them on.
   * @throws {@link InputError} if an option is invalid
   */
  public static ingress(options: IngressOptions): Exposure {
    expectTypes('Exposure.ingress', { options: [options, 'object'] });
    return new Exposure({ serviceType: 'ClusterIP', route: ingressRoute(options) });
  }

  /**
   * Service in the cluster with an HTTPRoute of the Gateway API, whose definitions and Gateway are already in the cluster.
   * Needs Kubernetes 1.26.
   * @throws {@link InputError} if an option is invalid
   */
  public static httpRoute(options: HttpRouteOptions): Exposure {
    expectTypes('Exposure.httpRoute', { options: [options, 'object'] });
    return new Exposure({ serviceType: 'ClusterIP', route: httpRoute(options) });
  }

  /** Type of the Service: ClusterIP, LoadBalancer or NodePort. Undefined without a Service. */
  public readonly serviceType: string | undefined;
  /** Port of the Service, if it differs from the app's port. */
  public readonly port?: number;
  /** More names of the app, each of a Service in the cluster. */
  public readonly aliases: string[];
  /** True for a Service without an address of its own. */
  public readonly isHeadless: boolean;

  private constructor(private readonly parts: ExposureParts) {
    const { port, aliases = [] } = parts.options ?? {};
    this.serviceType = parts.serviceType;
    if (port !== undefined) this.port = port;
    this.aliases = [...aliases];
    this.isHeadless = parts.isHeadless ?? false;
  }

  /** Returns the exposure of an app with a placement: replicas have ports of the gateway by a Service. @internal */
  public _placed(placement: PlacementKind): Exposure {
    const { gatewayPorts } = this.parts;
    if (gatewayPorts === undefined || placement !== 'replicas') return this;
    const acknowledgement = renderAcknowledgements([nodePortAcknowledgement(gatewayPorts)]);
    return new Exposure({
      ...this.parts,
      serviceType: 'NodePort',
      annotations: { [ACKNOWLEDGE_ANNOTATION]: acknowledgement },
    });
  }

  /** Problem of an app that exposes these ports. @internal */
  public _problem(ports: ReadonlyArray<Port>, target: Target): string | undefined {
    const { gatewayPorts = [], route } = this.parts;
    for (const each of gatewayPorts) {
      const problem = gatewayPortProblem(each, ports, this.serviceType !== undefined);
      if (problem !== undefined) return problem;
    }
    if (this.serviceType === undefined) return undefined;
    if (target._apiVersion('Service') === undefined)
      return `${target.name} does not route Services: remove exposure, or use Exposure.onGateway`;
    if (route !== undefined) return routeProblem(route, ports, target);
    return this.serviceProblem(ports, target);
  }

  private serviceProblem(ports: ReadonlyArray<Port>, target: Target): string | undefined {
    const unknown = (this.parts.options?.ports ?? []).find((each) => !ports.some((port) => isSame(port, each)));
    if (unknown !== undefined)
      return `exposed port ${unknown.number}/${unknown.protocol} must be one of the app's ports: add it to ports`;
    const exposed = this.exposedOf(ports);
    if (exposed.length === 0 && !this.isHeadless)
      return 'an app without ports cannot be exposed: add the ports that it listens on, or use Exposure.headless';
    if (this.port !== undefined && exposed.length > 1)
      return `port ${this.port} of the Service needs an app with exactly one port, got ${exposed.length}: remove port, so that the Service has the ports of the app`;
    const protocols = new Set(exposed.map((p) => p.protocol));
    if (this.serviceType === 'LoadBalancer' && protocols.size > 1 && target.minor < MIXED_PROTOCOLS_SINCE)
      return `ports of a load balancer must have one protocol on ${target.name}, got ${[...protocols].join(' and ')}: mixed protocols need Kubernetes 1.${MIXED_PROTOCOLS_SINCE} or later`;
    return undefined;
  }

  /** Ports of an app that the Service has. */
  private exposedOf(ports: ReadonlyArray<Port>): ReadonlyArray<Port> {
    const { route, options } = this.parts;
    if (route !== undefined) return routedPorts(route, ports);
    const chosen = options?.ports;
    return chosen === undefined ? ports : ports.filter((port) => chosen.some((each) => isSame(port, each)));
  }

  /** Flows that the exposure allows. @internal */
  public _flows(ports: ReadonlyArray<Port>): Flow[] {
    const { gatewayPorts = [], route, sources = [] } = this.parts;
    const exposed = this.exposedOf(ports);
    return [
      ...gatewayPortFlows(gatewayPorts, ports),
      ...(route === undefined ? [] : [Flow._withAny([route.peer], exposed)]),
      ...(sources.length === 0
        ? []
        : [
            Flow._withAny(
              sources.map((cidr) => Peer.cidr(cidr)),
              exposed,
            ),
          ]),
    ];
  }

  /** Weaknesses of the first container that the exposure needs. @internal */
  public _weaknesses(ports: ReadonlyArray<Port>): Weakness[] {
    return this.serviceType === undefined ? hostPortWeaknesses(this.parts.gatewayPorts ?? [], ports) : [];
  }

  /** Ports of the Service. @internal */
  public _ports(ports: ReadonlyArray<Port>): JsonObject[] {
    if (this.parts.gatewayPorts !== undefined) return nodePorts(this.parts.gatewayPorts, ports);
    return this.exposedOf(ports).map((p) => ({
      name: p.name,
      port: this.port ?? p.number,
      protocol: p.protocol,
      targetPort: p.name,
    }));
  }

  /** Service without its apiVersion, kind and name. @internal */
  public _service(
    selector: JsonObject,
    ports: ReadonlyArray<Port>,
  ): { annotations: Record<string, string>; spec: JsonObject } {
    const written = this._ports(ports);
    return {
      annotations: { ...this.parts.annotations },
      spec: {
        type: this.serviceType,
        ...(this.isHeadless && { clusterIP: 'None' }),
        selector,
        ...(written.length > 0 && { ports: written }),
        // otherwise a node's address would replace the client's, and the network policy would match that address
        ...(this.serviceType !== 'ClusterIP' && { externalTrafficPolicy: 'Local' }),
        ...(this.serviceType === 'LoadBalancer' && { loadBalancerSourceRanges: this.parts.sources }),
      },
    };
  }

  /** Service of an alias, which is always in the cluster. @internal */
  public _aliasService(
    selector: JsonObject,
    ports: ReadonlyArray<Port>,
  ): { annotations: Record<string, string>; spec: JsonObject } {
    const { ports: chosen, port } = this.parts.options ?? {};
    const alias = this.isHeadless ? Exposure.headless({ ports: chosen }) : Exposure.inCluster({ ports: chosen, port });
    return alias._service(selector, ports);
  }

  /** Object that routes requests to the Service of an app. @internal */
  public _route(name: string, ports: ReadonlyArray<Port>, target: Target): RenderedRoute | undefined {
    const { route } = this.parts;
    const [port] = this.exposedOf(ports);
    if (route === undefined || port === undefined) return undefined;
    return {
      kind: route.kind,
      apiVersion: route.apiVersion(target) ?? '',
      ...route.render(target, name, port),
    };
  }
}

function isSame(one: Port, other: Port): boolean {
  return one.number === other.number && one.protocol === other.protocol;
}

function serviceProblems({ aliases = [], port, ports }: InClusterOptions): Problems {
  const problems = new Problems();
  if (port !== undefined) problems.add(portNumber('port', port));
  if (ports?.length === 0) problems.add('ports must not be empty: remove it to expose all ports of the app');
  for (const alias of aliases) {
    problems.add(dnsLabel('alias', alias));
    if (/^[0-9]/.test(alias)) problems.add(`alias must start with a letter, got ${quote(alias)}`);
    if (aliases.indexOf(alias) !== aliases.lastIndexOf(alias)) problems.add(`alias ${quote(alias)} is given twice`);
  }
  return problems;
}
