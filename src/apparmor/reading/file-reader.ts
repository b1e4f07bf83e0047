import { quote } from '../../diagnostics/input-error';
import { writtenFlagProblems } from '../flag';
import { parseGlob } from '../glob/glob';
import { AppArmorParserVersion, isOlder } from '../parser-version';
import { ParsedAbi } from '../statements/parsed-abi';
import { ParsedAlias } from '../statements/parsed-alias';
import { ParsedBlock } from '../statements/parsed-block';
import { ParsedBoolean } from '../statements/parsed-boolean';
import { ParsedComment } from '../statements/parsed-comment';
import { ParsedCondition } from '../statements/parsed-condition';
import { ParsedInclude } from '../statements/parsed-include';
import { ParsedProfile } from '../statements/parsed-profile';
import type { ProfileHead } from '../statements/parsed-profile';
import { ParsedRule } from '../statements/parsed-rule';
import { ParsedVariable } from '../statements/parsed-variable';
import type { AppArmorStatement, AppArmorStatementProps } from '../statements/statement';
import { PERMISSIONS } from './file-rule-reader';
import { readRule, RULE_WORDS } from './rule-reader';
import type { Qualifiers } from './rule-context';
import type { Scanner, Word } from './scanner';
import { readConditions, readList, singleValues } from './terms';
import { seesComment, skipTrivia, takeComment } from './trivia';

/** What a file holds: whole profiles with what stands before them, or what a profile includes. */
export type FileContent = 'profiles' | 'rules';

