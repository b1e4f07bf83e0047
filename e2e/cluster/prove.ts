import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Report } from './report';

/** Environment that a proof runs in. */
export interface Stage {
  /** @throws Error if a part of it ends unexpectedly */
  untilBroken(): Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts a stage, runs a proof on it, stops the stage, and prints each check with its result.
 * @param start starts the stage in an empty folder for data and logs, which is kept if a result differs
 * @returns true if all results are as expected
 */
export async function prove<S extends Stage>(
  report: Report,
  start: (folder: string) => Promise<S>,
  proof: (stage: S, folder: string) => Promise<void>,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-secure-edge-e2e-'));
  report.say(`starting; the logs are in ${folder}`);
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Error('stopped by a signal'));
  });
  // a signal during the start is handled after the start, when the stage can be stopped
  interrupted.catch(() => undefined);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  const stage = await start(folder);
  try {
    await Promise.race([proof(stage, folder), stage.untilBroken(), interrupted]);
  } catch (error) {
    report.expect('the run', 'ends without an error', (error as Error).message);
  } finally {
    await stage.stop();
    for (const signal of signals) process.off(signal, interrupt);
  }
  console.log(`\n${report.toString()}\n`);
  report.say(`${report.size} checks, ${report.differences} different`);
  if (report.differences === 0) rmSync(folder, { recursive: true });
  else console.error(`the logs are kept in ${folder}`);
  return report.differences === 0;
}
