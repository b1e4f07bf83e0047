import { isObject } from '../../kubernetes/manifest';
import type { ComposePlace } from '../compose-place';

/** Document of a compose file. */
export interface ComposeDocument {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  readonly value: unknown;
  /** Returns the line of the value at a JSON pointer, or of the nearest value around it. */
  readonly lineOf: (pointer: string) => number;
}

/** Value of a document. */
interface Origin {
  readonly document: ComposeDocument;
  readonly pointer: string;
}

/** Origins of the values of a project, which are kept while its files are merged and its short forms written out. */
export class Origins {
  private readonly containers = new WeakMap<object, Origin>();
  /** Values that are in a container of another origin. */
  private readonly moved = new WeakMap<object, Map<string, Origin>>();

  /** Records the origin of a mapping or a list, and of the values in it. */
  public record(container: object, document: ComposeDocument, pointer: string): void {
    this.containers.set(container, { document, pointer });
  }

  /** Records that a value has the origin of a value of another container. */
  public move(from: object, key: string | number, to: object, newKey: string | number = key): void {
    const origin = this.of(from, String(key));
    if (origin) this.recordValue(to, newKey, origin.document, origin.pointer);
  }

  /** Records the origin of one value of a container. */
  public recordValue(container: object, key: string | number, document: ComposeDocument, pointer: string): void {
    const moved = this.moved.get(container);
    if (moved) moved.set(String(key), { document, pointer });
    else this.moved.set(container, new Map([[String(key), { document, pointer }]]));
  }

  /** Records that a container stands for another one, such as a mapping for a list. Its keys can be moved afterwards. */
  public replace(from: object, to: object): void {
    const origin = this.containers.get(from);
    if (origin) this.containers.set(to, origin);
  }

  /** Records that a container and its values have the origins of another one and its values. */
  public copy(from: object, to: object): void {
    this.replace(from, to);
    const moved = this.moved.get(from);
    if (moved) this.moved.set(to, new Map(moved));
  }

  /** Returns the place of a value of a container. */
  public place(container: object, key: string | number): ComposePlace | undefined {
    const origin = this.of(container, String(key));
    return origin && placeOf(origin);
  }

  /** Returns the place of the value at a JSON pointer, or of the nearest value around it that has one. */
  public placeAt(root: unknown, pointer: string): ComposePlace | undefined {
    let current = root;
    let nearest = typeof root === 'object' && root !== null ? this.containers.get(root) : undefined;
    for (const step of pointer.split('/').slice(1)) {
      if (!isObject(current) && !Array.isArray(current)) break;
      const key = step.includes('~') ? step.replace(/~1/g, '/').replace(/~0/g, '~') : step;
      nearest = this.of(current, key) ?? nearest;
      current = (current as Record<string, unknown>)[key];
    }
    return nearest && placeOf(nearest);
  }

  private of(container: object, key: string): Origin | undefined {
    const moved = this.moved.get(container)?.get(key);
    if (moved) return moved;
    const origin = this.containers.get(container);
    return origin && { document: origin.document, pointer: `${origin.pointer}/${pointerStep(key)}` };
  }
}

/** Returns a key as a step of a JSON pointer. */
export function pointerStep(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replace(/~/g, '~0').replace(/\//g, '~1') : key;
}

function placeOf({ document, pointer }: Origin): ComposePlace {
  return { file: document.file, line: document.lineOf(pointer) };
}
