import type { LossEntry, Outcome } from '../loss-report';
import { commentLines } from './comment';

/** Outcomes that a reader of the code must know, with the word for each. */
const WORDS: Readonly<Partial<Record<Outcome, string>>> = {
  refused: 'Refused',
  approximated: 'Differs',
  unsupported: 'Left out',
};

/** Number of services from which on a shared difference is written once, at the start. */
const SHARED = 3;

/** Comments of a program about the values that it does not represent exactly. */
export class LossComments {
  private readonly ofService = new Map<string | null, LossEntry[]>();
  /** Services by the difference that at least three of them share. */
  private readonly shared = new Map<string, { readonly entry: LossEntry; readonly services: string[] }>();

  constructor(entries: ReadonlyArray<LossEntry>) {
    const told = entries.filter(({ outcome }) => WORDS[outcome] !== undefined);
    const sharing = new Map<string, { readonly entry: LossEntry; readonly services: string[] }>();
    for (const entry of told) {
      const known = sharing.get(sharedKey(entry)) ?? { entry, services: [] };
      sharing.set(sharedKey(entry), known);
      if (entry.service !== null && !known.services.includes(entry.service)) known.services.push(entry.service);
    }
    for (const [key, found] of sharing) if (found.services.length >= SHARED) this.shared.set(key, found);
    for (const entry of told) {
      if (this.shared.has(sharedKey(entry))) continue;
      const of = this.ofService.get(entry.service) ?? [];
      this.ofService.set(entry.service, of);
      of.push(entry);
    }
  }

  /** Comments about values outside services, and about what several services share. */
  public get general(): string[] {
    const shared = [...this.shared.values()].map(
      ({ entry, services }) => `${toldOf(entry, [entry.key])} (${listed(services)})`,
    );
    return [...this.linesOf(null), ...shared.flatMap((text) => commentLines(text, '  '))];
  }

  /** Comments about a service. */
  public of(service: string): string[] {
    return this.linesOf(service);
  }

  private linesOf(service: string | null): string[] {
    const keys = new Map<string, { readonly entry: LossEntry; readonly keys: string[] }>();
    for (const entry of this.ofService.get(service) ?? []) {
      const key = `${entry.outcome} ${entry.reason}`;
      const known = keys.get(key) ?? { entry, keys: [] };
      keys.set(key, known);
      known.keys.push(entry.key);
    }
    return [...keys.values()].flatMap(({ entry, keys: of }) => commentLines(toldOf(entry, of), '  '));
  }
}

function sharedKey({ outcome, key, reason }: LossEntry): string {
  return `${outcome} ${key} ${reason}`;
}

function toldOf({ outcome, reason, accept }: LossEntry, keys: ReadonlyArray<string>): string {
  const accepted = accept === undefined ? '' : ` (--accept ${accept})`;
  return `${WORDS[outcome] ?? ''}: ${listed(keys)}: ${reason}${accepted}`;
}

function listed(names: ReadonlyArray<string>): string {
  const [last, others] = [names.at(-1) ?? '', names.slice(0, -1)];
  return others.length === 0 ? last : `${others.join(', ')} and ${last}`;
}
