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
  /** Keys of the block and of the flow collections around the current one. */
  private readonly outer: SimpleKey[] = [];
  private current = newKey();

  /** Number of open flow collections. */
  public get level(): number {
    return this.outer.length;
  }

  /** Returns true if a token can still be a key. */
  public isPending(number: number, cursor: Cursor): boolean {
    // those of outer collections come first in the text
    for (const key of this.outer) if (key.isPossible) return key.number === number && isStillPossible(key, cursor);
    return this.current.number === number && isStillPossible(this.current, cursor);
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
    this.outer.push(this.current);
    this.current = newKey();
  }

  public close(): void {
    this.current = this.outer.pop() ?? this.current;
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
