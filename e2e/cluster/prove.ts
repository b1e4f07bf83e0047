import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Report } from './report';

/** Environment that a proof runs on. */
export interface Stage {
  /** @throws Error when a part of it ends by itself */
  untilBroken(): Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts a stage, runs a proof on it, ends the stage, and prints every check with its result.
 *
 * @param start gets an empty folder for data and logs, which is kept when something is different
 * @returns whether everything was as expected
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
  // one that comes while the stage starts is heard when it has started, and can be stopped
  interrupted.catch(() => undefined);
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  const stage = await start(folder);
  try {
    await Promise.race([proof(stage, folder), stage.untilBroken(), interrupted]);
  } catch (error) {
    report.expect('the run', 'comes to its end', (error as Error).message);
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
