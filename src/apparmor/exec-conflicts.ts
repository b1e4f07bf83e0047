import { distinct } from './rule';
import type { AppArmorRule } from './rule';
import type { Glob } from './glob';
import { parseGlob } from './glob';
import { isExact, overlap } from './glob-overlap';
import type { AppArmorInclude } from './include';
import { ChangeProfileRule } from './rules/change-profile-rule';
import { FileRule } from './rules/file-rule';
import type { Variables } from './variables';
import { expand } from './variables';

/** The kernel's table of named transitions has this many places for one profile. */
const MOST_TARGETS = 12;

interface Transition {
  readonly shown: string;
  /** Mode and target: two transitions of the same key never conflict. */
  readonly key: string;
  readonly glob: Glob;
}

/**
 * Pairs of rules that the parser refuses with "conflicting x modifiers": two patterns, or two exact names, that match
 * a common file and run it under different profiles. Where one is a pattern and one is exact, the exact one wins.
 */
export function execConflicts(
  rules: ReadonlyArray<AppArmorRule>,
  includes: ReadonlyArray<AppArmorInclude>,
  variables: Variables,
): string[] {
  const files = rules.filter((rule) => rule instanceof FileRule);
  const transitions = [
    ...files.flatMap((rule) => fromRule(rule, variables)),
    ...includes.flatMap((include) => fromInclude(include, variables)),
  ];
  const problems = pairs(transitions)
    .filter(([a, b]) => a.key !== b.key && isExact(a.glob) === isExact(b.glob) && overlap(a.glob, b.glob))
    .map(
      ([a, b]) =>
        `${a.shown} and ${b.shown} run a common file under different profiles, and neither is the only exact name: narrow one`,
    );
  const targets = distinct(
    files.flatMap((rule) =>
      rule.exec?.target === undefined ? [] : [`${rule.exec.toChild ? '//' : ''}${rule.exec.target}`],
    ),
  );
  if (targets.length > MOST_TARGETS)
    problems.push(`${targets.length} different profiles are named in executions: the kernel takes ${MOST_TARGETS}`);
  return problems;
}

/** Pairs of change_profile rules for a common execution, one of which keeps the environment. */
export function changeProfileConflicts(rules: ReadonlyArray<AppArmorRule>, variables: Variables): string[] {
  const onExec = rules.filter((rule) => rule instanceof ChangeProfileRule).filter((rule) => rule._exec !== undefined);
  const meets = (a: Glob | undefined, b: Glob | undefined): boolean =>
    a === undefined || b === undefined || overlap(expand(a, variables), expand(b, variables));
  return pairs(onExec)
    .filter(
      ([a, b]) => a.keepEnvironment !== b.keepEnvironment && meets(a._exec, b._exec) && meets(a._target, b._target),
    )
    .map(([a, b]) => `${a.render()} and ${b.render()} differ in the environment for a common execution: narrow one`);
}

function fromRule(rule: FileRule, variables: Variables): Transition[] {
  if (rule.exec === undefined) return [];
  return [
    { shown: rule.render(), key: `${rule.exec.mode} ${rule.exec.target ?? ''}`, glob: expand(rule._glob, variables) },
  ];
}

function fromInclude(include: AppArmorInclude, variables: Variables): Transition[] {
  return include._executions.map((path) => {
    const result = parseGlob(path);
    return {
      shown: `${path} ix, of <${include.path}>`,
      key: 'ix ',
      glob: expand('glob' in result ? result.glob : [], variables),
    };
  });
}

function pairs<T>(items: ReadonlyArray<T>): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));
}
