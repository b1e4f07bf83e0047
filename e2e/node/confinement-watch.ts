import { setTimeout as sleep } from 'node:timers/promises';
import { KernelView, PodProcess } from './kernel-view';

const INTERVAL = 2000;

/** Looks again and again, while all else goes on, at what the servers of the demo run under. */
export class ConfinementWatch {
  /** Labels of a server that deny nothing. */
  public readonly unconfined = new Set<string>();
  public looks = 0;
  private isOver = false;
  private readonly watching: Promise<void>;

  constructor(look: () => Promise<KernelView>) {
    this.watching = this.watch(look);
  }

  public async stop(): Promise<void> {
    this.isOver = true;
    await this.watching;
  }

  private async watch(look: () => Promise<KernelView>): Promise<void> {
    while (!this.isOver) {
      const view = await look().catch(() => undefined);
      if (view !== undefined) this.looks += 1;
      for (const { label } of (view?.processes ?? []).filter(isServer))
        if (!label.endsWith(' (enforce)')) this.unconfined.add(label);
      await sleep(INTERVAL);
    }
  }
}

/** The demo's server; until its runtime has become it, a container's first process bears another name. */
export function isServer({ name }: PodProcess): boolean {
  return name === 'hello';
}
