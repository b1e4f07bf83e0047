import { ChildProcess, spawn } from 'node:child_process';

/** Options of kubectl. Unset options have kubectl's own defaults. */
export interface KubectlOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** Local port that is forwarded to a pod until it is closed. */
export interface Forward {
  readonly port: number;
  close(): void;
}

/** Failed call of kubectl. The message is the last line of its error output. */
export class KubectlError extends Error {
  /** Complete error output. */
  public readonly details: string;

  constructor(stderr: string, otherwise: string) {
    const details = stderr.trim() || otherwise;
    super(details.split('\n').at(-1));
    this.details = details;
  }
}

/** Error for a missing kubectl. */
export class KubectlMissing extends Error {}

const LONGEST_CALL = 120_000;

/** Calls kubectl without a shell and with a time limit. */
export class Kubectl {
  private readonly globals: readonly string[];

  constructor({ context, kubeconfig }: KubectlOptions) {
    this.globals = [
      ...(context === undefined ? [] : ['--context', context]),
      ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ];
  }

  /**
   * Returns the output of a call.
   * @throws {@link KubectlError} if the call fails
   */
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
        code === 0 ? resolve(stdout) : reject(new KubectlError(stderr, `kubectl ended with ${signal ?? code}`)),
      );
    }).finally(() => clearTimeout(timer));
  }

  /** Returns the objects of a `get`, or an empty list if there are none. */
  public async list<T>(...args: string[]): Promise<T[]> {
    const text = await this.run('get', ...args, '--ignore-not-found', '-o', 'json');
    if (text.trim() === '') return [];
    const found = JSON.parse(text) as { readonly kind: string; readonly items?: T[] };
    return found.items ?? [found as T];
  }

  /** Returns the objects of a `get` as `kind/name`. */
  public async names(...args: string[]): Promise<string[]> {
    const text = await this.run('get', ...args, '--ignore-not-found', '-o', 'name');
    return text.split('\n').filter((line) => line !== '');
  }

  /**
   * Forwards a free local port to a port of a Service.
   * @throws {@link KubectlError} if the Service has no pod, or the port is not open in time
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

/** Stops kubectl, and closes its output: if kubectl is a wrapper, the program that it started can keep the output open. */
function end(child: ChildProcess): void {
  child.kill();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function startError(error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOENT' ? new KubectlMissing() : new KubectlError('', error.message);
}
