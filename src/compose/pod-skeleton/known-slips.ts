import { keyPath } from '../key-path';

/** Place at which a text is not JSON, in one of the ways in which the printed skeleton is not. */
export interface Slip {
  /** Path of the value before the slip. */
  readonly key: string;
  /** Offset in the text. */
  readonly offset: number;
  /** Text that the place is read as, as a sentence that starts with "read". */
  readonly message: string;
  /** True if YAML, which kubectl reads, does not allow the slip either. It allows a comma after the last item. */
  readonly isUnreadable: boolean;
}

/** Text without its known slips. Its lines are those of the original. */
export interface RepairedText {
  readonly text: string;
  readonly slips: ReadonlyArray<Slip>;
}

/** Member after which the printed skeleton lacks a comma. */
const WITHOUT_COMMA = 'resources';

const TOKEN = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
const REST_IS_SPACE = /\s*$/y;

/** Object or list that is open. */
interface Frame {
  readonly isObject: boolean;
  /** Key of the current member, or index of the current item. */
  step: string | number;
  isEmpty: boolean;
  /** True at the start, and after a comma. */
  expectsNext: boolean;
  /** True after the value of the current member. */
  hasValue: boolean;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Returns a text without the slips of the skeleton in the old service's plan: no comma after `resources`, a comma after the last
 * item, and one brace too many at the end. Everything else that is not JSON remains.
 */
export function repairedText(text: string): RepairedText {
  return new Repair(text).run();
}

class Repair {
  private readonly frames: Frame[] = [];
  private readonly slips: Slip[] = [];
  private readonly parts: string[] = [];
  private copied = 0;
  /** Last member of the object that is closed. */
  private last: string | number | undefined;

  constructor(private readonly text: string) {}

  public run(): RepairedText {
    let previous: Token = { text: '', start: 0, end: 0 };
    for (const { 0: text, index: start } of this.text.matchAll(TOKEN)) {
      const token = { text, start, end: start + text.length };
      if (text === '}' || text === ']') this.close(token, previous);
      else if (text === ',') this.expectNext();
      else if (text !== ':') this.begin(token, previous);
      previous = token;
    }
    return { text: this.parts.join('') + this.text.slice(this.copied), slips: this.slips };
  }

  private expectNext(): void {
    const frame = this.frames.at(-1);
    if (frame) frame.expectsNext = true;
  }

  /** Reads a key, or the start of a value. */
  private begin({ text }: Token, previous: Token): void {
    const frame = this.frames.at(-1);
    const isText = text.startsWith('"');
    if (frame?.isObject && isText && frame.hasValue && !frame.expectsNext && frame.step === WITHOUT_COMMA) {
      this.report(previous.end, 'read as if a comma followed it', true);
      this.replace(previous.end, previous.end, ',');
      frame.expectsNext = true;
    }
    const isKey = frame?.isObject === true && isText && frame.expectsNext;
    if (frame?.expectsNext) {
      if (isKey) frame.step = text.slice(1, -1);
      else if (typeof frame.step === 'number') frame.step += 1;
      frame.isEmpty = false;
      frame.expectsNext = false;
      frame.hasValue = false;
    }
    if (text === '{' || text === '[') this.frames.push(emptyFrame(text === '{'));
    else if (frame && !isKey) frame.hasValue = true;
  }

  private close({ text, start, end }: Token, previous: Token): void {
    const frame = this.frames.at(-1);
    if (frame === undefined) {
      REST_IS_SPACE.lastIndex = end;
      if (this.last === undefined || text !== '}' || previous.text !== '}' || !REST_IS_SPACE.test(this.text)) return;
      const message = 'read without the last brace of the file, which closes nothing';
      this.slips.push({ key: keyPath(this.last), offset: start, message, isUnreadable: true });
      this.replace(start, end, ' ');
      return;
    }
    if (previous.text === ',' && !frame.isEmpty) {
      this.report(previous.start, 'read without the comma after it, because no value follows', false);
      this.replace(previous.start, previous.end, ' ');
    }
    this.frames.pop();
    const parent = this.frames.at(-1);
    if (parent === undefined) this.last = frame.step;
    else parent.hasValue = true;
  }

  /** Adds a slip after the current value. */
  private report(offset: number, message: string, isUnreadable: boolean): void {
    this.slips.push({ key: keyPath(...this.frames.map(({ step }) => step)), offset, message, isUnreadable });
  }

  private replace(start: number, end: number, by: string): void {
    this.parts.push(this.text.slice(this.copied, start), by);
    this.copied = end;
  }
}

function emptyFrame(isObject: boolean): Frame {
  return { isObject, step: isObject ? '' : -1, isEmpty: true, expectsNext: true, hasValue: false };
}
