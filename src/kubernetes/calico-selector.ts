import type { JsonObject } from './manifest';

/**
 * Answer of a selector of Calico for the labels of a pod. Undefined if it depends on a label that only Calico knows, or if the
 * selector cannot be read.
 */
export type CalicoSelector = (labels: JsonObject) => boolean | undefined;

/** Longest selector that is read, in characters. */
const LONGEST = 4_096;

/** Deepest nesting of parentheses and negations that is read. */
const DEEPEST = 50;

const UNREADABLE: CalicoSelector = () => undefined;

/** Labels that Calico itself gives to a pod, such as those of its namespace and its service account. */
const OF_CALICO = /^(projectcalico\.org\/|pcns\.|pcsa\.)/;

/** Text, name, operator or parenthesis of a selector. */
const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|(&&|\|\||==|!=|[!(){},])|([A-Za-z0-9_./-]+))/y;

interface Token {
  /** Operator, or name of a label, a function or a word. */
  readonly word?: string;
  /** Text in quotes. */
  readonly text?: string;
}

/**
 * Reads a selector of Calico, such as `app == 'db' && has(tier)`. An empty selector selects everything.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors
 */
export function calicoSelector(selector: string): CalicoSelector {
  if (selector.length > LONGEST) return UNREADABLE;
  if (selector.trim() === '') return () => true;
  const tokens = tokensOf(selector);
  if (tokens === undefined) return UNREADABLE;
  const reader = new Reader(tokens);
  const parsed = reader.any(0);
  return parsed === undefined || !reader.isAtEnd ? UNREADABLE : parsed;
}

function tokensOf(selector: string): Token[] | undefined {
  const tokens: Token[] = [];
  const text = selector.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, single, double, operator, word] = match;
    tokens.push({ text: single ?? double, word: operator ?? word });
  }
  return tokens;
}

type Comparison = (value: string | undefined, text: string) => boolean;

/** Comparisons with a text, by operator. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': (value, text) => value === text,
  '!=': (value, text) => value !== text,
  contains: (value, text) => value?.includes(text) ?? false,
  starts: (value, text) => value?.startsWith(text) ?? false,
  ends: (value, text) => value?.endsWith(text) ?? false,
};

class Reader {
  private at = 0;

  constructor(private readonly tokens: ReadonlyArray<Token>) {}

  public get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  /** Reads alternatives. */
  public any(depth: number): CalicoSelector | undefined {
    return this.joined('||', anyOf, () => this.joined('&&', allOf, () => this.term(depth)));
  }

  private joined(
    operator: string,
    join: (parts: ReadonlyArray<CalicoSelector>) => CalicoSelector,
    read: () => CalicoSelector | undefined,
  ): CalicoSelector | undefined {
    const parts: CalicoSelector[] = [];
    do {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.takes(operator));
    return parts.length === 1 ? parts[0] : join(parts);
  }

  private term(depth: number): CalicoSelector | undefined {
    if (depth > DEEPEST) return undefined;
    if (this.takes('!')) {
      const negated = this.term(depth + 1);
      return negated && ((labels) => opposite(negated(labels)));
    }
    if (this.takes('(')) {
      const inner = this.any(depth + 1);
      return this.takes(')') ? inner : undefined;
    }
    const name = this.word();
    if (name === undefined) return undefined;
    if (this.takes('(')) return this.call(name);
    return this.comparison(name);
  }

  private call(name: string): CalicoSelector | undefined {
    if (name === 'has') {
      const label = this.word();
      return label !== undefined && this.takes(')') ? ofLabel(label, (value) => value !== undefined) : undefined;
    }
    if (!this.takes(')')) return undefined;
    if (name === 'all') return () => true;
    // selects what belongs to no namespace
    return name === 'global' ? () => false : undefined;
  }

  private comparison(label: string): CalicoSelector | undefined {
    const operator = this.word();
    if (operator === 'not') {
      const values = this.takes('in') ? this.set() : undefined;
      return values && ofLabel(label, (value) => value === undefined || !values.has(value));
    }
    if (operator === 'in') {
      const values = this.set();
      return values && ofLabel(label, (value) => value !== undefined && values.has(value));
    }
    if ((operator === 'starts' || operator === 'ends') && !this.takes('with')) return undefined;
    const text = this.text();
    if (text === undefined) return undefined;
    const holds = operator !== undefined && Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
    return holds && ofLabel(label, (value) => holds(value, text));
  }

  private set(): Set<string> | undefined {
    const values = new Set<string>();
    if (!this.takes('{')) return undefined;
    while (!this.takes('}')) {
      const value = this.text();
      if (value === undefined) return undefined;
      values.add(value);
      if (!this.takes(',') && this.tokens[this.at]?.word !== '}') return undefined;
    }
    return values;
  }

  private takes(word: string): boolean {
    if (this.tokens[this.at]?.word !== word) return false;
    this.at += 1;
    return true;
  }

  private word(): string | undefined {
    const word = this.tokens[this.at]?.word;
    if (word !== undefined) this.at += 1;
    return word;
  }

  private text(): string | undefined {
    const text = this.tokens[this.at]?.text;
    if (text !== undefined) this.at += 1;
    return text;
  }
}

function ofLabel(label: string, holds: (value: string | undefined) => boolean): CalicoSelector {
  if (OF_CALICO.test(label)) return UNREADABLE;
  return (labels) => {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    return holds(value === undefined || typeof value === 'string' ? value : JSON.stringify(value));
  };
}

function opposite(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function allOf(parts: ReadonlyArray<CalicoSelector>): CalicoSelector {
  return (labels) => {
    const answers = parts.map((part) => part(labels));
    return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
  };
}

function anyOf(parts: ReadonlyArray<CalicoSelector>): CalicoSelector {
  return (labels) => {
    const answers = parts.map((part) => part(labels));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  };
}
