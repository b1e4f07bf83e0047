import { setTimeout as sleep } from 'node:timers/promises';
import { KernelView, PodProcess } from './kernel-view';

const INTERVAL = 2000;

/** Reads the profiles of the demo's servers repeatedly, in the background. */
export class ConfinementWatch {
  /** Labels of a server that do not confine it. */
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

/** Returns true if a process is a server of the demo. Until the runtime has started the server, the first process of a container has another name. */
export function isServer({ name }: PodProcess): boolean {
  return name === 'hello';
}
