import { lstatSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { InputFile } from './input';

/** Output files below a folder, one for each input. */
export class OutputFolder {
  /** Reasons not to write anything, one sentence each. */
  public readonly problems: string[] = [];

  private readonly taken = new Map<string, { readonly path: string; readonly input: string }>();

  constructor(
    private readonly folder: string,
    inputs: ReadonlyArray<Pick<InputFile, 'name' | 'relative'>>,
  ) {
    for (const input of inputs) this.take(input);
    for (const { path, input } of this.taken.values()) this.refuseFolder(path, input);
  }

  /** Path that the hardened text of an input is written to. */
  public pathOf({ relative }: Pick<InputFile, 'relative'>): string {
    return join(this.folder, relative);
  }

  private take(file: Pick<InputFile, 'name' | 'relative'>): void {
    const path = this.pathOf(file);
    const steps = relative(this.folder, path).split(sep);
    if (steps[0] === '..' || isAbsolute(steps[0] ?? ''))
      this.problems.push(`${file.name}: its output ${path} is outside of ${this.folder}: name a folder around it`);
    const link = linkAbove(this.folder, steps);
    if (link !== undefined)
      this.problems.push(
        `${file.name}: its output ${path} leads through the link ${link}: remove the link, or name another output folder`,
      );
    const holder = this.taken.get(keyOf(path));
    if (holder === undefined) this.taken.set(keyOf(path), { path, input: file.name });
    else if (holder.path === path)
      this.problems.push(`${holder.input} and ${file.name} have one output, ${path}: ${SEPARATE}`);
    else
      this.problems.push(
        `${holder.input} and ${file.name} have outputs that differ only in case, ${holder.path} and ${path}, and are one file where case does not count: ${SEPARATE}`,
      );
  }

  /** One input's output cannot be a folder of another's. */
  private refuseFolder(path: string, input: string): void {
    for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
      const holder = this.taken.get(keyOf(above));
      if (holder !== undefined)
        this.problems.push(
          `${holder.input} has the output ${holder.path}, a folder of the output of ${input}: ${SEPARATE}`,
        );
    }
  }
}

const SEPARATE = 'harden them into separate folders, or name a folder that contains both';

/** Names that some file system takes for the same. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** The first link on the way from a folder by some steps, the last one included. */
function linkAbove(folder: string, steps: ReadonlyArray<string>): string | undefined {
  return steps
    .map((_, i) => join(folder, ...steps.slice(0, i + 1)))
    .find((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink());
}
