import { quote } from '../../diagnostics/input-error';
import type { AppArmorParserVersion } from '../parser-version';
import { ParsedBlock } from '../statements/parsed-block';
import { ParsedComment } from '../statements/parsed-comment';
import { ParsedCondition } from '../statements/parsed-condition';
import { ParsedProfile } from '../statements/parsed-profile';
import { ParsedRule } from '../statements/parsed-rule';
import type { AppArmorStatement } from '../statements/statement';
import { readLeading, readTrailingComment } from './comment-reader';
import { readTest } from './condition-reader';
import { PERMISSIONS } from './file-rule-reader';
import { INCLUDE, readAbi, readInclude } from './include-reader';
import { BOOLEAN, PreambleReader, VARIABLE } from './preamble-reader';
import { readProfileHead } from './profile-head-reader';
import { readQualifiers } from './qualifier-reader';
import type { Qualifiers } from './rule-context';
import { readRule, RULE_WORDS } from './rule-reader';
import type { Scanner } from './scanner';
import type { StatementMaker } from './statement-maker';
import { skipTrivia } from './trivia';

/** Content of a file: profiles with the statements before them, or statements that profiles include. */
export type FileContent = 'profiles' | 'rules';

/** Levels of blocks, conditions and profiles within each other. */
export const DEEPEST_BRACES = 64;

const NAME = /[A-Za-z][A-Za-z0-9_]*/y;
const PATH_LIKE = /"?[/@:&]/y;

/** Reads a whole file, statement by statement. */
export class FileReader {
  private readonly preamble: PreambleReader;
  private depth = 0;
  /** The comment of the current rule, or the comment that it shares with the rules right above it. */
  private group: string | undefined;

  constructor(
    private readonly scanner: Scanner,
    private readonly version: AppArmorParserVersion,
  ) {
    this.preamble = new PreambleReader(scanner, version);
  }

  /** @throws {@link AppArmorSyntaxError} at the first part of the text that is not AppArmor's language */
  public read(content: FileContent): AppArmorStatement[] {
    const scanner: Scanner = this.scanner;
    let profiles = false;
    const statements = this.statements(() => {
      if (content === 'rules' && !this.preamble.sees) return this.inProfile(undefined);
      const statement = this.atTop(profiles);
      return (place) => {
        const made = statement(place);
        profiles ||= made instanceof ParsedProfile;
        return made;
      };
    });
    if (!scanner.ended) scanner.fail('} has no matching {');
    return statements;
  }

  /** Reads statements with their comments, up to a closing brace or the end. */
  private statements(next: () => StatementMaker): AppArmorStatement[] {
    const scanner: Scanner = this.scanner;
    const statements: AppArmorStatement[] = [];
    for (;;) {
      const leading = readLeading(scanner, statements);
      if (scanner.ended || scanner.char === '}') {
        if (leading.comment !== undefined)
          statements.push(ParsedComment._of(leading.comment.place, leading.comment.text));
        return statements;
      }
      const place = scanner.place(scanner.at);
      scanner.inner.length = 0;
      this.group = leading.comment?.text ?? (leading.spaced ? undefined : groupComment(statements));
      const make = next();
      const trailingComment = readTrailingComment(scanner);
      const comment = [...(leading.comment === undefined ? [] : [leading.comment.text]), ...scanner.inner].join('\n');
      statements.push(
        make({
          ...place,
          comment: leading.comment === undefined && comment === '' ? undefined : comment,
          trailingComment,
          _spaced: leading.comment?.place._spaced ?? leading.spaced,
        }),
      );
    }
  }

  /** Reads a statement outside of profiles. */
  private atTop(afterProfile: boolean): StatementMaker {
    const { scanner, preamble } = this;
    if (scanner.sees(INCLUDE)) return readInclude(scanner);
    const start = scanner.at;
    const early = (read: () => StatementMaker): StatementMaker => {
      if (afterProfile) scanner.fail('variables, aliases and abi must be before the first profile', start);
      return read();
    };
    if (scanner.sees(BOOLEAN)) return early(() => preamble.boolean());
    if (preamble.seesVariable) return early(() => preamble.variable());
    if (scanner.sees(VARIABLE)) return this.failAtVariable();
    if (scanner.char === '^' || scanner.sees(PATH_LIKE)) return this.profile(undefined);
    const word = scanner.match(NAME)?.[0];
    if (word === 'alias') return early(() => preamble.alias());
    if (word === 'abi') return early(() => readAbi(scanner));
    scanner.at = start;
    return word === 'profile' || word === 'hat' ? this.profile(undefined) : this.failAtTop(word);
  }

