import type { Cursor } from './cursor';
import { MAX_KEY } from './limits';
import { YamlError } from './yaml-error';

/** Token that is a key if a colon follows. */
interface SimpleKey {
  /** Number of the token. */
  number: number;
  at: number;
  lineStart: number;
  isPossible: boolean;
  /** True if the token must be a key. */
  isRequired: boolean;
}

/** Tokens that are keys if a colon follows: at most one in the block, and one in each open flow collection. */
export class SimpleKeys {
  private readonly keys: SimpleKey[] = [newKey()];

  /** Number of open flow collections. */
  public level = 0;

  /** Returns true if a token can still be a key. */
  public isPending(number: number, cursor: Cursor): boolean {
    for (let i = 0; i <= this.level; i += 1) {
      const key = this.keys[i];
      // those of outer collections come first in the text
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

  /** Discards the possible key. */
  public remove(): void {
    const key = this.current;
    if (key.isPossible && key.isRequired) throw notAKey(key);
    key.isPossible = false;
  }

  /** Returns and discards the key before a colon, if there is one. */
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

/** Returns true if the key ends on its own line and is not too long. */
function isStillPossible(key: SimpleKey, cursor: Cursor): boolean {
  if (!key.isPossible) return false;
  if (key.lineStart === cursor.lineStart && key.at + MAX_KEY >= cursor.at) return true;
  if (key.isRequired) throw notAKey(key);
  key.isPossible = false;
  return false;
}

function notAKey({ at }: SimpleKey): YamlError {
  return new YamlError(
    `expected a key, found a text without a colon: add the colon, or indent the text; a key has at most ${MAX_KEY} characters, on one line`,
    at,
  );
}