const NAME = /[A-Za-z][A-Za-z0-9_]*/y;
const VARIABLE = /@(?:\{([A-Za-z][A-Za-z0-9_]*)\}|([A-Za-z][A-Za-z0-9_]*))/y;
const BOOLEAN = /\$(?:\{([A-Za-z][A-Za-z0-9_]*)\}|([A-Za-z][A-Za-z0-9_]*))/y;
const ASSIGNMENT = /[ \t]*(\+?=)/y;
const INCLUDE = /#?include(?:[ \t]+(if[ \t]+exists)(?=[ \t]))?(?![A-Za-z0-9_])/y;
const SEARCHED = /<(?:"([^"\r\n]+)"|([^">\t\r\n]+))>/y;
const QUALIFIER = /(audit|deny|allow|owner)(?![A-Za-z0-9_])|priority[ \t]*=[ \t]*([+-]?[0-9]+)(?=\s)/y;
const XATTRS = /xattrs[ \t]*=[ \t]*\(/y;
const FLAGS = /flags[ \t]*=[ \t]*(?=\()/y;
const PATH_LIKE = /"?[/@:&]/y;
const BLANK_LINE = /\n[ \t\r]*\n/;
/** Blocks, conditions and profiles within each other. */
export const DEEPEST_BRACES = 64;
/** Bytes of a profile's name, which may be a path: Linux has no longer ones. */
export const LONGEST_NAME = 4096;

/** Reads a whole file, statement by statement. */
export class FileReader {
  private depth = 0;
  /** The comment of the rule that is read, or of those right above it. */
  private group: string | undefined;
  private readonly declared = new Set<string>();

  constructor(
    private readonly scanner: Scanner,
    private readonly version: AppArmorParserVersion,
  ) {}

  /** @throws AppArmorSyntaxError at the first thing that isn't the language */
  public read(content: FileContent): AppArmorStatement[] {
    const scanner: Scanner = this.scanner;
    let profiles = false;
    const statements = this.statements(() => {
      if (content === 'rules' && !this.seesPreamble()) return this.inProfile(undefined);
      const statement = this.atTop(profiles);
      return (place) => {
        const made = statement(place);
        profiles ||= made instanceof ParsedProfile;
        return made;
      };
    });
    if (!scanner.ended) scanner.fail('} closes nothing');
    return statements;
  }

  /** Statements up to a closing brace or the end, with the comments that belong to them. */
  private statements(next: () => (place: AppArmorStatementProps) => AppArmorStatement): AppArmorStatement[] {
    const scanner: Scanner = this.scanner;
    const statements: AppArmorStatement[] = [];
    for (;;) {
      const { comments, spaced } = this.comments(statements);
      if (scanner.ended || scanner.char === '}') {
        if (comments !== undefined) statements.push(ParsedComment._of(comments.place, comments.text));
        return statements;
      }
      const place = scanner.place(scanner.at);
      scanner.inner.length = 0;
      this.group = comments?.text ?? (spaced ? undefined : groupComment(statements));
      const make = next();
      const behind = this.trailingComment();
      const comment = [...(comments === undefined ? [] : [comments.text]), ...scanner.inner].join('\n');
      statements.push(
        make({
          ...place,
          comment: comments === undefined && comment === '' ? undefined : comment,
          trailingComment: behind,
          _spaced: comments?.place._spaced ?? spaced,
        }),
      );
    }
  }

  /** Comments in front of a statement: those that an empty line parts from it are statements of their own. */
  private comments(statements: AppArmorStatement[]): {
    comments?: { text: string; place: AppArmorStatementProps };
    spaced: boolean;
  } {
    const scanner: Scanner = this.scanner;
    let block: { lines: string[]; place: AppArmorStatementProps } | undefined;
    for (;;) {
      const start = scanner.at;
      scanner.skipSpace();
      const gap = BLANK_LINE.test(scanner.text.slice(start, scanner.at));
      if (block !== undefined && gap) {
        statements.push(ParsedComment._of(block.place, commentText(block.lines)));
        block = undefined;
      }
      if (!seesComment(scanner))
        return block === undefined
          ? { spaced: gap }
          : { comments: { text: commentText(block.lines), place: block.place }, spaced: gap };
      const at = scanner.place(scanner.at);
      const text = takeComment(scanner);
      block ??= { lines: [], place: { ...at, _spaced: gap } };
      block.lines.push(text);
    }
  }

  private trailingComment(): string | undefined {
    this.scanner.skipBlanks();
    return seesComment(this.scanner) ? takeComment(this.scanner) : undefined;
  }

  private seesPreamble(): boolean {
    const scanner: Scanner = this.scanner;
    if (scanner.sees(BOOLEAN)) return true;
    const { at } = scanner;
    const assigns = scanner.match(VARIABLE) !== undefined && scanner.sees(ASSIGNMENT);
    scanner.at = at;
    return assigns || scanner.sees(/alias[ \t]/y);
  }

  /** A statement outside of profiles. */
  private atTop(afterProfile: boolean): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    const preamble = (): void => {
      if (afterProfile) scanner.fail('variables, aliases and abi stand before the first profile', start);
    };
    if (scanner.sees(INCLUDE)) return this.include();
    if (scanner.sees(BOOLEAN)) {
      preamble();
      return this.boolean();
    }
    const { at } = scanner;
    const variable = scanner.match(VARIABLE);
    if (variable !== undefined) {
      const operator = scanner.match(ASSIGNMENT)?.[1];
      if (operator !== undefined) {
        preamble();
        return this.variable(variable[1] ?? variable[2] ?? '', operator === '+=', start);
      }
      scanner.at = at;
      scanner.fail(
        `${scanner.shown} begins neither a variable's value nor a profile: write @{NAME}=value, or profile NAME {`,
      );
    }
    if (scanner.char === '^') return this.profile(undefined);
    if (scanner.sees(PATH_LIKE)) return this.profile(undefined);
    const word = scanner.match(NAME)?.[0];
    if (word === 'alias') {
      preamble();
      return this.alias();
    }
    if (word === 'abi') {
      preamble();
      return this.abi();
    }
    scanner.at = start;
    if (word === 'profile' || word === 'hat') return this.profile(undefined);
    if (word !== undefined && (RULE_WORDS.has(word) || /^(audit|deny|allow|owner|if)$/.test(word)))
      scanner.fail(`a rule stands outside of a profile, got ${scanner.shown}: put it into profile NAME { }`);
    return scanner.fail(
      `a profile is "profile NAME {", got ${scanner.shown}: only a name that is a path stands without the word`,
    );
  }

  /** A statement in a profile. */
  private inProfile(parent: string | undefined): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    if (scanner.sees(INCLUDE)) return this.include();
    const start = scanner.at;
    if (scanner.char === '^') return this.profile(parent);
    const qualifiers = this.qualifiers();
    if (scanner.char === '{') return this.block(qualifiers, parent, start);
    if (scanner.sees(PERMISSIONS) && !scanner.sees(/all(?=[\s,])/y)) return this.rule(undefined, start, qualifiers);
    const at = scanner.at;
    const word = scanner.match(NAME)?.[0];
    if (word !== undefined && RULE_WORDS.has(word)) return this.rule(word, start, qualifiers);
    if (at === start && word === 'if') return this.condition(parent);
    if (at === start && word === 'abi') return this.abi();
    scanner.at = at;
    if (at === start && (word === 'profile' || word === 'hat')) return this.profile(parent);
    if (word === 'alias' || scanner.char === '$') scanner.fail('variables and aliases stand before the first profile');
    if (word === undefined || word === 'safe' || word === 'unsafe') return this.rule(undefined, start, qualifiers);
    return scanner.fail(`no rule begins with ${scanner.shown}: a path begins with / or a variable`);
  }

  private rule(
    word: string | undefined,
    start: number,
    qualifiers: Qualifiers,
  ): (place: AppArmorStatementProps) => AppArmorStatement {
    const { scanner, version } = this;
    const rule = readRule(word, start, { scanner, version, qualifiers, comment: this.group });
    return (place) => ParsedRule._of(place, rule);
  }

  private qualifiers(): Qualifiers {
    const scanner: Scanner = this.scanner;
    const order = ['priority', 'audit', 'access', 'owner'];
    const found: string[] = [];
    let last = -1;
    let priority: number | undefined;
    for (;;) {
      const at = scanner.at;
      const [, word, number] = scanner.match(QUALIFIER) ?? [];
      if (word === undefined && number === undefined) break;
      if (number !== undefined) priority = Number(number);
      const rank = order.indexOf(word === undefined ? 'priority' : /deny|allow/.test(word) ? 'access' : word);
      if (rank <= last)
        scanner.fail('qualifiers stand once and in this order: priority, audit, deny or allow, owner', at);
      last = rank;
      if (word !== undefined) found.push(word);
      skipTrivia(scanner);
    }
    return {
      priority,
      audit: found.includes('audit'),
      deny: found.includes('deny'),
      allow: found.includes('allow'),
      owner: found.includes('owner'),
    };
  }

  private block(
    { priority, deny, ...qualifiers }: Qualifiers,
    parent: string | undefined,
    start: number,
  ): (place: AppArmorStatementProps) => AppArmorStatement {
    if (deny || priority !== undefined)
      this.scanner.fail('a block has no deny and no priority: repeat them in each rule', start);
    const statements = this.braces(parent, 'a block');
    return (place) => ParsedBlock._of(place, qualifiers, statements);
  }

  /** Statements in braces. */
  private braces(parent: string | undefined, what: string): AppArmorStatement[] {
    const scanner: Scanner = this.scanner;
    const open = scanner.at;
    scanner.expect('{', what);
    this.deeper(open);
    const inner = scanner.inner.splice(0);
    const statements = this.statements(() => this.inProfile(parent));
    if (!scanner.take('}')) scanner.fail(`${what} is not closed: } is missing`, open);
    this.depth -= 1;
    scanner.inner.splice(0, scanner.inner.length, ...inner);
    return statements;
  }

  private deeper(at: number): void {
    this.depth += 1;
    if (this.depth > DEEPEST_BRACES) this.scanner.fail(`braces are nested deeper than ${DEEPEST_BRACES} levels`, at);
  }

  private condition(parent: string | undefined): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    const test = this.test();
    const then = this.braces(parent, 'a condition');
    skipTrivia(scanner);
    if (scanner.match(/else(?![A-Za-z0-9_])/y) === undefined) return (place) => ParsedCondition._of(place, test, then);
    skipTrivia(scanner);
    const place = scanner.place(scanner.at);
    const chained = scanner.match(/if(?![A-Za-z0-9_])/y) !== undefined;
    if (chained) this.deeper(scanner.at);
    const otherwise = chained ? [this.condition(parent)(place)] : this.braces(parent, 'else');
    if (chained) this.depth -= 1;
    return (at) => ParsedCondition._of(at, test, then, otherwise);
  }

  private test(): string {
    const scanner: Scanner = this.scanner;
    const words: string[] = [];
    for (;;) {
      skipTrivia(scanner);
      const word = scanner.match(/(not|defined)(?![A-Za-z0-9_])/y)?.[1];
      if (word === undefined) break;
      words.push(word);
      if (word === 'defined') break;
    }
    skipTrivia(scanner);
    const boolean = scanner.match(BOOLEAN);
    const variable = boolean === undefined && words.at(-1) === 'defined' ? scanner.match(VARIABLE) : undefined;
    const found = boolean ?? variable;
    if (found === undefined)
      scanner.fail(
        `a condition is \${NAME}, defined \${NAME} or defined @{NAME}, "not" before it, got ${scanner.shown}`,
      );
    skipTrivia(scanner);
    return [...words, `${boolean === undefined ? '@' : '$'}{${found[1] ?? found[2]}}`].join(' ');
  }

  private include(): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    const optional = scanner.match(INCLUDE)?.[1] !== undefined;
    scanner.skipBlanks();
    const { path, searched } = this.fileName('include');
    return (place) => ParsedInclude._of(place, path, optional, searched);
  }

  private abi(): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    scanner.skipBlanks();
    const { path, searched } = this.fileName('abi');
    scanner.skipBlanks();
    scanner.expect(',', 'abi');
    return (place) => ParsedAbi._of(place, path, searched);
  }

  private fileName(what: string): { path: string; searched: boolean } {
    const scanner: Scanner = this.scanner;
    const [, quoted, bare] = scanner.match(SEARCHED) ?? [];
    const searched = quoted ?? bare?.trim();
    if (searched !== undefined && searched !== '') return { path: searched, searched: true };
    const word = scanner.char === '<' ? undefined : scanner.word('<>');
    if (word === undefined || word.text === '')
      scanner.fail(`${what} names a file as <path> or "/path", got ${scanner.shown}`);
    if (word.text.includes('"')) scanner.fail(`${what} names a file that has a quote in its name`, word.at);
    return { path: word.text, searched: false };
  }

  private alias(): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    skipTrivia(scanner);
    const path = (): Word => {
      const word = scanner.sees(/"?\//y) ? scanner.word() : undefined;
      if (word === undefined) scanner.fail(`an alias is "alias /path -> /other,", got ${scanner.shown}`);
      this.checkGlob(word);
      skipTrivia(scanner);
      return word;
    };
    const from = path();
    scanner.expect('->', 'an alias');
    skipTrivia(scanner);
    const to = path();
    scanner.expect(',', 'an alias');
    return (place) => ParsedAlias._of(place, from.text, to.text);
  }

  private boolean(): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    const [, braced, plain] = scanner.match(BOOLEAN) ?? [];
    const name = braced ?? plain ?? '';
    const value = scanner.match(/[ \t]*=[ \t]*(true|false)(?=\s|$)/iy)?.[1];
    if (value === undefined)
      scanner.fail(`a boolean variable is \${NAME}=true or \${NAME}=false, alone on its line`, start);
    this.declare(`\${${name}}`, start);
    this.endLine('a boolean variable has one value');
    return (place) => ParsedBoolean._of(place, name, value.toLowerCase() === 'true');
  }

  private variable(name: string, adds: boolean, start: number): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    const values: Word[] = [];
    for (;;) {
      scanner.skipBlanks();
      if (scanner.char === ',') scanner.fail('a variable has no comma behind its values: part them by blanks');
      if (scanner.char === '#' && !this.hashIsValue) break;
      if (scanner.match(/\\\n/y) !== undefined) continue;
      const value = scanner.word();
      if (value === undefined) break;
      this.checkGlob(value);
      values.push(value);
    }
    if (values.length === 0) scanner.fail(`variable @{${name}} has no value: write "" for none`, start);
    if (!adds) this.declare(`@{${name}}`, start);
    this.endLine('values are words parted by blanks');
    return (place) =>
      ParsedVariable._of(
        place,
        name,
        values.map(({ text }) => text),
        adds,
      );
  }

  /** AppArmor 3.0 takes "#" and what follows it for values. */
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

  private checkGlob({ text, at }: Word): void {
    const result = parseGlob(text, true);
    if ('problem' in result) this.scanner.fail(result.problem, at);
  }

  private profile(parent: string | undefined): (place: AppArmorStatementProps) => AppArmorStatement {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    const head = this.head(parent);
    const fullName = head.parent === undefined ? head.name : `${head.parent}//${head.name}`;
    const statements = this.braces(fullName, `profile ${quote(head.name)}`);
    return (place) => {
      const profile = ParsedProfile._of(place, head, statements);
      const twice = firstTwice(profile.children.map((child) => child.name));
      if (twice !== undefined) scanner.fail(`profile ${quote(head.name)} has the child ${quote(twice)} twice`, start);
      return profile;
    };
  }

  private head(parent: string | undefined): ProfileHead {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    const keyword = scanner.take('^') ? '^' : scanner.match(/(profile|hat)(?![A-Za-z0-9_])/y)?.[1];
    if (keyword !== '^') scanner.skipBlanks();
    const name = scanner.word();
    if (name === undefined || name.text === '')
      scanner.fail(`a profile has a name behind ${quote(keyword ?? 'profile')}, got ${scanner.shown}`);
    if (name.text.startsWith('&')) scanner.fail('the name of a profile does not begin with &', name.at);
    if (!name.quoted && name.text.endsWith('{')) scanner.fail('a blank parts the name of a profile from {', name.at);
    this.checkGlob(name);
    if (Buffer.byteLength(name.text) > LONGEST_NAME)
      scanner.fail(`the name of a profile is longer than ${LONGEST_NAME} bytes`, name.at);
    skipTrivia(scanner);
    const attachment = this.attachment();
    const xattrs = this.xattrs();
    if (keyword !== 'profile' && keyword !== undefined && Object.keys(xattrs).length > 0)
      scanner.fail('a hat has no extended attributes', start);
    return {
      parent,
      name: name.text,
      hat: keyword === 'hat' || keyword === '^',
      attachment,
      xattrs,
      flags: this.flags(),
    };
  }

  private attachment(): string | undefined {
    const scanner: Scanner = this.scanner;
    if (!scanner.sees(/"?[/@]/y)) return undefined;
    const word = scanner.word();
    if (word !== undefined) this.checkGlob(word);
    skipTrivia(scanner);
    return word?.text;
  }

  private xattrs(): { readonly [name: string]: string } {
    const scanner: Scanner = this.scanner;
    if (scanner.match(XATTRS) === undefined) return {};
    const conditions = readConditions(scanner, 'xattrs');
    skipTrivia(scanner);
    const names = conditions.map(({ name }) => name);
    const filled = conditions.filter(({ values }) => values.length > 0);
    return {
      ...Object.fromEntries(names.map((name) => [name, ''])),
      ...singleValues(scanner, 'xattrs', filled, names),
    } as { readonly [name: string]: string };
  }

  private flags(): string[] {
    const scanner: Scanner = this.scanner;
    const start = scanner.at;
    scanner.match(FLAGS);
    if (scanner.char !== '(') return [];
    const flags = [...new Set(readList(scanner, 'flags').map(({ text }) => text))];
    if (flags.length === 0) scanner.fail('flags are an empty list: leave them out', start);
    const [problem] = writtenFlagProblems(flags, this.version);
    if (problem !== undefined) scanner.fail(problem, start);
    skipTrivia(scanner);
    return flags;
  }
}

function firstTwice(names: ReadonlyArray<string>): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/** Comment lines as one text, which is never empty: a lone `#` is a comment, too. */
function commentText(lines: ReadonlyArray<string>): string {
  return lines.join('\n') || ' ';
}

/** The comment that the last rule has or shares, and shares with the next one. */
function groupComment(statements: ReadonlyArray<AppArmorStatement>): string | undefined {
  const last = statements.at(-1);
  return last instanceof ParsedRule ? last.rule.comment : undefined;
}