  private failAtVariable(): never {
    const scanner: Scanner = this.scanner;
    return scanner.fail(
      `${scanner.shown} starts neither a variable nor a profile: write @{NAME}=value, or profile NAME {`,
    );
  }

  private failAtTop(word: string | undefined): never {
    const scanner: Scanner = this.scanner;
    if (word !== undefined && (RULE_WORDS.has(word) || /^(audit|deny|allow|owner|if)$/.test(word)))
      scanner.fail(`a rule must be in a profile, got ${scanner.shown}: move it into profile NAME { }`);
    return scanner.fail(
      `a profile must start with "profile NAME {", got ${scanner.shown}: only a name that is a path can omit "profile"`,
    );
  }

  /** Reads a statement in a profile. */
  private inProfile(parent: string | undefined): StatementMaker {
    const scanner: Scanner = this.scanner;
    if (scanner.sees(INCLUDE)) return readInclude(scanner);
    const start = scanner.at;
    if (scanner.char === '^') return this.profile(parent);
    const qualifiers = readQualifiers(scanner);
    if (scanner.char === '{') return this.block(qualifiers, parent, start);
    if (scanner.sees(PERMISSIONS) && !scanner.sees(/all(?=[\s,])/y)) return this.rule(undefined, start, qualifiers);
    const at = scanner.at;
    const word = scanner.match(NAME)?.[0];
    if (word !== undefined && RULE_WORDS.has(word)) return this.rule(word, start, qualifiers);
    if (at === start && word === 'if') return this.condition(parent);
    if (at === start && word === 'abi') return readAbi(scanner);
    scanner.at = at;
    if (at === start && (word === 'profile' || word === 'hat')) return this.profile(parent);
    if (word === 'alias' || scanner.char === '$')
      scanner.fail('variables and aliases must be before the first profile');
    if (word === undefined || word === 'safe' || word === 'unsafe') return this.rule(undefined, start, qualifiers);
    return scanner.fail(`no rule starts with ${scanner.shown}: a path must start with / or a variable`);
  }

  private rule(word: string | undefined, start: number, qualifiers: Qualifiers): StatementMaker {
    const { scanner, version } = this;
    const rule = readRule(word, start, { scanner, version, qualifiers, comment: this.group });
    return (place) => ParsedRule._of(place, rule);
  }

  private block(
    { priority, deny, ...qualifiers }: Qualifiers,
    parent: string | undefined,
    start: number,
  ): StatementMaker {
    if (deny || priority !== undefined)
      this.scanner.fail('a block cannot have deny or priority: repeat them in each rule', start);
    const statements = this.braces(parent, 'a block');
    return (place) => ParsedBlock._of(place, qualifiers, statements);
  }

  /** Reads statements in braces. */
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

  private condition(parent: string | undefined): StatementMaker {
    const scanner: Scanner = this.scanner;
    const test = readTest(scanner);
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

  private profile(parent: string | undefined): StatementMaker {
    const { scanner, version } = this;
    const start = scanner.at;
    const head = readProfileHead(scanner, version, parent);
    const fullName = head.parent === undefined ? head.name : `${head.parent}//${head.name}`;
    const statements = this.braces(fullName, `profile ${quote(head.name)}`);
    return (place) => {
      const profile = ParsedProfile._of(place, head, statements);
      const twice = firstTwice(profile.children.map((child) => child.name));
      if (twice !== undefined) scanner.fail(`profile ${quote(head.name)} has the child ${quote(twice)} twice`, start);
      return profile;
    };
  }
}

function firstTwice(names: ReadonlyArray<string>): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/** Returns the comment of the last rule, which the next rule shares. */
function groupComment(statements: ReadonlyArray<AppArmorStatement>): string | undefined {
  const last = statements.at(-1);
  return last instanceof ParsedRule ? last.rule.comment : undefined;
}
