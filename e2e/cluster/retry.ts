import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL = 200;

/**
 * Repeats an action until it succeeds.
 * @throws Error if the action does not succeed in time
 */
export async function retry<T>(work: () => Promise<T>, seconds: number): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw new Error(`not after ${seconds} s: ${(error as Error).message}`);
      await sleep(INTERVAL);
    }
  }
}
