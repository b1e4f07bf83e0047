import { setTimeout as sleep } from 'node:timers/promises';
import { KubectlError } from './kubectl';

/**
 * Repeats a check until it succeeds or the time is over. If kubectl fails, the check is repeated too.
 * @param seconds maximum time, in seconds
 * @param interval time between two checks, in milliseconds
 * @returns true if the check has succeeded
 */
export async function waitUntil(
  isDone: () => Promise<boolean>,
  seconds: number,
  interval: number = 1000,
): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    if (await isDone().catch(notYet)) return true;
    if (performance.now() + interval > end) return false;
    await sleep(interval);
  }
}

function notYet(error: unknown): boolean {
  if (!(error instanceof KubectlError)) throw error;
  console.log(`kubectl: ${error.message}; trying again`);
  return false;
}

/** Prints the state of each object when it changes. */
export class Progress {
  private readonly last = new Map<string, string>();

  public say(about: string, text: string): void {
    if (this.last.get(about) === text) return;
    this.last.set(about, text);
    console.log(`${about}: ${text}`);
  }
}
