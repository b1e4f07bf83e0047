import { Problems, quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import type { Loss } from '../kubernetes/loss';
import { plainText, portNumber } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';

/** When and how often a probe asks. All are whole seconds, or counts. */
export interface ProbeOptions {
  /** @default 0 */
  readonly initialDelaySeconds?: number;
  /** @default 10 */
  readonly periodSeconds?: number;
  /** @default 1 */
  readonly timeoutSeconds?: number;
  /** Failures in a row that count. @default 3 */
  readonly failureThreshold?: number;
}

/** A signed number of 32 bits, as the API server takes it. */
const MOST = 2147483647;

/** A question that the kubelet asks a container. It never goes to another host. */
export class Probe {
  /**
   * Asks for a page; any status from 200 to 399 is well.
   * @throws when the path or the port is not valid
   */
  public static httpGet(path: string, port: number, options: ProbeOptions = {}): Probe {
    const problems = new Problems();
    if (!path.startsWith('/')) problems.add(`path of a probe must start with "/", got ${quote(path)}`);
    problems.add(plainText('path of a probe', path));
    problems.add(portNumber('port of a probe', port));
    return new Probe('Probe.httpGet', { httpGet: { path, port } }, options, problems);
  }

  /**
   * Opens a connection.
   * @throws when the port is not valid
   */
  public static tcp(port: number, options: ProbeOptions = {}): Probe {
    const problems = new Problems();
    problems.add(portNumber('port of a probe', port));
    return new Probe('Probe.tcp', { tcpSocket: { port } }, options, problems);
  }

  /**
   * Calls the gRPC health service. Below Kubernetes 1.27 it becomes a connection to the same port.
   * @throws when the port is not valid
   */
  public static grpc(port: number, options: ProbeOptions = {}): Probe {
    const problems = new Problems();
    problems.add(portNumber('port of a probe', port));
    return new Probe('Probe.grpc', { grpc: { port } }, options, problems, { tcpSocket: { port } });
  }

  /**
   * Runs a program in the container; its end with 0 is well.
   * @param command the program and its arguments, run without a shell
   * @throws when there is none
   */
  public static exec(command: string[], options: ProbeOptions = {}): Probe {
    const problems = new Problems();
    if (command.length === 0) problems.add('command of a probe must not be empty');
    for (const argument of command) problems.add(plainText('command of a probe', argument));
    return new Probe('Probe.exec', { exec: { command: [...command] } }, options, problems);
  }

  private constructor(
    what: string,
    private readonly handler: JsonObject,
    private readonly options: ProbeOptions,
    problems: Problems,
    private readonly withoutGrpc?: JsonObject,
  ) {
    for (const [name, value] of Object.entries(options) as [string, number | undefined][]) {
      const least = name === 'initialDelaySeconds' ? 0 : 1;
      if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= MOST))
        problems.add(`${name} must be a whole number from ${least} to ${MOST}, got ${quote(value)}`);
    }
    problems.throwIfAny(what);
  }

  /** How long it waits before it asks for the first time, in seconds. */
  public get delaySeconds(): number {
    return this.options.initialDelaySeconds ?? 0;
  }

  /** How long the probe lets a container take until it counts as failed, in seconds. */
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
