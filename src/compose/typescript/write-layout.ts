import type { Group, Layout } from './layout';

const WIDTH = 120;
const STEP = 2;

/** Part that is not yet written. */
interface Pending {
  readonly indentation: number;
  readonly isBroken: boolean;
  readonly layout: Layout;
}

/** Writes a layout as lines of at most 120 characters, where its parts allow it. */
export function writeLayout(layout: Layout): string {
  return new Writer().write(layout);
}

class Writer {
  private readonly written: string[] = [];
  private readonly pending: Pending[] = [];
  private readonly broken = new Set<Group>();
  private column = 0;
  /** Spaces to write before the next text of the line. A line without text has none. */
  private owed = 0;
  /** True after a hard line: a group in a line that fits may not fit any more. */
  private mustMeasure = false;

  public write(layout: Layout): string {
    this.pending.push({ indentation: 0, isBroken: true, layout });
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) this.step(next);
    return this.written.join('');
  }

  private step({ indentation, isBroken, layout }: Pending): void {
    if (typeof layout === 'string') {
      if (layout !== '') this.written.push(' '.repeat(this.owed), layout);
      this.owed = layout === '' ? this.owed : 0;
      this.column += layout.length;
      return;
    }
    switch (layout.type) {
      case 'sequence':
        pushAll(this.pending, layout.parts, indentation, isBroken);
        return;
      case 'indent': {
        const isDeeper = layout.ifBroken === undefined || this.broken.has(layout.ifBroken);
        this.pending.push({ indentation: indentation + (isDeeper ? STEP : 0), isBroken, layout: layout.content });
        return;
      }
      case 'group':
        this.startGroup(layout, indentation, isBroken);
        return;
      case 'if-broken':
        if (isBroken) this.step({ indentation, isBroken, layout: layout.text });
        return;
      case 'line':
        if (!isBroken && layout.kind !== 'hard') {
          if (layout.kind === 'space') this.step({ indentation, isBroken, layout: ' ' });
          return;
        }
        if (!isBroken) this.mustMeasure = true;
        this.written.push('\n');
        this.owed = indentation;
        this.column = indentation;
    }
  }

  private startGroup(group: Group, indentation: number, isBroken: boolean): void {
    const [first, ...longer] = group.states;
    if (!isBroken && !this.mustMeasure) {
      this.choose(group, { indentation, isBroken: group.isBroken, layout: first });
      return;
    }
    this.mustMeasure = false;
    const flat = (layout: Layout): Pending => ({ indentation, isBroken: false, layout });
    const fitting = group.isBroken ? undefined : group.states.map(flat).find((state) => this.fits(state));
    this.choose(group, fitting ?? { indentation, isBroken: true, layout: longer.at(-1) ?? first });
  }

  private choose(group: Group, chosen: Pending): void {
    if (chosen.isBroken) this.broken.add(group);
    this.pending.push(chosen);
  }

  /** Returns true if the text up to the next possible line break fits on the line. */
  private fits(next: Pending): boolean {
    let space = WIDTH - this.column;
    let following = this.pending.length;
    const parts = [next];
    while (space >= 0) {
      const part = parts.pop() ?? this.pending[--following];
      if (part === undefined) return true;
      const { isBroken, layout } = part;
      if (typeof layout === 'string') space -= layout.length;
      else if (layout.type === 'line') {
        if (isBroken || layout.kind === 'hard') return true;
        if (layout.kind === 'space') space -= 1;
      } else if (layout.type === 'sequence') pushAll(parts, layout.parts, 0, isBroken);
      else if (layout.type === 'indent') parts.push({ ...part, layout: layout.content });
      else if (layout.type === 'if-broken') space -= isBroken ? layout.text.length : 0;
      else {
        const isGroupBroken = layout.isBroken || isBroken;
        const content = isGroupBroken ? layout.states.at(-1)! : layout.states[0];
        parts.push({ indentation: 0, isBroken: isGroupBroken, layout: content });
      }
    }
    return false;
  }
}

function pushAll(stack: Pending[], parts: ReadonlyArray<Layout>, indentation: number, isBroken: boolean): void {
  for (let i = parts.length - 1; i >= 0; i -= 1) stack.push({ indentation, isBroken, layout: parts[i]! });
}
