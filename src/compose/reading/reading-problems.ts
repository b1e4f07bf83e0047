import { InputError } from '../../diagnostics/input-error';
import type { ComposePlace } from '../compose-place';

/** Number of problems after which reading stops. */
const MOST = 1000;

/** Problems of the files of a project, with their places. One error reports them all. */
export class ReadingProblems {
  private readonly found: { readonly place: ComposePlace; readonly message: string }[] = [];

  /** Adds a problem. @throws {@link InputError} if there are very many */
  public add(place: ComposePlace, message: string): void {
    if (this.found.some((each) => each.message === message && samePlace(each.place, place))) return;
    this.found.push({ place, message });
    if (this.found.length >= MOST) this.throwIfAny();
  }

  /** @throws {@link InputError} with every problem, in the order of the files and lines */
  public throwIfAny(): void {
    const { found } = this;
    const [first] = found;
    if (!first) return;
    if (found.length === 1) throw new InputError(nameOf(first.place), [first.message]);
    const files = [...new Set(found.map(({ place }) => place.file))];
    const sorted = [...found].sort(
      (a, b) => files.indexOf(a.place.file) - files.indexOf(b.place.file) || a.place.line - b.place.line,
    );
    throw files.length === 1
      ? new InputError(
          first.place.file,
          sorted.map(({ place, message }) => `line ${place.line}: ${message}`),
        )
      : new InputError(
          'Compose files',
          sorted.map(({ place, message }) => `${nameOf(place)}: ${message}`),
        );
  }
}

function nameOf({ file, line }: ComposePlace): string {
  return `${file}:${line}`;
}

function samePlace(a: ComposePlace, b: ComposePlace): boolean {
  return a.file === b.file && a.line === b.line;
}
