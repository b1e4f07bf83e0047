import { expectTypes } from '../diagnostics/expected-type';
import type { Duration } from 'cdk8s';
import { Problems, quote } from '../diagnostics/input-error';
import { inSeconds } from '../kubernetes/amount';
import type { JsonObject } from '../kubernetes/manifest';
import type { Loss } from '../kubernetes/loss';
import { plainText, portNumber } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';

/** Times and thresholds of a probe. All are whole numbers: a time is a number of seconds, or a `Duration`. */
export interface ProbeOptions {
  /**
   * Seconds between the start of the container and the first probe.
   * @default 0
   */
  readonly initialDelaySeconds?: number | Duration;
  /**
   * Seconds between two probes.
   * @default 10
   */
  readonly periodSeconds?: number | Duration;
  /**
   * Seconds after which a probe without an answer has failed.
   * @default 1
   */
  readonly timeoutSeconds?: number | Duration;
  /**
   * Number of consecutive failures after which Kubernetes acts.
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** Largest signed number of 32 bits, which is the largest that the API server accepts. */
const MOST = 2147483647;

/** Check of a container by the kubelet. A probe cannot be sent to another host. */
export class Probe {
  /**
   * Sends an HTTP GET request. It succeeds with a status from 200 to 399.
   * @throws {@link InputError} if the path, the port or an option is invalid
   */
  public static httpGet(path: string, port: number, options: ProbeOptions = {}): Probe {
    expectTypes('Probe.httpGet', { path: [path, 'text'] });
    const problems = new Problems();
    if (!path.startsWith('/')) problems.add(`path of a probe must start with "/", got ${quote(path)}`);
    problems.add(plainText('path of a probe', path));
    problems.add(portNumber('port of a probe', port));
    return new Probe('Probe.httpGet', { httpGet: { path, port } }, options, problems);
  }

  /**
   * Opens a TCP connection.
   * @throws {@link InputError} if the port or an option is invalid
   */
  public static tcp(port: number, options: ProbeOptions = {}): Probe {
    const problems = new Problems();
    problems.add(portNumber('port of a probe', port));
    return new Probe('Probe.tcp', { tcpSocket: { port } }, options, problems);
  }

  /**
   * Calls the gRPC health service. Before Kubernetes 1.27 it becomes a TCP connection to the same port.
   * @throws {@link InputError} if the port or an option is invalid
   */
  public static grpc(port: number, options: ProbeOptions = {}): Probe {
    const problems = new Problems();
    problems.add(portNumber('port of a probe', port));
    return new Probe('Probe.grpc', { grpc: { port } }, options, problems, { tcpSocket: { port } });
  }

  /**
   * Runs a program in the container. It succeeds with exit code 0.
   * @param command program and its arguments, which no shell interprets
   * @throws {@link InputError} if the command is empty, or an argument or an option is invalid
   */
  public static exec(command: string[], options: ProbeOptions = {}): Probe {
    expectTypes('Probe.exec', { command: [command, { listOf: 'text' }] });
    const problems = new Problems();
    if (command.length === 0) problems.add('command of a probe must not be empty');
    for (const argument of command) problems.add(plainText('command of a probe', argument));
    return new Probe('Probe.exec', { exec: { command: [...command] } }, options, problems);
  }

  private readonly options: Readonly<Partial<Record<keyof ProbeOptions, number | undefined>>>;

  private constructor(
    what: string,
    private readonly handler: JsonObject,
    options: ProbeOptions,
    problems: Problems,
    private readonly withoutGrpc?: JsonObject,
  ) {
    const given = Object.entries(options) as [keyof ProbeOptions, number | Duration | undefined][];
    this.options = Object.fromEntries(given.map(([name, value]) => [name, value && inSeconds(value)]));
    for (const [name, value] of Object.entries(this.options)) {
      const least = name === 'initialDelaySeconds' ? 0 : 1;
      if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= MOST))
        problems.add(`${name} must be a whole number from ${least} to ${MOST}, got ${quote(value)}`);
    }
    problems.throwIfAny(what);
  }

  /** Seconds between the start of the container and the first probe. */
  public get delaySeconds(): number {
    return this.options.initialDelaySeconds ?? 0;
  }

  /** Seconds until a container that never answers has failed. */
  public get patienceSeconds(): number {
    return this.delaySeconds + (this.options.periodSeconds ?? 10) * (this.options.failureThreshold ?? 3);
  }

  /** @internal */
  public _render(target: Target): { probe: JsonObject; losses: Loss[] } {
    if (this.withoutGrpc && !target._supports('grpcProbe'))
      return { probe: { ...this.withoutGrpc, ...this.options }, losses: [target._loss('grpcProbe', 'grpc')] };
    return { probe: { ...this.handler, ...this.options }, losses: [] };
  }
}
