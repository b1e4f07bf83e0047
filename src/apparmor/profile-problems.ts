import type { Problems } from '../diagnostics/input-error';
import { quote } from '../diagnostics/input-error';
import { AppArmorAbi } from './abi';
import { AppArmorChildProfile, profileNameProblem } from './child-profile';
import { changeProfileConflicts, execConflicts } from './exec-conflicts';
import { flagProblems } from './flag';
import { AppArmorInclude } from './include';
import { AppArmorParserVersion, isOlder } from './parser-version';
import type { ProfileBody, ProfileParts } from './profile-body';
import { AppArmorRule, commentProblem, distinct, versionProblem } from './rule';
import { FileRule } from './rules/file-rule';
import { RlimitRule } from './rules/rlimit-rule';
import type { Variables } from './variables';
import { declareVariables, expansionProblem, leadingVariableProblem } from './variables';

/** Adds everything that is wrong with a profile. */
export function checkProfile(problems: Problems, profile: ProfileParts): void {
  problems.add(profileNameProblem(profile.name));
  problems.add(commentProblem(profile.comment));
  checkVersions(problems, profile);
  const variables = declareVariables(problems, profile.name, profile.variables);
  const strangers = profile.children.filter((child) => !(child instanceof AppArmorChildProfile));
  for (const stranger of strangers) problems.add(`children must be AppArmorChildProfiles, got ${quote(stranger)}`);
  if (strangers.length > 0) return;
  const names = profile.children.map((child) => child.name);
  for (const name of distinct(names.filter((n, i) => names.indexOf(n) < i)))
    problems.add(`child ${quote(name)} exists twice: rename one`);
  for (const problem of bodyProblems(profile, variables, names, profile.parserVersion)) problems.add(problem);
  for (const child of profile.children) {
    for (const problem of childProblems(child, variables, profile.parserVersion))
      problems.add(`child ${quote(child.name)}: ${problem}`);
  }
}

function checkVersions(problems: Problems, { abi, parserVersion }: ProfileParts): void {
  if (!Object.values(AppArmorAbi).includes(abi))
    problems.add(`abi must be one of ${Object.values(AppArmorAbi).join(', ')}, got ${quote(abi)}`);
  if (!Object.values(AppArmorParserVersion).includes(parserVersion))
    problems.add(
      `parserVersion must be one of ${Object.values(AppArmorParserVersion).join(', ')}, got ${quote(parserVersion)}`,
    );
  if (abi === AppArmorAbi.V4_0 && isOlder(parserVersion, AppArmorParserVersion.V4_0))
    problems.add(`abi ${abi} needs AppArmor 4.0, but parserVersion is ${parserVersion}`);
}

function childProblems(child: AppArmorChildProfile, variables: Variables, version: AppArmorParserVersion): string[] {
  const comment = commentProblem(child.comment);
  return [...(comment === undefined ? [] : [comment]), ...bodyProblems(child, variables, [], version)];
}

function bodyProblems(
  body: ProfileBody,
  variables: Variables,
  children: ReadonlyArray<string>,
  version: AppArmorParserVersion,
): string[] {
  const strangers = [
    ...body.rules.filter((rule) => !(rule instanceof AppArmorRule)),
    ...body.includes.filter((include) => !(include instanceof AppArmorInclude)),
  ];
  if (strangers.length > 0)
    return strangers.map(
      (stranger) => `rules must be AppArmorRules and includes AppArmorIncludes, got ${quote(stranger)}`,
    );
  const flags = flagProblems(body.flags ?? [], version);
  const unfit = body.rules.flatMap((rule) => rule._unfit.map((problem) => `${rule.render()}: ${problem}`));
  const late = found(body.rules.map((rule) => versionProblem(rule, version)));
  const unexpanded = found(
    body.rules.flatMap((rule) => rule._globs()).map((glob) => expansionProblem(glob, variables)),
  );
  // all further checks replace variables
  if (unexpanded.length > 0) return [...flags, ...unfit, ...late, ...unexpanded];
  return [
    ...flags,
    ...unfit,
    ...late,
    ...found(body.rules.flatMap((rule) => rule._paths()).map((glob) => leadingVariableProblem(glob, variables))),
    ...execConflicts(body.rules, body.includes, variables),
    ...changeProfileConflicts(body.rules, variables),
    ...repeatedLimits(body.rules),
    ...missingChildren(body.rules, children),
  ];
}

function found(problems: ReadonlyArray<string | undefined>): string[] {
  return distinct(problems.filter((problem) => problem !== undefined));
}

function repeatedLimits(rules: ReadonlyArray<AppArmorRule>): string[] {
  const limits = rules.filter((rule) => rule instanceof RlimitRule).map((rule) => rule.limit);
  // the parser uses the last one without a warning
  return distinct(limits.filter((limit, i) => limits.indexOf(limit) < i)).map(
    (limit) => `limit ${quote(limit)} is set twice: keep one`,
  );
}

function missingChildren(rules: ReadonlyArray<AppArmorRule>, children: ReadonlyArray<string>): string[] {
  const there = children.length > 0 ? `, which contains ${children.map(quote).join(', ')}` : '';
  return (
    rules
      .filter((rule) => rule instanceof FileRule)
      .filter((rule) => rule.exec?.toChild === true && !children.includes(rule.exec.target ?? ''))
      // the parser compiles such a rule, but every execution fails
      .map((rule) => `${rule.render()} runs a child that does not exist: add it to "children"${there}`)
  );
}
