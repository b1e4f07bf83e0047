import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A program that runs beside the test, with its words in a file. */
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
      this.child.on('exit', (code, signal) => resolve(`it ended by ${signal ?? code}`));
    });
  }

  /** @throws Error when the program ends */
  public async untilEnd(): Promise<never> {
    throw new Error(`${this.name}: ${await this.ended}, see ${this.log}`);
  }

  /** Ends the program at once, as a loss of power would. */
  public async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Has the program read its configuration again, if that is what it does at a hang-up. */
  public reload(): void {
    this.child.kill('SIGHUP');
  }

  /** Asks the program to end, and makes it after ten seconds. */
  public async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await this.ended;
    clearTimeout(timer);
  }
}
