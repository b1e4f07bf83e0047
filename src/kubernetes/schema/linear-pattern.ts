/**
 * Patterns of custom resources. A pattern comes from a file, and JavaScript's own expressions take exponential time for some of
 * them. This matcher follows all ways through a pattern at once, as the API server's does, in time that grows with the product of
 * pattern and text.
 */

/** Largest number of steps of a pattern, with repetitions written out. */
const MOST_STEPS = 5_000;

/** Largest product of the steps of a pattern and the characters of a text. */
const MOST_WORK = 20_000_000;

/** Step of a compiled pattern. */
type Step =
  | { readonly type: 'char'; readonly test: (code: number) => boolean }
  | { type: 'split'; a: number; b: number }
  | { type: 'jump'; to: number }
  | { readonly type: 'start' | 'end' | 'boundary' | 'no-boundary' | 'match' };

type Node =
  | { readonly type: 'char'; readonly test: (code: number) => boolean }
  | { readonly type: 'assert'; readonly what: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly type: 'all'; readonly parts: ReadonlyArray<Node> }
  | { readonly type: 'any'; readonly parts: ReadonlyArray<Node> }
  | { readonly type: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

const compiled = new Map<string, ReadonlyArray<Step> | undefined>();

/** Returns true if a text contains a match of a pattern; undefined if the pattern has a form that is not understood, or would take too long. */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  const steps = compiled.get(pattern);
  if (steps === undefined || steps.length * text.length > MOST_WORK) return undefined;
  return run(
    steps,
    [...text].map((each) => each.codePointAt(0) ?? 0),
  );
}

function run(steps: ReadonlyArray<Step>, codes: ReadonlyArray<number>): boolean {
  let current = new Set<number>();
  for (let at = 0; at <= codes.length; at += 1) {
    // a match can start anywhere
    if (follow(steps, 0, at, codes, current)) return true;
    const next = new Set<number>();
    const code = codes[at];
    if (code === undefined) return false;
    for (const i of current) {
      const step = steps[i];
      if (step?.type === 'char' && step.test(code) && follow(steps, i + 1, at + 1, codes, next)) return true;
    }
    current = next;
  }
  return false;
}

/** Adds the steps that are reached without a character. Returns true if the match is one of them. */
function follow(
  steps: ReadonlyArray<Step>,
  from: number,
  at: number,
  codes: ReadonlyArray<number>,
  reached: Set<number>,
): boolean {
  const left = [from];
  for (let i = left.pop(); i !== undefined; i = left.pop()) {
    if (reached.has(i)) continue;
    reached.add(i);
    const step = steps[i]!;
    switch (step.type) {
      case 'match':
        return true;
      case 'jump':
        left.push(step.to);
        break;
      case 'split':
        left.push(step.a, step.b);
        break;
      case 'start':
        if (at === 0) left.push(i + 1);
        break;
      case 'end':
        if (at === codes.length) left.push(i + 1);
        break;
      case 'boundary':
      case 'no-boundary':
        if ((isWord(codes[at - 1]) !== isWord(codes[at])) === (step.type === 'boundary')) left.push(i + 1);
        break;
      case 'char':
        break;
    }
  }
  return false;
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && WORD(code);
}

class NotUnderstood extends Error {}

