import { quote } from '../../../diagnostics/input-error';
import { isObject, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no environment variable is set twice. */
export const noDuplicateEnv = rule({
  id: 'no-duplicate-env',
  topic: Topic.REFERENCES,
  scope: 'container',
  looksAt: { fields: ['env'] },
  title: 'No environment variable is set twice',
  severity: Severity.LOW,
  rationale: 'The last value silently replaces the others, and a merge of two manifests may keep another one.',
  fix: 'keep only one of the two',
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
    if (seen.has(name))
      return [{ path: `/env/${i}/name`, message: `environment variable ${quote(name)} is set twice` }];
    seen.add(name);
    return [];
  });
}
