import { setTimeout as sleep } from 'node:timers/promises';
import { KubectlError } from './kubectl';

/**
 * Asks again and again until the answer is yes or the time is over.
 *
 * An API server that does not answer for a moment is asked again.
 * @param interval between two questions, in milliseconds
 * @returns whether the answer was yes
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

/** Prints a line about each thing when it changes. */
export class Progress {
  private readonly last = new Map<string, string>();

  public say(about: string, text: string): void {
    if (this.last.get(about) === text) return;
    this.last.set(about, text);
    console.log(`${about}: ${text}`);
  }
}
