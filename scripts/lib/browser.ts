import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Event of a page in the browser, by its name in the protocol. */
export interface PageEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: Record<string, unknown>) => void;
  readonly reject: (error: Error) => void;
}

/** Chromium without a window, spoken to by its DevTools protocol over a pipe. */
export class Browser {
  /** All that its page has said so far. */
  public readonly events: PageEvent[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private readonly process: ChildProcess;
  private readonly folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  private sessionId?: string;
  private rest = '';
  private sent = 0;

  constructor() {
    const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', '--no-first-run'];
    this.process = spawn('chromium', [...args, `--user-data-dir=${this.folder}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    (this.process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.process.on('error', (error) => this.fail(error)).on('exit', () => this.fail(new Error('chromium ended')));
  }

  /** Opens an empty page, which all that follows is about. */
  public async open(): Promise<void> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.sessionId = sessionId as string;
    for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await this.send(`${domain}.enable`);
  }

  public async send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = (this.sent += 1);
    const { sessionId } = this;
    (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** The value of an expression in the page, which may be a promise. */
  public async evaluate<T>(expression: string): Promise<T> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: T }).value;
  }

  public async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private read(text: string): void {
    const messages = (this.rest + text).split('\0');
    this.rest = messages.pop() ?? '';
    for (const each of messages) this.take(JSON.parse(each) as Message);
  }

  private take({ id, method, params = {}, result = {}, error }: Message): void {
    if (method !== undefined) this.events.push({ method, params });
    if (id === undefined) return;
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
