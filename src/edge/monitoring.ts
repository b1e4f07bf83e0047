import type { Duration } from 'cdk8s';
import type { PodMonitorSpec } from '../../imports/podmonitor-monitoring.coreos.com';
import type { ServiceMonitorSpec } from '../../imports/servicemonitor-monitoring.coreos.com';
import { expectTypes, typeProblem } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import { inSeconds } from '../kubernetes/amount';
import type { JsonObject } from '../kubernetes/manifest';
import { Protocol, type Port } from '../kubernetes/port';
import { labels as labelProblems, plainText } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';
import { Flow } from '../network/flow';
import type { INetworkPeer } from '../network/network-peer';
import { Peer } from '../network/peer';
import type { Exposure } from './exposure';

/** Options of the collection of an app's metrics. */
export interface MonitoringOptions {
  /** Pods that collect the metrics, such as `Peer.namespace('monitoring')`. The network policy of the app admits them. */
  readonly from: Peer | INetworkPeer;
  /** Port of the app that returns the metrics. */
  readonly port: Port;
  /**
   * Path of the metrics.
   * @default "/metrics"
   */
  readonly path?: string;
  /**
   * Seconds, or a `Duration`, between two collections.
   * @default - the interval of the Prometheus that collects
   */
  readonly interval?: number | Duration;
  /**
   * Labels of the monitor, by which a Prometheus finds it, such as `{ release: 'kube-prometheus-stack' }`.
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** @internal */
export type MonitorKind = 'PodMonitor' | 'ServiceMonitor';

const API_VERSION = 'monitoring.coreos.com/v1';
/** First minor version of Kubernetes that the definitions of the monitors support. */
const MONITORS_SINCE = 16;

/**
 * Collection of an app's metrics by the Prometheus Operator, whose definitions are already in the cluster.
 *
 * The app gets a monitor, and its network policy admits the pods that collect.
 */
export class Monitoring {
  /**
   * Collects from each pod, by a PodMonitor. The app needs no Service.
   * @throws {@link InputError} if an option is invalid
   */
  public static podMonitor(options: MonitoringOptions): Monitoring {
    return new Monitoring('PodMonitor', options);
  }

  /**
   * Collects from the Service of the app, by a ServiceMonitor. The app must be exposed in the cluster, with the port.
   * @throws {@link InputError} if an option is invalid
   */
  public static serviceMonitor(options: MonitoringOptions): Monitoring {
    return new Monitoring('ServiceMonitor', options);
  }

  /** Pods that collect. @internal */
  public readonly _flow: Flow;

  private constructor(
    /** @internal */
    public readonly _kind: MonitorKind,
    private readonly options: MonitoringOptions,
  ) {
    const what = `Monitoring.${_kind === 'PodMonitor' ? 'podMonitor' : 'serviceMonitor'}`;
    expectTypes(what, { options: [options, 'object'] });
    expectTypes(what, {
      from: [options.from, 'object'],
      port: [options.port, { instanceOf: 'Port', madeBy: 'Port.tcp(9090)' }],
    });
    const { path, labels = {}, port } = options;
    const problems = new Problems();
    if (port.protocol !== Protocol.TCP) problems.add(`port must be a TCP port, got ${port.number}/${port.protocol}`);
    if (path !== undefined) problems.add(pathProblem(path));
    const wrong = typeProblem('labels', labels, { mapOf: 'text' });
    problems.add(wrong);
    if (wrong === undefined) for (const problem of labelProblems('label', labels)) problems.add(problem);
    const { interval } = this;
    if (interval !== undefined && !(Number.isSafeInteger(interval) && interval >= 1))
      problems.add(`interval must be a whole number of seconds, 1 or more, got ${quote(interval)}`);
    problems.throwIfAny(what);
    this._flow = Flow.with(options.from, port);
  }

  /** apiVersion of the monitor. @internal */
  public get _apiVersion(): string {
    return API_VERSION;
  }

  /** Labels of the monitor. @internal */
  public get _labels(): Record<string, string> {
    return { ...this.options.labels };
  }

  /** Problem of an app with some ports and an exposure. @internal */
  public _problem(ports: ReadonlyArray<Port>, exposure: Exposure, target: Target): string | undefined {
    const { port } = this.options;
    if (target.isIzumaEdge || target.minor < MONITORS_SINCE)
      return `monitoring needs Kubernetes 1.${MONITORS_SINCE} or later, got ${target.name}: remove monitoring`;
    const own = this.ownPort(ports);
    if (own === undefined)
      return `monitored port ${port.number}/${port.protocol} must be one of the app's ports: add it to ports`;
    if (this._kind === 'PodMonitor') return undefined;
    if (exposure.serviceType === undefined)
      return 'a ServiceMonitor needs a Service: set exposure, such as Exposure.inCluster(), or use Monitoring.podMonitor';
    return exposure._ports(ports).some(({ name }) => name === own.name)
      ? undefined
      : `monitored port ${port.number}/${port.protocol} must be a port of the Service: add it to the ports of exposure, or use Monitoring.podMonitor`;
  }

  /** Returns the spec of the monitor. @internal */
  public _spec(matchLabels: Record<string, string>, ports: ReadonlyArray<Port>): JsonObject {
    const { path } = this.options;
    const { interval } = this;
    const endpoint = {
      port: this.ownPort(ports)?.name ?? '',
      ...(path !== undefined && { path }),
      ...(interval !== undefined && { interval: `${interval}s` }),
    };
    const selector = { matchLabels };
    if (this._kind === 'PodMonitor') return { selector, podMetricsEndpoints: [endpoint] } satisfies PodMonitorSpec;
    return { selector, endpoints: [endpoint] } satisfies ServiceMonitorSpec;
  }

  private get interval(): number | undefined {
    const { interval } = this.options;
    return interval === undefined ? undefined : inSeconds(interval);
  }

  private ownPort(ports: ReadonlyArray<Port>): Port | undefined {
    const { number, protocol } = this.options.port;
    return ports.find((each) => each.number === number && each.protocol === protocol);
  }
}

function pathProblem(path: string): string | undefined {
  const wrong = typeProblem('path', path, 'text') ?? plainText('path', path);
  return wrong ?? (path.startsWith('/') ? undefined : `path must start with "/", got ${quote(path)}`);
}
