import { quote, type Problems } from '../diagnostics/input-error';
import { SeccompAction } from './action';
import type { SeccompSyscallRule } from './syscall-rule';

/**
 * One call with two outcomes. libseccomp (2.5.4, measured) lets an unconditional rule win over every
 * conditional one of its name, the first of two unconditional ones over the second, without a word;
 * equal conditions with another outcome fail.
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
  // a rule of many names is written out once
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
    return `syscalls: ${quote(name)} is always ${outcome(unconditional)}, so that its rule with ${outcome(other)} would never count: keep one of them`;
  }
  const outcomes = new Map<string | undefined, string>();
  for (const rule of rules) {
    const conditions = written.get(rule);
    const earlier = outcomes.get(conditions) ?? outcome(rule);
    if (earlier !== outcome(rule))
      return `syscalls: ${quote(name)} has both ${earlier} and ${outcome(rule)} under the same conditions: keep one of them`;
    outcomes.set(conditions, earlier);
  }
  return undefined;
}

function outcome({ action, errnoRet }: SeccompSyscallRule): string {
  if (action === SeccompAction.KILL) return SeccompAction.KILL_THREAD;
  if (action === SeccompAction.ERRNO || action === SeccompAction.TRACE) return `${action}(${errnoRet ?? 1})`;
  return action;
}
