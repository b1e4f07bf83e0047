import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import type { SeccompFileRule } from '../file-rule';
import { SeccompOperator } from '../operator';
import { example } from './example';
import type { SeccompLint, SeccompMark } from './lint';
import type { SeccompSubject } from './subject';

/** Flags of clone(2) that create namespaces. */
const NAMESPACES = 0x7e020000n;

/** Finds rules that allow creating processes in new namespaces. */
export const newNamespaces: SeccompLint = {
  id: 'new-namespaces',
  severity: Severity.MEDIUM,
  title: 'processes can be created in new namespaces',
  rationale:
    'In its own user namespace, a process has every capability, so it can attack much more of the kernel. The flags of clone are an argument, which a filter can check. The flags of clone3 are in memory, which a filter cannot read.',
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
      message: '"clone" is allowed with the flags that create namespaces',
      fix: 'allow it only under the condition {"index": 0, "op": "SCMP_CMP_MASKED_EQ", "value": 2114060288, "valueTwo": 0} (index 1 on s390x)',
    }));
}

function clone3(file: SeccompSubject): SeccompMark[] {
  return allowing(file, 'clone3').map((rule) => ({
    line: rule._lineOf('clone3'),
    message: '"clone3" is allowed, and a filter cannot check its flags',
    fix: 'deny it with SCMP_ACT_ERRNO and errnoRet 38 (ENOSYS), so that programs use clone',
  }));
}

function allowing(file: SeccompSubject, name: string): ReadonlyArray<SeccompFileRule> {
  return file.rules.filter(
    (rule) => letsThrough(rule.action) && rule.names.includes(name) && !rule.includes?.caps.length,
  );
}
