import { lstatSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { InputFile } from './input';

/** Output files in a folder, one for each input. */
export class OutputFolder {
  /** Reasons why nothing can be written, one sentence each. */
  public readonly problems: string[] = [];

  private readonly taken = new Map<string, { readonly path: string; readonly input: string }>();

  constructor(
    private readonly folder: string,
    inputs: ReadonlyArray<Pick<InputFile, 'name' | 'relative'>>,
  ) {
    for (const input of inputs) this.take(input);
    this.rejectInputs(inputs);
    for (const { path, input } of this.taken.values()) this.rejectFolder(path, input);
  }

  /** Returns the path for the hardened text of an input. */
  public pathOf({ relative }: Pick<InputFile, 'relative'>): string {
    return join(this.folder, relative);
  }

  private take(file: Pick<InputFile, 'name' | 'relative'>): void {
    const path = this.pathOf(file);
    const steps = relative(this.folder, path).split(sep);
    if (steps[0] === '..' || isAbsolute(steps[0] ?? ''))
      this.problems.push(
        `${file.name}: its output ${path} is outside ${this.folder}: specify a folder that contains it`,
      );
    const link = linkAbove(this.folder, steps);
    if (link !== undefined)
      this.problems.push(
        `${file.name}: its output ${path} leads through the link ${link}: remove the link, or specify another output folder`,
      );
    const holder = this.taken.get(keyOf(path));
    if (holder === undefined) this.taken.set(keyOf(path), { path, input: file.name });
    else if (holder.path === path)
      this.problems.push(`${holder.input} and ${file.name} have the same output, ${path}: ${SEPARATE}`);
    else
      this.problems.push(
        `${holder.input} and ${file.name} have outputs that differ only in case, ${holder.path} and ${path}, which are the same file if the file system ignores case: ${SEPARATE}`,
      );
  }

  /** Rejects an output that is also an input, by any name. */
  private rejectInputs(inputs: ReadonlyArray<Pick<InputFile, 'name'>>): void {
    const names = new Map<string, string>();
    for (const { name } of inputs) {
      const file = name === '-' ? undefined : fileAt(name);
      if (file !== undefined) names.set(file, name);
    }
    for (const { path } of this.taken.values()) {
      const input = names.get(fileAt(path) ?? '');
      if (input !== undefined)
        this.problems.push(
          `the output ${path} would overwrite the input ${input}: specify another folder, or overwrite the inputs with --in-place`,
        );
    }
  }

  /** Rejects an output that would be a folder of another output. */
  private rejectFolder(path: string, input: string): void {
    for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
      const holder = this.taken.get(keyOf(above));
      if (holder !== undefined)
        this.problems.push(
          `${holder.input} has the output ${holder.path}, which is a folder of the output of ${input}: ${SEPARATE}`,
        );
    }
  }
}

const SEPARATE = 'harden them into separate folders, or specify a folder that contains both';

/** Returns the number of the file at a path; undefined if there is none. */
function fileAt(path: string): string | undefined {
  const status = statSync(path, { throwIfNoEntry: false, bigint: true });
  return status && `${status.dev}:${status.ino}`;
}

/** Returns a key that is equal for names that some file system treats as the same. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Returns the first link on the path from a folder, including the last step. */
function linkAbove(folder: string, steps: ReadonlyArray<string>): string | undefined {
  return steps
    .map((_, i) => join(folder, ...steps.slice(0, i + 1)))
    .find((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink());
}
