import { ChildProcess, spawn } from 'node:child_process';

export interface KubectlOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** A local port that leads into a pod, until it is closed. */
export interface Forward {
  readonly port: number;
  close(): void;
}

/** A call of kubectl that failed; the message is the last line that it said. */
export class KubectlError extends Error {
  /** All that it said. */
  public readonly details: string;

  constructor(stderr: string, otherwise: string) {
    const details = stderr.trim() || otherwise;
    super(details.split('\n').at(-1));
    this.details = details;
  }
}

/** There is no kubectl to call. */
export class KubectlMissing extends Error {}

const LONGEST_CALL = 120_000;

/** The program kubectl, called without a shell and never for longer than it is given. */
export class Kubectl {
  private readonly globals: readonly string[];

  constructor({ context, kubeconfig }: KubectlOptions) {
    this.globals = [
      ...(context === undefined ? [] : ['--context', context]),
      ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ];
  }

  /** Returns the output of a call. @throws KubectlError if the call fails */
  public run(...args: string[]): Promise<string> {
    const child = this.start([...args, '--request-timeout=20s']);
    const timer = setTimeout(() => end(child), LONGEST_CALL);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return new Promise<string>((resolve, reject) => {
      child.on('error', (error) => reject(startError(error)));
      child.on('close', (code, signal) =>
        code === 0 ? resolve(stdout) : reject(new KubectlError(stderr, `kubectl ended by ${signal ?? code}`)),
      );
    }).finally(() => clearTimeout(timer));
  }

  /** The objects of a `get`; an empty list where nothing is found. */
  public async list<T>(...args: string[]): Promise<T[]> {
    const text = await this.run('get', ...args, '--ignore-not-found', '-o', 'json');
    if (text.trim() === '') return [];
    const found = JSON.parse(text) as { readonly kind: string; readonly items?: T[] };
    return found.items ?? [found as T];
  }

  /** The objects of a `get` as `kind/name`. */
  public async names(...args: string[]): Promise<string[]> {
    const text = await this.run('get', ...args, '--ignore-not-found', '-o', 'name');
    return text.split('\n').filter((line) => line !== '');
  }

  /**
   * Opens a free local port to a port of a Service.
   *
   * @throws KubectlError if no pod is behind it within the time
   */
  public forward(namespace: string, service: string, port: number, milliseconds: number): Promise<Forward> {
    const child = this.start([
      'port-forward',
      '--namespace',
      namespace,
      '--address',
      '127.0.0.1',
      `service/${service}`,
      `:${port}`,
    ]);
    let stdout = '';
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return new Promise<Forward>((resolve, reject) => {
      const fail = (error: Error): void => {
        clearTimeout(timer);
        end(child);
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new KubectlError(stderr, `no port within ${milliseconds / 1000} s`)),
        milliseconds,
      );
      child.on('error', (error) => fail(startError(error)));
      child.on('close', () => fail(new KubectlError(stderr, 'kubectl ended before it opened a port')));
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+) ->/m.exec(stdout) ?? [];
        if (local === undefined) return;
        clearTimeout(timer);
        resolve({ port: Number(local), close: () => end(child) });
      });
    });
  }

  private start(args: readonly string[]): ChildProcess {
    return spawn('kubectl', [...this.globals, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

/** Ends kubectl. It may be a wrapper whose program outlives it, and must not keep this process waiting for its output. */
function end(child: ChildProcess): void {
  child.kill();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function startError(error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOENT' ? new KubectlMissing() : new KubectlError('', error.message);
}
