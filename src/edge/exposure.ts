import { Problems } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { portNumber } from '../kubernetes/syntax';
import { Flow } from '../network/flow';
import { cidrProblem } from '../host/address-range';
import { Peer } from '../network/peer';
import type { Port } from '../kubernetes/port';
import type { Target } from '../kubernetes/target';

/** Options of a Service in the cluster. */
export interface InClusterOptions {
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

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** First minor version of Kubernetes in which a load balancer can have TCP ports and UDP ports. */
const MIXED_PROTOCOLS_SINCE = 24;

/** Annotations of all three clouds: a manifest that is applied to the wrong cloud gets no public address there. */
const INTERNAL_ANNOTATIONS: Record<string, string> = {
  'networking.gke.io/load-balancer-type': 'Internal',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
};

/** Service that exposes an app. The app's flows decide which clients may connect. */
export class Exposure {
  /** No Service. */
  public static none(): Exposure {
    return new Exposure(undefined, {}, [], []);
  }

  /**
   * Service with an address in the cluster.
   * @throws {@link InputError} if the port is invalid
   */
  public static inCluster(options: InClusterOptions = {}): Exposure {
    const problems = new Problems();
    if (options.port !== undefined) problems.add(portNumber('port', options.port));
    problems.throwIfAny('Exposure.inCluster');
    return new Exposure('ClusterIP', {}, [], [], options.port);
  }

  /**
   * Service with a load balancer that has only a private address, on the clouds of Google, Amazon and Microsoft.
   *
   * The sources may connect. The network policy selects them by the address that the pod sees, so the load balancer
   * keeps the client's address.
   * @throws {@link InputError} if the port or a source is invalid
   */
  public static internalLoadBalancer(options: InternalLoadBalancerOptions = {}): Exposure {
    const sources = options.sources ?? PRIVATE_RANGES;
    const problems = new Problems();
    if (options.port !== undefined) problems.add(portNumber('port', options.port));
    if (sources.length === 0) problems.add('sources must not be empty, because no client could connect');
    for (const source of sources) problems.add(cidrProblem(source));
    problems.throwIfAny('Exposure.internalLoadBalancer');
    return new Exposure(
      'LoadBalancer',
      INTERNAL_ANNOTATIONS,
      sources,
      sources.map((cidr) => Peer.cidr(cidr)),
      options.port,
    );
  }

  private constructor(
    /** Type of the Service: ClusterIP or LoadBalancer. Undefined without a Service. */
    public readonly serviceType: string | undefined,
    private readonly annotations: Record<string, string>,
    private readonly sources: string[],
    private readonly peers: Peer[],
    /** Port of the Service, if it differs from the app's port. */
    public readonly port?: number,
  ) {}

  /** Problem of an app that exposes these ports. @internal */
  public _problem(ports: ReadonlyArray<Port>, target: Target): string | undefined {
    if (this.serviceType === undefined) return undefined;
    if (target._apiVersion('Service') === undefined) return `${target.name} does not route Services: remove exposure`;
    if (ports.length === 0) return 'an app without ports cannot be exposed: add the ports that it listens on';
    if (this.port !== undefined && ports.length > 1)
      return `port ${this.port} of the Service needs an app with exactly one port, got ${ports.length}: remove port, so that the Service has the ports of the app`;
    const protocols = new Set(ports.map((p) => p.protocol));
    if (this.serviceType === 'LoadBalancer' && protocols.size > 1 && target.minor < MIXED_PROTOCOLS_SINCE)
      return `ports of a load balancer must have one protocol on ${target.name}, got ${[...protocols].join(' and ')}: mixed protocols need Kubernetes 1.${MIXED_PROTOCOLS_SINCE} or later`;
    return undefined;
  }

  /** Flows that the exposure allows. @internal */
  public _flows(ports: ReadonlyArray<Port>): Flow[] {
    return this.peers.length === 0 ? [] : [Flow._withAny(this.peers, ports)];
  }

  /** Ports of the Service. @internal */
  public _ports(ports: ReadonlyArray<Port>): JsonObject[] {
    return ports.map((p) => ({
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
    return {
      annotations: this.annotations,
      spec: {
        type: this.serviceType,
        selector,
        ports: this._ports(ports),
        // otherwise a node's address would replace the client's, and the network policy would match that address
        ...(this.serviceType === 'LoadBalancer' && {
          externalTrafficPolicy: 'Local',
          loadBalancerSourceRanges: this.sources,
        }),
      },
    };
  }
}
