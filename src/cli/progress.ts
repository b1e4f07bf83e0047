import { printable } from '../diagnostics/printable';
import { printError } from './print';

const SILENT_MS = 1000;
const PAUSE_MS = 100;

/** One line on a terminal that tells how far long work has come; short work, and what is no terminal, sees nothing of it. */
export class Progress {
  private readonly start = Date.now();
  private last = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  public tell(what: string): void {
    if (!this.stream.isTTY) return;
    const now = Date.now();
    if (now - this.start < SILENT_MS || now - this.last < PAUSE_MS) return;
    this.last = now;
    this.stream.write(`\r\u001b[2K${printable(what).slice(0, (this.stream.columns || 80) - 1)}`);
  }

  /** Takes the line away. */
  public end(): void {
    if (this.last > 0) this.stream.write('\r\u001b[2K');
  }
}

/** An interrupt by the user. Work that it ends is cleaned up as after any other error. */
export class Interrupted extends Error {}

/**
 * Says how many bytes of some work are done, or what is done now, and prints lines that stay. An interrupt stops the work
 * where it reports next.
 */
export async function withProgress<T>(
  what: string,
  work: (report: (done: number | string, of?: number) => void, printLine: (line: string) => void) => Promise<T>,
): Promise<T> {
  const progress = new Progress(process.stderr);
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const report = (done: number | string, of?: number): void => {
      if (interrupted) throw new Interrupted(`${what}: interrupted`);
      progress.tell(`${what}: ${typeof done === 'string' ? done : megabytes(done, of)}`);
    };
    return await work(report, (line) => {
      progress.end();
      printError(line);
    });
  } finally {
    progress.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function megabytes(done: number, of = 0): string {
  const share = of === 0 ? '' : `, ${Math.min(100, Math.floor((done / of) * 100))} %`;
  return `${(done / 2 ** 20).toFixed(0)} MiB${share}`;
}
