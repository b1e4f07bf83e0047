import type { AppArmorFile } from '../apparmor-file';
import { ParsedAbi } from '../statements/parsed-abi';
import { ParsedBlock } from '../statements/parsed-block';
import { ParsedCondition } from '../statements/parsed-condition';
import type { ParsedProfile } from '../statements/parsed-profile';
import { ParsedRule } from '../statements/parsed-rule';
import { addValues, ParsedVariable } from '../statements/parsed-variable';
import type { AppArmorStatement } from '../statements/statement';
import { readVariables, withProfileName } from '../variables';
import { WorkBudget } from '../work-budget';
import { placedRule } from './placed-rule';
import type { PlacedRule } from './placed-rule';
import { LintSubject } from './subject';

/** Subjects for the profiles of a file, and for all profiles nested in them. */
export function fileSubjects(file: AppArmorFile): LintSubject[] {
  const abi = file.preamble.find((each) => each instanceof ParsedAbi)?.path;
  const own = new Map<string, string[]>();
  for (const each of file.preamble) if (each instanceof ParsedVariable) addValues(own, each);
  const variables = readVariables(own);
  const budget = WorkBudget.forText(file._length);
  const subjects = (profile: ParsedProfile): LintSubject[] => {
    const { children } = profile;
    const subject = new LintSubject({
      name: profile.fullName,
      line: profile.line,
      flags: profile.flags,
      rules: placedRules(profile.statements, false),
      includes: profile.includes.map(({ path }) => path),
      children: children.map(({ name, attachment }) => ({ name, attachment })),
      variables: withProfileName(variables, profile.fullName),
      abi,
      attachment: profile.attachment ?? (/^[/@]/.test(profile.name) ? profile.name : undefined),
      budget,
    });
    return [subject, ...children.flatMap(subjects)];
  };
  return file.profiles.flatMap(subjects);
}

function placedRules(statements: ReadonlyArray<AppArmorStatement>, owner: boolean): PlacedRule[] {
  return statements.flatMap((each): PlacedRule[] => {
    if (each instanceof ParsedRule) return [placedRule(each.rule, each.line, owner)];
    if (each instanceof ParsedBlock) return placedRules(each.statements, owner || each.owner);
    if (each instanceof ParsedCondition) return placedRules([...each.then, ...(each.otherwise ?? [])], owner);
    return [];
  });
}
