/** Shorter work needs no word. */
const QUIET = 1000;
const INTERVAL = 200;

/** What was interrupted is cleaned up as after any other error. */
class Interrupted extends Error {
  public readonly code = 'EINTR';
}

/**
 * Says on a terminal how far some work has come; nothing in a pipe, and nothing in the first second. An interrupt stops the
 * work where it reports next.
 */
export async function withProgress<T>(
  what: string,
  work: (report: (done: number, of?: number) => void) => Promise<T>,
): Promise<T> {
  const start = Date.now();
  let said = 0;
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work((done, of) => {
      if (interrupted) throw new Interrupted(`${what}: interrupted`);
      const now = Date.now();
      if (!process.stderr.isTTY || now - start < QUIET || now - said < INTERVAL) return;
      said = now;
      const share = of === undefined || of === 0 ? '' : `, ${Math.min(100, Math.floor((done / of) * 100))} %`;
      process.stderr.write(`\r\u001b[K${what}: ${(done / 2 ** 20).toFixed(0)} MiB${share}`);
    });
  } finally {
    if (said > 0) process.stderr.write('\r\u001b[K');
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
