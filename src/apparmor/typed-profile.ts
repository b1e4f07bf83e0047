import { InputError, Problems, quote } from '../diagnostics/input-error';
import { AppArmorAbi } from './abi';
import { AppArmorChildProfile } from './child-profile';
import type { AppArmorFlag } from './flag';
import { AppArmorInclude } from './include';
import type { AppArmorProfileProps } from './profile';
import type { AppArmorParserVersion } from './parser-version';
import type { AppArmorRule } from './rule';
import { ParsedAbi } from './statements/parsed-abi';
import { ParsedComment } from './statements/parsed-comment';
import { ParsedInclude } from './statements/parsed-include';
import { ParsedProfile } from './statements/parsed-profile';
import { ParsedRule } from './statements/parsed-rule';
import { addValues, ParsedVariable } from './statements/parsed-variable';
import type { AppArmorStatement } from './statements/statement';

/** File that every typed profile includes first. */
const GLOBAL = 'tunables/global';

/** A file that a profile was read from: an `AppArmorFile`, by shape. */
export interface SourceFile {
  readonly file: string;
  readonly parserVersion: AppArmorParserVersion;
  readonly preamble: ReadonlyArray<AppArmorStatement>;
}

/**
 * Props of a typed profile, from a profile that was read.
 *
 * @throws {@link InputError} if the file or the profile has a part that typed profiles do not have
 */
export function typedProfile(file: SourceFile, profile: ParsedProfile): AppArmorProfileProps {
  const problems = new Problems();
  const preamble = readPreamble(problems, file.preamble);
  const body = readBody(problems, profile);
  const children = profile.children.map((child) => {
    if (child.children.length > 0) problems.add(at(child, 'children of children are not supported'));
    if (child.hat) problems.add(at(child, 'hats are not supported'));
    const name = quote(child.name);
    return attempt(
      problems,
      child,
      name,
      () => new AppArmorChildProfile({ ...readBody(problems, child), name: child.name, comment: child.comment }),
    );
  });
  problems.throwIfAny(`AppArmor file ${quote(file.file)}`);
  return {
    ...preamble,
    ...body,
    name: profile.name,
    parserVersion: file.parserVersion,
    children: children.filter((child) => child !== undefined),
  };
}

function readPreamble(
  problems: Problems,
  statements: ReadonlyArray<AppArmorStatement>,
): Pick<AppArmorProfileProps, 'abi' | 'variables' | 'comment'> {
  const variables = new Map<string, string[]>();
  let abi = AppArmorAbi.PARSER_DEFAULT;
  for (const each of statements) {
    if (each instanceof ParsedVariable) addValues(variables, each);
    else if (each instanceof ParsedAbi) abi = readAbi(problems, each);
    else if (each instanceof ParsedInclude && each.searched && each.path === GLOBAL) continue;
    else if (!(each instanceof ParsedComment))
      problems.add(at(each, `${each._lines()[0]} is not supported before a profile`));
  }
  const [first] = statements;
  const comment = first instanceof ParsedComment ? first.text : first?.comment;
  return { abi, variables: Object.fromEntries(variables), comment };
}

function readAbi(problems: Problems, abi: ParsedAbi): AppArmorAbi {
  const known = Object.values(AppArmorAbi).find((each) => abi.searched && String(each) === abi.path);
  if (known === undefined) problems.add(at(abi, `abi ${quote(abi.path)} is not supported: use ${AppArmorAbi.V3_0}`));
  return known ?? AppArmorAbi.PARSER_DEFAULT;
}

/** The parts that profiles and children have in common. */
interface Body {
  readonly rules: AppArmorRule[];
  readonly flags: AppArmorFlag[];
  readonly includes: AppArmorInclude[];
}

function readBody(problems: Problems, profile: ParsedProfile): Body {
  const rules: AppArmorRule[] = [];
  const includes: AppArmorInclude[] = [];
  if (profile.attachment !== undefined)
    problems.add(
      at(profile, `attachment ${quote(profile.attachment)} is not supported: a pod selects its profile by name`),
    );
  if (Object.keys(profile.xattrs).length > 0)
    problems.add(at(profile, 'xattrs are not supported: a pod selects its profile by name'));
  for (const each of profile.statements) {
    if (each instanceof ParsedRule) rules.push(each.rule);
    else if (each instanceof ParsedInclude) {
      const include = attempt(problems, each, 'include', () => readInclude(each));
      if (include !== undefined) includes.push(include);
    } else if (!(each instanceof ParsedComment || each instanceof ParsedProfile))
      problems.add(at(each, `${each._lines()[0]} is not supported: write its rules directly in the profile`));
  }
  return { rules, includes, flags: profile.flags as AppArmorFlag[] };
}

function readInclude({ path, optional, searched }: ParsedInclude): AppArmorInclude {
  const abstraction = /^abstractions\/(.*)$/.exec(path)?.[1];
  if (searched && !optional && abstraction !== undefined) return AppArmorInclude.abstraction(abstraction);
  if (searched && optional) return AppArmorInclude.ifExists(path);
  throw new InputError('include', [`${quote(path)} must be an abstraction, or "if exists <path>"`]);
}

function attempt<T>(problems: Problems, statement: AppArmorStatement, what: string, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) problems.add(at(statement, `${what}: ${problem}`));
    return undefined;
  }
}

function at({ line }: AppArmorStatement, problem: string): string {
  return `line ${line}: ${problem}`;
}
