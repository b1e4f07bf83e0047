import { quote } from '../../../diagnostics/input-error';
import { isObject, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** An environment variable has one value. */
export const noDuplicateEnv = rule({
  id: 'no-duplicate-env',
  topic: Topic.REFERENCES,
  scope: 'container',
  title: 'No environment variable is given twice',
  severity: Severity.LOW,
  rationale: 'The last one wins without a word, and a merge of two manifests may keep the other one.',
  fix: 'keep the one that is meant',
  check,
  examples: {
    good: [examplePod({ container: 'env: [{name: LEVEL, value: info}, {name: MODE, value: fast}]' })],
    bad: [examplePod({ container: 'env: [{name: LEVEL, value: info}, {name: LEVEL, value: debug}]' })],
  },
});

function check(container: ContainerSubject): Violation[] {
  const seen = new Set<string>();
  return container.listAt('env').flatMap((variable, i): Violation[] => {
    const name = isObject(variable) ? stringAt(variable, 'name') : undefined;
    if (name === undefined) return [];
    if (seen.has(name)) return [{ path: `/env/${i}/name`, message: `${quote(name)} is given a second time` }];
    seen.add(name);
    return [];
  });
}
