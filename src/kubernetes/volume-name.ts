import { withoutTrailing } from './trailing';

const LONGEST = 63;

/** Returns a volume name made from any text: a DNS label that is not taken yet. */
export function volumeName(text: string, taken: ReadonlySet<string | undefined>): string {
  return new VolumeNames(taken).take(text);
}

/** Names of the volumes of one pod. */
export class VolumeNames {
  private readonly taken: Set<string | undefined>;
  /** Number of the last name made from a text, so that many names from one text take linear time. */
  private readonly last = new Map<string, number>();

  constructor(taken: Iterable<string | undefined>) {
    this.taken = new Set(taken);
  }

  /** Reserves and returns a name made from any text: a DNS label that no other volume has. */
  public take(text: string): string {
    const wanted = labelOf(text);
    for (let n = this.last.get(wanted) ?? 0; ; n += 1) {
      const suffix = n === 0 ? '' : `-${n + 1}`;
      const name = withoutTrailing(wanted.slice(0, LONGEST - suffix.length), '-') + suffix;
      if (this.taken.has(name)) continue;
      this.taken.add(name);
      this.last.set(wanted, n + 1);
      return name;
    }
  }
}

function labelOf(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-/, '')
      .slice(0, LONGEST)
      .replace(/-$/, '') || 'volume'
  );
}
