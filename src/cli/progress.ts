import { printable } from '../diagnostics/printable';
import { printError } from './print';

const SILENT_MS = 1000;
const PAUSE_MS = 100;

/** Line on a terminal that shows the progress of long work. Short work and other streams have none. */
export class Progress {
  private readonly start = Date.now();
  private last = 0;

  /** @param stream returns the stream; not called for short work, which starts faster without it */
  constructor(private readonly stream: () => NodeJS.WriteStream) {}

  /** Shows what is done now. */
  public tell(what: string): void {
    const now = Date.now();
    if (now - this.start < SILENT_MS || now - this.last < PAUSE_MS) return;
    const stream = this.stream();
    if (!stream.isTTY) return;
    this.last = now;
    stream.write(`\r\u001b[2K${printable(what).slice(0, (stream.columns || 80) - 1)}`);
  }

  /** Removes the line. */
  public end(): void {
    if (this.last > 0) this.stream().write('\r\u001b[2K');
  }
}

/** Interrupt by the user. The work is cleaned up as after any other error. */
export class Interrupted extends Error {}

/**
 * Runs some work and shows its progress, in bytes or as text. Lines that the work prints remain. An interrupt stops the work
 * at its next report of progress.
 */
export async function withProgress<T>(
  what: string,
  work: (report: (done: number | string, of?: number) => void, printLine: (line: string) => void) => Promise<T>,
): Promise<T> {
  const progress = new Progress(() => process.stderr);
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
