import type { ComposePlace } from '../compose-place';
import { nameOf } from './interpolated-document';
import type { Model } from './model';
import { Origins, pointerStep } from './origins';
import type { ProjectFiles } from './project-files';
import { ReadingProblems } from './reading-problems';

/** Note about a value that is read in a form of today. */
export interface ReadingNote {
  readonly place: ComposePlace;
  readonly message: string;
}

/** Most values that `extends` copies: more than any project has. */
const MOST_COPIES = 1_000_000;

/** State that the parts of the reading of one project share. */
export class Session {
  public readonly problems = new ReadingProblems();
  public readonly origins = new Origins();
  public readonly unset = new Set<string>();
  public readonly notes: ReadingNote[] = [];
  private copies = 0;
  private included = 0;

  constructor(public readonly files: ProjectFiles) {}

  /** Reports a problem of the value at a path of a model. @param file file of a value without a place */
  public report(model: unknown, path: ReadonlyArray<string>, message: string, file: string): void {
    const pointer = pointerOf(path);
    this.problems.add(
      this.origins.placeAt(model, pointer) ?? { file, line: 1 },
      pointer === '' ? message : `${nameOf(pointer)} ${message}`,
    );
  }

  /** Returns a copy of a value with the origins of its parts. Undefined if too much was copied. */
  public copy<T>(value: T): T | undefined {
    return this.isOver() ? undefined : (this.copied(value) as T);
  }

  /** Counts included files. Returns false if they are more than a number. */
  public countFiles(count: number, most: number): boolean {
    this.included += count;
    return this.included <= most;
  }

  private isOver(): boolean {
    return this.copies > MOST_COPIES;
  }

  private copied(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    this.copies += 1;
    const copy = (Array.isArray(value) ? [] : (Object.create(null) as Model)) as Model;
    this.origins.copy(value, copy);
    for (const key of Object.keys(value)) {
      this.copies += 1;
      copy[key] = this.copied((value as Model)[key]);
    }
    return copy;
  }
}

/** Returns a path as a JSON pointer. */
export function pointerOf(path: ReadonlyArray<string>): string {
  return path.map((step) => `/${pointerStep(step)}`).join('');
}
