import { quote, type Problems } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import type { SeccompSyscallRule } from './syscall-rule';

/**
 * Checks that no system call has two outcomes. In libseccomp (2.5.4, measured) an unconditional rule silently overrides
 * every conditional rule for the same name, and the first of two unconditional rules overrides the second. Two rules with
 * equal conditions and different outcomes are an error.
 */
export function checkContradictions(rules: readonly SeccompSyscallRule[], problems: Problems): void {
  const byName = new Map<string, Set<SeccompSyscallRule>>();
  for (const rule of rules) {
    for (const name of rule.names) {
      const named = byName.get(name);
      if (named === undefined) byName.set(name, new Set([rule]));
      else named.add(rule);
    }
  }
  // computed once for each rule, because a rule can have many names
  const conditions = new Map(rules.map((rule) => [rule, JSON.stringify(rule.args)]));
  for (const [name, named] of byName) problems.add(checkOutcomes(name, [...named], conditions));
}

function checkOutcomes(
  name: string,
  rules: readonly SeccompSyscallRule[],
  written: ReadonlyMap<SeccompSyscallRule, string | undefined>,
): string | undefined {
  const unconditional = rules.find((rule) => rule.args === undefined);
  const other = unconditional && rules.find((rule) => outcome(rule) !== outcome(unconditional));
  if (unconditional && other) {
    return `syscalls: ${quote(name)} is always ${outcome(unconditional)}, so that its rule with ${outcome(other)} has no effect: keep only one of them`;
  }
  const outcomes = new Map<string | undefined, string>();
  for (const rule of rules) {
    const conditions = written.get(rule);
    const earlier = outcomes.get(conditions) ?? outcome(rule);
    if (earlier !== outcome(rule))
      return `syscalls: ${quote(name)} has both ${earlier} and ${outcome(rule)} under the same conditions: keep only one of them`;
    outcomes.set(conditions, earlier);
  }
  return undefined;
}

function outcome({ action, errnoRet }: SeccompSyscallRule): string {
  if (action === SeccompAction.KILL) return SeccompAction.KILL_THREAD;
  if (action === SeccompAction.ERRNO || action === SeccompAction.TRACE) return `${action}(${errnoRet ?? 1})`;
  return action;
}
