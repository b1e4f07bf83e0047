import { quote } from '../../diagnostics/input-error';
import { isObject, type JsonObject, pointerStep } from '../../kubernetes/manifest';
import type { ComposePlace } from '../compose-place';
import { keyPath, valueAt } from '../key-path';
import type { Outcome } from '../loss-report';
import { ReadingProblems } from '../reading/reading-problems';
import type { SkeletonDocument } from './skeleton-document';

/** Path of a value in the skeleton. */
export type Steps = ReadonlyArray<string | number>;

/** Outcome of a value that no key of a service represents. */
export interface SkeletonNote {
  /** Container of the value. Null for a value outside containers. */
  readonly service: string | null;
  readonly steps: Steps;
  readonly outcome: Outcome;
  readonly reason: string;
  /** True for a form of the value that only the skeleton has. What becomes of the value is another entry. */
  readonly isSlip: boolean;
}

/** Object in a list, with its path. */
export interface SkeletonItem {
  readonly steps: Steps;
  readonly value: JsonObject;
}

/** Values of a skeleton by their paths. Empty texts, 0, and lists and objects of them are unset, as in the printed skeleton. */
export class SkeletonValues {
  public readonly problems = new ReadingProblems();
  public readonly notes: SkeletonNote[] = [];

  constructor(private readonly document: SkeletonDocument) {}

  public placeOf(steps: Steps): ComposePlace {
    const pointer = steps.map(pointerStep).join('');
    return { file: this.document.file, line: this.document.lineOf(pointer) };
  }

  public at(steps: Steps): unknown {
    return valueAt(this.document.value, steps);
  }

  /** Reports a problem of a value, as the rest of a sentence that starts with its path. */
  public report(steps: Steps, problem: string): void {
    this.problems.add(this.placeOf(steps), `${keyPath(...steps)} ${problem}`);
  }

  /** Adds what became of a value. */
  public note(service: string | null, steps: Steps, outcome: Outcome, reason: string): void {
    this.notes.push({ service, steps, outcome, reason, isSlip: false });
  }

  /** Adds what a value is read as, because its form is not that of Kubernetes. */
  public slip(service: string | null, steps: Steps, reason: string): void {
    this.notes.push({ service, steps, outcome: 'approximated', reason, isSlip: true });
  }

  public text(steps: Steps): string | undefined {
    return this.typed(steps, 'a text', (value): value is string => typeof value === 'string');
  }

  public number(steps: Steps): number | undefined {
    const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
    return this.typed(steps, 'a whole number of at least 0', isWhole);
  }

  public flag(steps: Steps): boolean | undefined {
    return this.typed(steps, 'true or false', (value) => typeof value === 'boolean');
  }

  /** Returns a text of some words. Upper and lower case are the same. */
  public word<T extends string>(steps: Steps, words: ReadonlyArray<T>): T | undefined {
    const text = this.text(steps);
    const known = words.find((word) => word.toLowerCase() === text?.toLowerCase());
    if (text !== undefined && known === undefined)
      this.report(steps, `is ${quote(text)}; must be one of ${words.join(', ')}`);
    return known;
  }

  public texts(steps: Steps): string[] {
    const isTexts = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.typed(steps, 'a list of texts', isTexts) ?? [];
  }

  public object(steps: Steps): JsonObject {
    return this.typed(steps, 'an object', isObject) ?? {};
  }

  /** Returns the objects of a list that are not empty. */
  public items(steps: Steps): SkeletonItem[] {
    const list = this.typed(steps, 'a list of objects', (value): value is unknown[] => Array.isArray(value)) ?? [];
    return list.flatMap((value, i) => {
      const own = [...steps, i];
      if (isUnset(value)) return [];
      if (isObject(value)) return [{ steps: own, value }];
      this.report(own, `is ${typeName(value)}; must be an object`);
      return [];
    });
  }

  private typed<T>(steps: Steps, expected: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.at(steps);
    if (is(value) && !isUnset(value)) return value;
    if (!isUnset(value)) this.report(steps, `is ${typeName(value)}; must be ${expected}`);
    return undefined;
  }
}

/** True for a value that asks for nothing: the printed skeleton consists of them. */
export function isUnset(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isUnset);
  return value === undefined || value === null || value === '' || value === 0;
}

/** Returns the type of a value. Its text is not shown: it can be a secret. */
function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return String(value);
  return { string: 'a text', boolean: String(value), object: 'an object' }[typeof value as string] ?? 'null';
}
