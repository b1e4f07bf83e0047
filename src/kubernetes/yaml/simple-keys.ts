import type { Cursor } from './cursor';
import { MAX_KEY } from './limits';
import { YamlError } from './yaml-error';

/** A token that is a key if a colon follows. */
interface SimpleKey {
  /** Number of the token. */
  number: number;
  at: number;
  lineStart: number;
  isPossible: boolean;
  /** Whether nothing else may stand there. */
  isRequired: boolean;
}

/** What may still turn out to be a key without `?`: at most one in the block, and one in each flow collection that is open. */
export class SimpleKeys {
  private readonly keys: SimpleKey[] = [newKey()];

  /** How many flow collections are open. */
  public level = 0;

  /** Whether a token may be a key, for all that is known. */
  public isPending(number: number, cursor: Cursor): boolean {
    for (let i = 0; i <= this.level; i += 1) {
      const key = this.keys[i];
      // the outer ones come first in the text
      if (key.isPossible) return key.number === number && isStillPossible(key, cursor);
    }
    return false;
  }

  public save(number: number, isRequired: boolean, { at, lineStart }: Cursor): void {
    this.remove();
    const key = this.current;
    key.number = number;
    key.at = at;
    key.lineStart = lineStart;
    key.isPossible = true;
    key.isRequired = isRequired;
  }

  /** What was possible is not a key. */
  public remove(): void {
    const key = this.current;
    if (key.isPossible && key.isRequired) throw notAKey(key);
    key.isPossible = false;
  }

  /** The key that a colon stands behind, if there is one. */
  public takeFor(cursor: Cursor): { number: number; at: number; column: number } | undefined {
    const key = this.current;
    if (!isStillPossible(key, cursor)) return undefined;
    key.isPossible = false;
    return { number: key.number, at: key.at, column: key.at - key.lineStart };
  }

  public open(): void {
    this.level += 1;
    const key = this.keys[this.level];
    if (key) key.isPossible = false;
    else this.keys.push(newKey());
  }

  public close(): void {
    if (this.level > 0) this.level -= 1;
  }

  private get current(): SimpleKey {
    return this.keys[this.level];
  }
}

function newKey(): SimpleKey {
  return { number: 0, at: 0, lineStart: 0, isPossible: false, isRequired: false };
}

/** A key ends on its own line, and is not too long. */
function isStillPossible(key: SimpleKey, cursor: Cursor): boolean {
  if (!key.isPossible) return false;
  if (key.lineStart === cursor.lineStart && key.at + MAX_KEY >= cursor.at) return true;
  if (key.isRequired) throw notAKey(key);
  key.isPossible = false;
  return false;
}

function notAKey({ at }: SimpleKey): YamlError {
  return new YamlError(
    `a text that is not a key stands where a key is expected: add its colon, or indent it; a key has at most ${MAX_KEY} characters on one line`,
    at,
  );
}