function compile(pattern: string): ReadonlyArray<Step> | undefined {
  try {
    const steps: Step[] = [];
    emit(new PatternReader(pattern).read(), steps, { left: MOST_STEPS });
    steps.push({ type: 'match' });
    return steps;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

function emit(node: Node, steps: Step[], budget: { left: number }): void {
  // also repetitions of nothing take time
  budget.left -= 1;
  if (budget.left < 0) throw new NotUnderstood();
  switch (node.type) {
    case 'char':
      steps.push(node);
      break;
    case 'assert':
      steps.push({ type: node.what });
      break;
    case 'all':
      for (const part of node.parts) emit(part, steps, budget);
      break;
    case 'any':
      emitAny(node.parts, steps, budget);
      break;
    case 'repeat':
      emitRepeat(node, steps, budget);
  }
}

function emitAny(parts: ReadonlyArray<Node>, steps: Step[], budget: { left: number }): void {
  const jumps: { type: 'jump'; to: number }[] = [];
  parts.forEach((part, i) => {
    if (i === parts.length - 1) return emit(part, steps, budget);
    const split = { type: 'split' as const, a: steps.length + 1, b: 0 };
    steps.push(split);
    emit(part, steps, budget);
    const jump = { type: 'jump' as const, to: 0 };
    jumps.push(jump);
    steps.push(jump);
    split.b = steps.length;
  });
  for (const jump of jumps) jump.to = steps.length;
}

function emitRepeat(
  { part, min, max }: { part: Node; min: number; max: number },
  steps: Step[],
  budget: { left: number },
): void {
  for (let i = 0; i < min; i += 1) emit(part, steps, budget);
  if (max === Number.POSITIVE_INFINITY) {
    const split = { type: 'split' as const, a: steps.length + 1, b: 0 };
    const start = steps.push(split) - 1;
    emit(part, steps, budget);
    steps.push({ type: 'jump', to: start });
    split.b = steps.length;
    return;
  }
  const splits: { b: number }[] = [];
  for (let i = min; i < max; i += 1) {
    const split = { type: 'split' as const, a: steps.length + 1, b: 0 };
    steps.push(split);
    splits.push(split);
    emit(part, steps, budget);
  }
  for (const split of splits) split.b = steps.length;
}

type Test = (code: number) => boolean;

const between =
  (from: number, to: number): Test =>
  (code) =>
    code >= from && code <= to;
const anyOf =
  (tests: ReadonlyArray<Test>): Test =>
  (code) =>
    tests.some((test) => test(code));
const none =
  (test: Test): Test =>
  (code) =>
    !test(code);
const range = (text: string): Test => between(text.codePointAt(0)!, text.codePointAt(1)!);

const DIGIT = range('09');
const WORD = anyOf([range('az'), range('AZ'), range('09'), (code) => code === 95]);
const SPACE: Test = (code) => [9, 10, 12, 13, 32].includes(code);
const CLASSES: Readonly<Record<string, Test>> = {
  d: DIGIT,
  D: none(DIGIT),
  w: WORD,
  W: none(WORD),
  s: SPACE,
  S: none(SPACE),
};
const POSIX: Readonly<Record<string, Test>> = {
  alnum: anyOf([range('az'), range('AZ'), DIGIT]),
  alpha: anyOf([range('az'), range('AZ')]),
  digit: DIGIT,
  lower: range('az'),
  upper: range('AZ'),
  space: anyOf([SPACE, (code) => code === 11]),
  word: WORD,
  xdigit: anyOf([DIGIT, range('af'), range('AF')]),
};
const ESCAPES: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7 };

/** Reader of the syntax that JavaScript and Go (RE2) share. */
class PatternReader {
  private readonly letters: ReadonlyArray<string>;
  private at = 0;
  private depth = 0;

  constructor(pattern: string) {
    this.letters = [...pattern];
  }

  public read(): Node {
    const node = this.readAny();
    if (this.at < this.letters.length) throw new NotUnderstood();
    return node;
  }

  private readAny(): Node {
    this.depth += 1;
    if (this.depth > 200) throw new NotUnderstood();
    const parts = [this.readAll()];
    while (this.take('|')) parts.push(this.readAll());
    this.depth -= 1;
    return parts.length === 1 ? parts[0]! : { type: 'any', parts };
  }

  private readAll(): Node {
    const parts: Node[] = [];
    while (this.at < this.letters.length && !['|', ')'].includes(this.peek())) parts.push(this.readRepeated());
    return { type: 'all', parts };
  }

  private readRepeated(): Node {
    let node = this.readOne();
    for (;;) {
      const [min, max] = this.readCount() ?? [];
      if (min === undefined || max === undefined) return node;
      // a lazy repetition matches the same texts
      this.take('?');
      node = { type: 'repeat', part: node, min, max };
    }
  }

  private readCount(): [number, number] | undefined {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.take('?')) return [0, 1];
    const count = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.letters.slice(this.at, this.at + 12).join(''));
    if (count === null) return undefined;
    this.at += count[0].length;
    const min = Number(count[1]);
    const max = count[2] === undefined ? min : count[3] === '' ? Number.POSITIVE_INFINITY : Number(count[3]);
    if (max < min) throw new NotUnderstood();
    return [min, max];
  }

  private readOne(): Node {
    const letter = this.next();
    switch (letter) {
      case '(':
        return this.readGroup();
      case '[':
        return { type: 'char', test: this.readClass() };
      case '.':
        return { type: 'char', test: (code) => code !== 10 };
      case '^':
        return { type: 'assert', what: 'start' };
      case '$':
        return { type: 'assert', what: 'end' };
      case '\\':
        return this.readEscape();
      case '*':
      case '+':
      case '?':
        throw new NotUnderstood();
      default:
        return charNode(letter);
    }
  }

  private readGroup(): Node {
    if (this.take('?')) {
      if (this.take('P') || this.peek() === '<') {
        if (!this.take('<') || ['=', '!'].includes(this.peek())) throw new NotUnderstood();
        while (!this.take('>')) this.next();
      } else if (!this.take(':')) throw new NotUnderstood();
    }
    const node = this.readAny();
    if (!this.take(')')) throw new NotUnderstood();
    return node;
  }

  private readEscape(): Node {
    const letter = this.next();
    if (letter === 'b') return { type: 'assert', what: 'boundary' };
    if (letter === 'B') return { type: 'assert', what: 'no-boundary' };
    if (letter === 'A') return { type: 'assert', what: 'start' };
    if (letter === 'z') return { type: 'assert', what: 'end' };
    return { type: 'char', test: this.escaped(letter) };
  }

  /** Returns the test of an escaped letter, in or outside of a class. */
  private escaped(letter: string): Test {
    if (Object.hasOwn(CLASSES, letter)) return CLASSES[letter]!;
    const code = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : this.escapedCode(letter);
    return (each) => each === code;
  }

  private escapedCode(letter: string): number {
    if (letter === 'x') {
      const digits = /^([0-9a-fA-F]{2}|\{[0-9a-fA-F]{1,6}\})/.exec(
        this.letters.slice(this.at, this.at + 8).join(''),
      )?.[0];
      if (digits === undefined) throw new NotUnderstood();
      this.at += digits.length;
      return Number.parseInt(digits.replace(/[{}]/g, ''), 16);
    }
    if (/[A-Za-z0-9]/.test(letter)) throw new NotUnderstood();
    return letter.codePointAt(0) ?? 0;
  }

  private readClass(): Test {
    const isNegated = this.take('^');
    const tests: Test[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const from = this.readClassPart();
      if (typeof from === 'function') {
        tests.push(from);
        continue;
      }
      if (this.peek() === '-' && this.letters[this.at + 1] !== ']') {
        this.next();
        const to = this.readClassPart();
        if (typeof to === 'function' || to < from) throw new NotUnderstood();
        tests.push(between(from, to));
      } else tests.push((code) => code === from);
    }
    this.next();
    return isNegated ? none(anyOf(tests)) : anyOf(tests);
  }

  private readClassPart(): number | Test {
    const letter = this.next();
    if (letter === '[' && this.peek() === ':') {
      const name = /^:([a-z]+):\]/.exec(this.letters.slice(this.at, this.at + 12).join(''));
      if (name === null || !Object.hasOwn(POSIX, name[1]!)) throw new NotUnderstood();
      this.at += name[0].length;
      return POSIX[name[1]!]!;
    }
    if (letter !== '\\') return letter.codePointAt(0) ?? 0;
    const escaped = this.next();
    if (Object.hasOwn(CLASSES, escaped)) return CLASSES[escaped]!;
    return Object.hasOwn(ESCAPES, escaped) ? ESCAPES[escaped]! : this.escapedCode(escaped);
  }

  private peek(): string {
    return this.letters[this.at] ?? '';
  }

  private next(): string {
    const letter = this.letters[this.at];
    if (letter === undefined) throw new NotUnderstood();
    this.at += 1;
    return letter;
  }

  private take(letter: string): boolean {
    if (this.letters[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }
}

function charNode(letter: string): Node {
  const code = letter.codePointAt(0);
  return { type: 'char', test: (each) => each === code };
}
