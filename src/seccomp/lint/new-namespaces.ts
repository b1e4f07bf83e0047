import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import type { SeccompFileRule } from '../file-rule';
import { SeccompOperator } from '../operator';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompSubject } from './subject';

/** Flags of clone(2) that make namespaces. */
const NAMESPACES = 0x7e020000n;

/** A process can be made in namespaces of its own. */
export const newNamespaces: SeccompLint = {
  id: 'new-namespaces',
  severity: Severity.MEDIUM,
  title: 'processes may be made in new namespaces',
  rationale:
    'In a user namespace of its own a process has every capability, and with it much more of the kernel to attack. The flags of clone are an argument, which a filter can see; those of clone3 lie in memory, where it cannot.',
  check: (file) => [...unmaskedClone(file), ...clone3(file)],
  good: example(
    '{ "names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }] }, { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }',
  ),
  bad: example('{ "names": ["clone"], "action": "SCMP_ACT_ALLOW" }'),
};

function unmaskedClone(file: SeccompSubject): SeccompMark[] {
  return allowing(file, 'clone')
    .filter(
      ({ args }) =>
        !args.some(({ value, op }) => op === SeccompOperator.MASKED_EQ && (BigInt(value) & NAMESPACES) === NAMESPACES),
    )
    .map((rule) => ({
      line: rule._lineOf('clone'),
      message: '"clone" is allowed with the flags that make namespaces',
      fix: 'allow it under the condition {"index": 0, "op": "SCMP_CMP_MASKED_EQ", "value": 2114060288, "valueTwo": 0} (index 1 on s390x)',
    }));
}

function clone3(file: SeccompSubject): SeccompMark[] {
  return allowing(file, 'clone3').map((rule) => ({
    line: rule._lineOf('clone3'),
    message: '"clone3" is allowed, whose flags no filter can see',
    fix: 'answer it with SCMP_ACT_ERRNO and errnoRet 38 (ENOSYS), so that programs take clone',
  }));
}

function allowing(file: SeccompSubject, name: string): ReadonlyArray<SeccompFileRule> {
  return file.rules.filter(
    (rule) => letsThrough(rule.action) && rule.names.includes(name) && !rule.includes?.caps.length,
  );
}
