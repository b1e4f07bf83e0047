import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import type { SeccompFileRule } from '../file-rule';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';

/** Finds system calls for which rules specify two outcomes. */
export const contradictingRules: SeccompLint = {
  id: 'contradicting-rules',
  severity: Severity.HIGH,
  title: 'two rules for one system call contradict each other',
  rationale:
    'A rule without conditions overrides every other rule for its call, and the first of two such rules overrides the second. libseccomp 2.5.4 does not warn about this. If one rule denies a call under conditions and another allows it without conditions, the call is never denied.',
  check: (file) => {
    const byName = new Map<string, SeccompFileRule[]>();
    // rules that apply to a container without capabilities; of rules for different machines, only one applies
    const holding = file.rules.filter(({ includes, excludes }) =>
      [includes?.caps, includes?.arches, excludes?.arches].every((each) => !each?.length),
    );
    for (const rule of holding) {
      for (const name of new Set(rule.names)) {
        const rules = byName.get(name);
        if (rules === undefined) byName.set(name, [rule]);
        else rules.push(rule);
      }
    }
    return [...byName].flatMap(([name, rules]) => marks(name, rules));
  },
  good: example(
    '{ "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 1, "op": "SCMP_CMP_EQ" }] }, { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 2, "op": "SCMP_CMP_EQ" }] }',
  ),
  bad: example(
    '{ "names": ["socket"], "action": "SCMP_ACT_ALLOW" }, { "names": ["socket"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "value": 40, "op": "SCMP_CMP_EQ" }] }',
  ),
};

function marks(name: string, rules: ReadonlyArray<SeccompFileRule>): SeccompMark[] {
  const always = rules.find((rule) => rule.args.length === 0);
  const first = new Map<string, SeccompFileRule>();
  return rules.flatMap((rule): SeccompMark[] => {
    const winner = always ?? first.get(conditions(rule));
    if (winner === undefined) first.set(conditions(rule), rule);
    if (winner === undefined || winner === rule || outcome(winner) === outcome(rule)) return [];
    return [
      {
        line: rule._lineOf(name),
        message: `${quote(name)} already has ${outcome(winner)} on line ${winner._lineOf(name)}, so ${outcome(rule)} here has no effect`,
        fix: 'keep only one of the two rules',
      },
    ];
  });
}

const written = new WeakMap<SeccompFileRule, string>();

/** Returns the conditions of a rule as one text, and caches it because a rule may have many names. */
function conditions(rule: SeccompFileRule): string {
  const known = written.get(rule);
  if (known !== undefined) return known;
  const text = JSON.stringify([...rule.args].sort((a, b) => a.index - b.index));
  written.set(rule, text);
  return text;
}

const LONGEST_ACTION = 40;

function outcome({ action, errnoRet }: SeccompFileRule): string {
  const shown = action.length > LONGEST_ACTION ? `${action.slice(0, LONGEST_ACTION)}…` : action;
  return errnoRet === undefined ? shown : `${shown}(${errnoRet})`;
}
