import { distinct } from './rule';
import type { AppArmorRule } from './rule';
import type { Glob } from './glob/glob';
import { parseGlob } from './glob/glob';
import { isExact, overlap } from './glob/glob-overlap';
import type { AppArmorInclude } from './include';
import { ChangeProfileRule } from './rules/change-profile-rule';
import { FileRule } from './rules/file-rule';
import type { Variables } from './variables';
import { expand } from './variables';
import { WorkBudget } from './work-budget';

/** Named transitions that the kernel's table can contain for one profile. */
const MOST_TARGETS = 12;

interface Transition {
  readonly shown: string;
  /** Mode and target. Two transitions with the same key never conflict. */
  readonly key: string;
  readonly glob: Glob;
  /** True if the parser treats the path as an exact name. */
  readonly exact: boolean;
}

/**
 * Returns a problem for each pair of rules that the parser rejects with "conflicting x modifiers": two patterns, or two
 * exact names, that match a common file and run it under different profiles. An exact name takes precedence over a pattern.
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
  const problems = conflicts(
    transitions,
    (a, b, budget) => a.key !== b.key && a.exact === b.exact && overlap(a.glob, b.glob, budget),
    (a, b) =>
      `${a.shown} and ${b.shown} run a common file under different profiles, and neither is the only exact name: narrow one`,
  );
  const targets = distinct(
    files.flatMap((rule) =>
      rule.exec?.target === undefined ? [] : [`${rule.exec.toChild ? '//' : ''}${rule.exec.target}`],
    ),
  );
  if (targets.length > MOST_TARGETS)
    problems.push(`executions have ${targets.length} different target profiles: the kernel allows ${MOST_TARGETS}`);
  return problems;
}

/** Returns a problem for each pair of change_profile rules for a common execution, if only one of them keeps the environment. */
export function changeProfileConflicts(rules: ReadonlyArray<AppArmorRule>, variables: Variables): string[] {
  const onExec = rules.filter((rule) => rule instanceof ChangeProfileRule).filter((rule) => rule._exec !== undefined);
  const executions = onExec.map((rule) => ({
    rule,
    exec: rule._exec === undefined ? undefined : expand(rule._exec, variables),
    target: rule._target === undefined ? undefined : expand(rule._target, variables),
  }));
  const meet = (a: Glob | undefined, b: Glob | undefined, budget: WorkBudget): boolean | undefined =>
    a === undefined || b === undefined || overlap(a, b, budget);
  return conflicts(
    executions,
    (a, b, budget) =>
      a.rule.keepEnvironment !== b.rule.keepEnvironment &&
      meet(a.exec, b.exec, budget) !== false &&
      meet(a.target, b.target, budget),
    (a, b) =>
      `${a.rule.render()} and ${b.rule.render()} run a common file, and only one of them keeps the environment: narrow one`,
  );
}

/** Steps for comparing all pairs of one kind. */
export const MOST_CONFLICT_STEPS = 2_000_000;
/** Pairs that an error lists. */
const MOST_CONFLICTS = 50;

/** Returns the problems of the first pairs in conflict, and a problem about the budget if it runs out. */
function conflicts<T>(
  items: ReadonlyArray<T>,
  conflict: (a: T, b: T, budget: WorkBudget) => boolean | undefined,
  problem: (a: T, b: T) => string,
): string[] {
  const budget = new WorkBudget(MOST_CONFLICT_STEPS);
  const problems: string[] = [];
  for (const [i, a] of items.entries()) {
    for (let next = i + 1; next < items.length; next += 1) {
      const b = items[next];
      const answer = b === undefined ? false : budget.spend(1) ? conflict(a, b, budget) : undefined;
      if (answer === undefined)
        return [
          ...problems,
          `rules that execute programs need more than ${MOST_CONFLICT_STEPS} steps to compare: use fewer rules or fewer wildcards`,
        ];
      if (answer && b !== undefined) problems.push(problem(a, b));
      if (problems.length === MOST_CONFLICTS) return problems;
    }
  }
  return problems;
}

function fromRule(rule: FileRule, variables: Variables): Transition[] {
  if (rule.exec === undefined) return [];
  const glob = expand(rule._glob, variables);
  return [{ shown: rule.render(), key: `${rule.exec.mode} ${rule.exec.target ?? ''}`, glob, exact: isExact(glob) }];
}

function fromInclude(include: AppArmorInclude, variables: Variables): Transition[] {
  return include._executions.map((path) => {
    const result = parseGlob(path);
    const glob = expand('glob' in result ? result.glob : [], variables);
    return { shown: `${path} ix, of <${include.path}>`, key: 'ix ', glob, exact: isExact(glob) };
  });
}
