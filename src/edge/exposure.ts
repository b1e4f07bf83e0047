import { Problems, quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { dnsLabel, portNumber } from '../kubernetes/syntax';
import { Flow } from '../network/flow';
import { cidrProblem } from '../host/address-range';
import { PRIVATE_RANGES } from '../host/private-ranges';
import { Peer } from '../network/peer';
import type { Port } from '../kubernetes/port';
import type { Target } from '../kubernetes/target';

/** Options of a Service without an address of its own. */
export interface HeadlessOptions {
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

/** Service that exposes an app. The app's flows decide which clients may connect. */
export class Exposure {
  /** No Service. */
  public static none(): Exposure {
    return new Exposure(undefined, {}, [], []);
  }

  /**
   * Service without an address of its own: its name resolves to the addresses of the ready pods, so that every port of them
   * can be reached. The app needs no known port.
   * @throws {@link InputError} if an alias is invalid
   */
  public static headless(options: HeadlessOptions = {}): Exposure {
    const problems = aliasProblems(options);
    problems.throwIfAny('Exposure.headless');
    return new Exposure('ClusterIP', {}, [], [], undefined, [...(options.aliases ?? [])], true);
  }

  /**
   * Service with an address in the cluster.
   * @throws {@link InputError} if the port or an alias is invalid
   */
  public static inCluster(options: InClusterOptions = {}): Exposure {
    const problems = aliasProblems(options);
    if (options.port !== undefined) problems.add(portNumber('port', options.port));
    problems.throwIfAny('Exposure.inCluster');
    return new Exposure('ClusterIP', {}, [], [], options.port, [...(options.aliases ?? [])]);
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
    const problems = aliasProblems(options);
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
      [...(options.aliases ?? [])],
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
    /** More names of the app, each of a Service in the cluster. */
    public readonly aliases: string[] = [],
    /** True for a Service without an address of its own. */
    public readonly isHeadless: boolean = false,
  ) {}

  /** Problem of an app that exposes these ports. @internal */
  public _problem(ports: ReadonlyArray<Port>, target: Target): string | undefined {
    if (this.serviceType === undefined) return undefined;
    if (target._apiVersion('Service') === undefined) return `${target.name} does not route Services: remove exposure`;
    if (ports.length === 0 && !this.isHeadless)
      return 'an app without ports cannot be exposed: add the ports that it listens on, or use Exposure.headless';
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
        ...(this.isHeadless && { clusterIP: 'None' }),
        selector,
        ...(ports.length > 0 && { ports: this._ports(ports) }),
        // otherwise a node's address would replace the client's, and the network policy would match that address
        ...(this.serviceType === 'LoadBalancer' && {
          externalTrafficPolicy: 'Local',
          loadBalancerSourceRanges: this.sources,
        }),
      },
    };
  }

  /** Service of an alias, which is always in the cluster. @internal */
  public _aliasService(
    selector: JsonObject,
    ports: ReadonlyArray<Port>,
  ): { annotations: Record<string, string>; spec: JsonObject } {
    return (this.isHeadless ? Exposure.headless() : Exposure.inCluster({ port: this.port }))._service(selector, ports);
  }
}

function aliasProblems({ aliases = [] }: HeadlessOptions): Problems {
  const problems = new Problems();
  for (const alias of aliases) {
    problems.add(dnsLabel('alias', alias));
    if (/^[0-9]/.test(alias)) problems.add(`alias must start with a letter, got ${quote(alias)}`);
    if (aliases.indexOf(alias) !== aliases.lastIndexOf(alias)) problems.add(`alias ${quote(alias)} is given twice`);
  }
  return problems;
}
