import { Problems } from '../../input-error';
import type { AppArmorChildProfile } from '../child-profile';
import { parseGlob } from '../glob';
import type { Glob } from '../glob';
import type { AppArmorProfile } from '../profile';
import type { AppArmorInclude } from '../include';
import type { AppArmorRule } from '../rule';
import { declareVariables, expand, expansionProblem } from '../variables';
import type { Variables } from '../variables';
import { FileAccess } from './file-access';

/** A rule, and the line on which it begins. */
export interface PlacedRule<Rule extends AppArmorRule = AppArmorRule> {
  readonly rule: Rule;
  readonly line: number;
}

/** What a lint is told of a profile. */
export interface LintSubjectProps {
  /** As the kernel knows it: a child as `parent//child`. */
  readonly name: string;
  /** Line on which it begins. */
  readonly line: number;
  readonly flags: ReadonlyArray<string>;
  readonly rules: ReadonlyArray<PlacedRule>;
  /** Files that it includes, relative to /etc/apparmor.d. */
  readonly includes: ReadonlyArray<string>;
  /** Names of its children. */
  readonly children: ReadonlyArray<string>;
  readonly variables: Variables;
  /** True if the file says which rules its author knew of. */
  readonly hasAbi: boolean;
  /** Programs of the node that it confines by their path. */
  readonly attachment?: string;
}

/** A profile, or a child of one, as lints see it: read from a text or typed. */
export class LintSubject {
  public readonly name: string;
  public readonly line: number;
  public readonly flags: ReadonlyArray<string>;
  public readonly rules: ReadonlyArray<PlacedRule>;
  public readonly includes: ReadonlyArray<string>;
  public readonly children: ReadonlyArray<string>;
  public readonly hasAbi: boolean;
  public readonly attachment?: string;
  /** Rules on files, with what they come to together. */
  public readonly files: FileAccess;

  private readonly variables: Variables;

  constructor(props: LintSubjectProps) {
    this.name = props.name;
    this.line = props.line;
    this.flags = props.flags;
    this.rules = props.rules;
    this.includes = props.includes;
    this.children = props.children;
    this.hasAbi = props.hasAbi;
    this.attachment = props.attachment;
    this.variables = props.variables;
    this.files = new FileAccess(props.rules, (glob) => this.expanded(glob));
  }

  /** Rules of one class. */
  public of<Rule extends AppArmorRule>(kind: abstract new (...args: never[]) => Rule): PlacedRule<Rule>[] {
    return this.rules.filter((placed): placed is PlacedRule<Rule> => placed.rule instanceof kind);
  }

  /** A rule's text as a glob without variables; undefined if it is none. */
  public glob(text: string): Glob | undefined {
    const result = parseGlob(text);
    return 'glob' in result ? this.expanded(result.glob) : undefined;
  }

  /** The glob without its variables; undefined if they cannot be replaced. */
  public expanded(glob: Glob): Glob | undefined {
    return expansionProblem(glob, this.variables) === undefined ? expand(glob, this.variables) : undefined;
  }
}

/** A typed profile and its children as lints see them; lines are those of the rendered text. */
export function lintSubjects(profile: AppArmorProfile): LintSubject[] {
  const variables = declareVariables(new Problems(), profile.name, profile.variables);
  const text = profile.render().split('\n');
  const hasAbi = text.some((line) => line.startsWith('abi '));
  const start = text.findIndex((line) => line.startsWith(`profile ${profile.name} `));
  const common = { variables, hasAbi };
  const body = (of: Body): Pick<LintSubjectProps, 'rules' | 'includes'> => ({
    rules: of.rules.map((rule) => ({ rule, line: lineOf(text, of.indent + rule.render(), of.start) })),
    includes: of.includes.map(({ path }) => path),
  });
  const main = new LintSubject({
    ...common,
    ...body({ ...profile, indent: '  ', start }),
    name: profile.name,
    line: start + 1,
    flags: profile.flags,
    children: profile.children.map(({ name }) => name),
  });
  const children = profile.children.map((child) => {
    const at = text.findIndex((line) => line.startsWith(`  profile ${child.name} `));
    return new LintSubject({
      ...common,
      ...body({ ...child, indent: '    ', start: at }),
      name: `${profile.name}//${child.name}`,
      line: at + 1,
      flags: child.flags ?? profile.flags,
      children: [],
    });
  });
  return [main, ...children];
}

interface Body extends Pick<AppArmorChildProfile, 'name'> {
  readonly rules: ReadonlyArray<AppArmorRule>;
  readonly includes: ReadonlyArray<AppArmorInclude>;
  readonly indent: string;
  readonly start: number;
}

function lineOf(text: ReadonlyArray<string>, line: string, from: number): number {
  return text.indexOf(line, from) + 1;
}
