import { AppArmorParserVersion, isOlder } from '../parser-version';
import { ParsedAlias } from '../statements/parsed-alias';
import { ParsedBoolean } from '../statements/parsed-boolean';
import { ParsedVariable } from '../statements/parsed-variable';
import { checkGlob } from './glob-word';
import type { Scanner, Word } from './scanner';
import type { StatementMaker } from './statement-maker';
import { skipTrivia } from './trivia';

/** Name of a variable, with or without braces. */
export const VARIABLE = /@(?:\{([A-Za-z][A-Za-z0-9_]*)\}|([A-Za-z][A-Za-z0-9_]*))/y;
/** Name of a boolean variable, with or without braces. */
export const BOOLEAN = /\$(?:\{([A-Za-z][A-Za-z0-9_]*)\}|([A-Za-z][A-Za-z0-9_]*))/y;
const ASSIGNMENT = /[ \t]*(\+?=)/y;
const ALIAS = /alias[ \t]/y;

/** Reads the statements before profiles: variables, boolean variables and aliases. */
export class PreambleReader {
  private readonly declared = new Set<string>();

  constructor(
    private readonly scanner: Scanner,
    private readonly version: AppArmorParserVersion,
  ) {}

  /** True before a variable's value, a boolean variable or an alias. */
  public get sees(): boolean {
    const { scanner } = this;
    return scanner.sees(BOOLEAN) || scanner.sees(ALIAS) || this.seesVariable;
  }

  /** True before `@{NAME}=` and `@{NAME}+=`. */
  public get seesVariable(): boolean {
    const { scanner } = this;
    const { at } = scanner;
    const assigns = scanner.match(VARIABLE) !== undefined && scanner.sees(ASSIGNMENT);
    scanner.at = at;
    return assigns;
  }

  /** Reads `@{NAME}=values` or `@{NAME}+=values`. */
  public variable(): StatementMaker {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    const [, braced, plain] = scanner.match(VARIABLE) ?? [];
    const name = braced ?? plain ?? '';
    const adds = scanner.match(ASSIGNMENT)?.[1] === '+=';
    const values = this.values();
    if (values.length === 0) scanner.fail(`variable @{${name}} has no value: write "" for an empty value`, start);
    if (!adds) this.declare(`@{${name}}`, start);
    this.endLine('values must be separated by spaces or tabs');
    return (place) =>
      ParsedVariable._of(
        place,
        name,
        values.map(({ text }) => text),
        adds,
      );
  }

  private values(): Word[] {
    const scanner: Scanner = this.scanner;
    const values: Word[] = [];
    for (;;) {
      scanner.skipBlanks();
      if (scanner.char === ',')
        scanner.fail('a variable cannot have a comma after its values: separate the values by spaces or tabs');
      if (scanner.char === '#' && !this.hashIsValue) return values;
      if (scanner.match(/\\\n/y) !== undefined) continue;
      const value = scanner.word();
      if (value === undefined) return values;
      checkGlob(scanner, value);
      values.push(value);
    }
  }

  /** Reads `${NAME}=true` or `${NAME}=false`. */
  public boolean(): StatementMaker {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    const [, braced, plain] = scanner.match(BOOLEAN) ?? [];
    const name = braced ?? plain ?? '';
    const value = scanner.match(/[ \t]*=[ \t]*(true|false)(?=\s|$)/iy)?.[1];
    if (value === undefined)
      scanner.fail(`a boolean variable must be \${NAME}=true or \${NAME}=false, on a line of its own`, start);
    this.declare(`\${${name}}`, start);
    this.endLine('a boolean variable must have one value');
    return (place) => ParsedBoolean._of(place, name, value.toLowerCase() === 'true');
  }

  /** Reads `/path -> /other,` after `alias`. */
  public alias(): StatementMaker {
    const scanner: Scanner = this.scanner;
    skipTrivia(scanner);
    const from = this.aliasPath();
    scanner.expect('->', 'an alias');
    skipTrivia(scanner);
    const to = this.aliasPath();
    scanner.expect(',', 'an alias');
    return (place) => ParsedAlias._of(place, from.text, to.text);
  }

  private aliasPath(): Word {
    const scanner: Scanner = this.scanner;
    const word = scanner.sees(/"?\//y) ? scanner.word() : undefined;
    if (word === undefined) scanner.fail(`an alias must be "alias /path -> /other,", got ${scanner.shown}`);
    checkGlob(scanner, word);
    skipTrivia(scanner);
    return word;
  }

  /** AppArmor 3.0 reads `#` and the rest of the line as values. */
  private get hashIsValue(): boolean {
    return isOlder(this.version, AppArmorParserVersion.V4_0);
  }

  private endLine(problem: string): void {
    const scanner: Scanner = this.scanner;
    scanner.skipBlanks();
    const ends = scanner.sees(/\r?\n|$/y) || (scanner.char === '#' && !this.hashIsValue);
    if (!ends) scanner.fail(`${problem}, got ${scanner.shown}`);
  }

  private declare(variable: string, at: number): void {
    if (this.declared.has(variable)) this.scanner.fail(`${variable} is declared twice: add values with +=`, at);
    this.declared.add(variable);
  }
}
