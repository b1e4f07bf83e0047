import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Program that runs in the background, with its output in a file. */
export class Daemon {
  private readonly child: ChildProcess;
  private readonly ended: Promise<string>;

  constructor(
    public readonly name: string,
    program: string,
    args: readonly string[],
    public readonly log: string,
  ) {
    const out = openSync(log, 'a');
    this.child = spawn(program, args, { stdio: ['ignore', out, out] });
    closeSync(out);
    this.ended = new Promise((resolve) => {
      this.child.on('error', ({ message }) => resolve(message));
      this.child.on('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
    });
  }

  /** @throws Error if the program ends */
  public async untilEnd(): Promise<never> {
    throw new Error(`${this.name}: ${await this.ended}, see ${this.log}`);
  }

  /** Kills the program at once, as a power failure would. */
  public async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Sends the program a hang-up signal, at which it reads its configuration again. */
  public reload(): void {
    this.child.kill('SIGHUP');
  }

  /** Asks the program to end, and kills it after ten seconds. */
  public async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await this.ended;
    clearTimeout(timer);
  }
}
