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
  /** True if only a key may stand there. */
  isRequired: boolean;
}

/** Tokens that are keys if a colon follows: at most one in the block, and one in each flow collection that is open. */
export class SimpleKeys {
  private readonly keys: SimpleKey[] = [newKey()];

  /** Number of flow collections that are open. */
  public level = 0;

  /** Tells if a token may still be a key. */
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

  /** Gives up the token that was a possible key. */
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
