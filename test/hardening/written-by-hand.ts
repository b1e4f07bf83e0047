/** Writes JSON as YAML in the style of many hands: every style of texts, collections, comments, anchors and line ends. */
export class Hand {
  private state: number;
  private anchors = 0;
  private readonly known = new Map<string, string>();

  /** @param isPlain true to leave out anchors, and values that an edit replaces */
  constructor(
    seed: number,
    private readonly isPlain: boolean,
  ) {
    this.state = seed >>> 0;
  }

  /** Returns the text of one document, with the end of its last line. */
  public document(value: unknown): string {
    const above = this.maybe(4, '# above\n\n', '');
    if (this.happens(5)) return `${above}${this.flow(value)}${this.comment()}\n`;
    return above + this.block(value, '', true) + this.maybe(6, '# below\n  # and more\n\n', '');
  }

  public pick<T>(...all: [T, ...T[]]): T {
    return all[this.next() % all.length] as T;
  }

  /** Returns true once in `n` times. */
  public happens(n: number): boolean {
    return this.next() % n === 0;
  }

  private next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state >>> 8;
  }

  private maybe(n: number, yes: string, no: string): string {
    return this.happens(n) ? yes : no;
  }

  private comment(): string {
    return this.maybe(7, this.pick(' # said', '   #: [{', '\t# "x'), '');
  }

  /** Returns the lines of a value below its key or dash. */
  private block(value: unknown, indent: string, isTop: boolean): string {
    if (Array.isArray(value) && value.length > 0) return value.map((item) => this.item(item, indent)).join('');
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
      return `${isTop ? indent : ''}${this.flow(value)}${this.comment()}\n`;
    const entries = Object.entries(value);
    const from = !this.isPlain && entries.length > 1 && this.happens(30) ? 1 : 0;
    const merged = entries.slice(0, from).map(([k, v]) => `${indent}<<: {${this.key(k)}: ${this.flow(v)}}\n`);
    return [...merged, ...entries.slice(from).map(([key, each]) => this.pair(key, each, indent))].join('');
  }

  private pair(key: string, value: unknown, indent: string): string {
    const above = this.maybe(25, `${indent}# ${key}\n`, '') + this.maybe(40, '\n', '');
    if (this.happens(40))
      return `${above}${indent}? ${this.key(key)}${this.comment()}\n${indent}:${this.below(value, indent, false)}`;
    return `${above}${indent}${this.key(key)}${this.maybe(30, ' ', '')}:${this.below(value, indent, true)}`;
  }

  private item(value: unknown, indent: string): string {
    const gap = this.pick(' ', ' ', '   ');
    const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (isNested && this.happens(2)) {
      const lines = this.block(value, `${indent} ${gap}`, false);
      // a comment or an empty line cannot follow the dash here
      const own = `${indent} ${gap}`;
      if (lines.startsWith(own) && lines[own.length] !== '#') return `${indent}-${gap}${lines.slice(own.length)}`;
      return `${indent}-\n${lines}`;
    }
    return `${indent}-${this.below(value, indent, false)}`;
  }

  /** Returns a value after its colon or dash, with the end of its last line. */
  private below(value: unknown, indent: string, isPair: boolean): string {
    const gap = isPair ? this.pick(' ', ' ', '  ', '\t ') : this.pick(' ', '  ');
    const properties = this.properties(value);
    const alias = properties === undefined ? this.aliasOf(value) : undefined;
    if (alias !== undefined) return `${gap}${alias}${this.comment()}\n`;
    const before = properties ?? '';
    const isFull = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (isFull && !this.happens(4)) {
      const isFlush = isPair && Array.isArray(value) && this.happens(2);
      const deeper = isFlush ? indent : indent + this.pick('  ', '  ', '    ', ' ');
      return `${before && ` ${before}`}${this.comment()}\n${this.block(value, deeper, true)}`;
    }
    if (value === null && !this.isPlain && before === '' && this.happens(2)) return `${this.comment()}\n`;
    if (typeof value === 'string' && this.happens(3)) {
      const folded = this.blockText(value, `${indent}  `);
      if (folded !== undefined) return ` ${before && `${before} `}${folded}`;
    }
    return `${gap}${before && `${before} `}${this.flow(value, indent)}${this.comment()}\n`;
  }

  /** Returns an anchor or a tag for a value. */
  private properties(value: unknown): string | undefined {
    if (this.isPlain || !this.happens(25)) return undefined;
    const isCollection = typeof value === 'object' && value !== null;
    if (this.happens(3)) {
      if (typeof value === 'string') return this.isQuotedOnly(value) ? undefined : '!!str';
      return isCollection ? (Array.isArray(value) ? '!!seq' : '!!map') : undefined;
    }
    const name = `a${(this.anchors += 1)}`;
    this.known.set(JSON.stringify(value), name);
    return `&${name}`;
  }

  private isQuotedOnly(text: string): boolean {
    return !/^[A-Za-z][A-Za-z0-9]*$/.test(text);
  }

  private aliasOf(value: unknown): string | undefined {
    const name = this.isPlain ? undefined : this.known.get(JSON.stringify(value));
    return name !== undefined && this.happens(3) ? `*${name}` : undefined;
  }

  private key(key: string): string {
    if (
      /^[A-Za-z][-A-Za-z0-9./_]*$/.test(key) &&
      !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key) &&
      !this.happens(12)
    )
      return key;
    return this.happens(3) && !/[\n']/.test(key) ? `'${key}'` : JSON.stringify(key);
  }

  private flow(value: unknown, indent?: string): string {
    if (typeof value === 'string') return this.text(value, indent);
    if (typeof value !== 'object' || value === null) {
      if (value === null) return this.pick('null', '~', 'Null');
      return JSON.stringify(value);
    }
    const gap = this.pick('', ' ', '  ');
    const comma = this.pick(', ', ',', ' , ');
    const list = Array.isArray(value)
      ? value.map((each) => this.flow(each))
      : Object.entries(value).map(([key, each]) =>
          each === null && !this.isPlain && this.happens(2)
            ? `${this.key(key)}: `
            : `${this.key(key)}: ${this.flow(each)}`,
        );
    const inside = list.join(comma) + (list.length > 0 && !list.at(-1)?.endsWith(' ') ? this.maybe(8, ',', '') : '');
    return Array.isArray(value) ? `[${gap}${inside}${gap}]` : `{${gap}${inside}${gap}}`;
  }

  private text(text: string, indent?: string): string {
    if (
      /^[a-z][a-z0-9]*(?: [a-z][a-z0-9]*)*$/.test(text) &&
      !/^(y|n|yes|no|on|off|true|false|null|nan|inf)$/.test(text)
    ) {
      if (this.happens(2)) return indent === undefined ? text : this.folded(text, `${indent}  `);
    }
    if (this.happens(2) && !/[\n\\\0-\x1f]/.test(text)) {
      // lines of a text in quotes need no indentation
      const quoted = `'${text.replace(/'/g, "''")}'`;
      return indent === undefined ? quoted : this.folded(quoted, this.pick('', ' ', indent));
    }
    const quoted = JSON.stringify(text);
    return indent === undefined ? quoted : this.folded(quoted, this.pick(' ', indent, `${indent}  `));
  }

  /** Breaks a line at one of the spaces between two words. */
  private folded(text: string, indent: string): string {
    const at = text.search(/(?<=[a-z]) (?=[a-z])/);
    return at < 0 || !this.happens(3) ? text : `${text.slice(0, at)}\n${indent}${text.slice(at + 1)}`;
  }

  private blockText(text: string, indent: string): string | undefined {
    if (text === '' || /[^\n\x20-\x7e]/.test(text) || /^[\s]|[ ]\n|[\s]$/.test(text)) return undefined;
    const lines = text.split('\n').map((line) => (line === '' ? '' : indent + line));
    return `|-${this.comment()}\n${lines.join('\n')}\n`;
  }
}
