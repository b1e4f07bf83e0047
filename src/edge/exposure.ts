import { Problems } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { portNumber } from '../kubernetes/syntax';
import { Flow } from '../network/flow';
import { cidrProblem } from '../host/address-range';
import { Peer } from '../network/peer';
import type { Port } from '../kubernetes/port';
import type { Target } from '../kubernetes/target';

/** How the app is found in the cluster. */
export interface InClusterOptions {
  /**
   * Port of the Service, for an app of one port.
   * @default - the app's own ports
   */
  readonly port?: number;
}

/** How the app is found in the private network. */
export interface InternalLoadBalancerOptions extends InClusterOptions {
  /**
   * Who may connect, as CIDRs.
   * @default - the private ranges of RFC 1918
   */
  readonly sources?: string[];
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Minor version of Kubernetes from which a load balancer may have ports of TCP and of UDP. */
const MIXED_PROTOCOLS_SINCE = 24;

/** All three at once: a manifest that reaches another cloud than meant gets no public address there either. */
const INTERNAL_ANNOTATIONS: Record<string, string> = {
  'networking.gke.io/load-balancer-type': 'Internal',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
};

/** Who finds an app by a Service. Whoever may then connect is a matter of its flows. */
export class Exposure {
  /** No Service. */
  public static none(): Exposure {
    return new Exposure(undefined, {}, [], []);
  }

  /**
   * A Service with an address in the cluster.
   * @throws when the port is not valid
   */
  public static inCluster(options: InClusterOptions = {}): Exposure {
    const problems = new Problems();
    if (options.port !== undefined) problems.add(portNumber('port', options.port));
    problems.throwIfAny('Exposure.inCluster');
    return new Exposure('ClusterIP', {}, [], [], options.port);
  }

  /**
   * A Service with a load balancer that has an address in the private network only, on Google's, Amazon's and
   * Microsoft's clouds. Its sources may connect; they are told by the address that the pod sees, so no node takes
   * their place on the way.
   * @throws when the port or a source is not valid
   */
  public static internalLoadBalancer(options: InternalLoadBalancerOptions = {}): Exposure {
    const sources = options.sources ?? PRIVATE_RANGES;
    const problems = new Problems();
    if (options.port !== undefined) problems.add(portNumber('port', options.port));
    if (sources.length === 0) problems.add('sources must not be empty: nobody could connect');
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
    /** As Kubernetes names it: ClusterIP or LoadBalancer; undefined without a Service. */
    public readonly serviceType: string | undefined,
    private readonly annotations: Record<string, string>,
    private readonly sources: string[],
    private readonly peers: Peer[],
    /** Port of the Service, when it differs from the app's. */
    public readonly port?: number,
  ) {}

  /** What is wrong with exposing these ports. @internal */
  public _problem(ports: ReadonlyArray<Port>, target: Target): string | undefined {
    if (this.serviceType === undefined) return undefined;
    if (target._apiVersion('Service') === undefined) return `${target.name} routes no Services: leave the exposure out`;
    if (ports.length === 0) return 'an app without ports cannot be exposed: give it the ports that it listens on';
    if (this.port !== undefined && ports.length > 1)
      return `port ${this.port} of the Service fits an app of one port, got ${ports.length}: leave it out`;
    const protocols = new Set(ports.map((p) => p.protocol));
    if (this.serviceType === 'LoadBalancer' && protocols.size > 1 && target.minor < MIXED_PROTOCOLS_SINCE)
      return `ports of a load balancer must be of one protocol on ${target.name}, got ${[...protocols].join(' and ')}: Kubernetes mixes them from 1.${MIXED_PROTOCOLS_SINCE} on`;
    return undefined;
  }

  /** Who may connect because of it. @internal */
  public _flows(ports: ReadonlyArray<Port>): Flow[] {
    return this.peers.length === 0 ? [] : [Flow._withAny(this.peers, ports)];
  }

  /** The Service but for its apiVersion, kind and name. @internal */
  public _service(
    selector: JsonObject,
    ports: ReadonlyArray<Port>,
  ): { annotations: Record<string, string>; spec: JsonObject } {
    return {
      annotations: this.annotations,
      spec: {
        type: this.serviceType,
        selector,
        ports: ports.map((p) => ({
          name: p.name,
          port: this.port ?? p.number,
          protocol: p.protocol,
          targetPort: p.name,
        })),
        // else a node's address would stand in for the source's, and the network policy would judge that
        ...(this.serviceType === 'LoadBalancer' && {
          externalTrafficPolicy: 'Local',
          loadBalancerSourceRanges: this.sources,
        }),
      },
    };
  }
}
