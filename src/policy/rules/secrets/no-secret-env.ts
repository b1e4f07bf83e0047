import { quote } from '../../../diagnostics/input-error';
import { isObject, objectAt, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no environment variable comes from a Secret. */
export const noSecretEnv = rule({
  id: 'no-secret-env',
  topic: Topic.SECRETS,
  scope: 'container',
  looksAt: { fields: ['env', 'envFrom'] },
  title: 'Secrets are files, not environment variables',
  severity: Severity.MEDIUM,
  rationale:
    'Every process that the app starts inherits the environment, and crash dumps and debug pages print it. A running app does not get a new value of the Secret.',
  fix: 'mount the Secret as a file',
  references: ['CIS Kubernetes Benchmark, section 5.4.1'],
  controls: [...nist('4.1.4'), ...cis('5.4.1'), ...nsa('C-0012')],
  cel: 'variables.containers.all(c, c.?env.orValue([]).all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef)) && c.?envFrom.orValue([]).all(e, !has(e.secretRef)))',
  check,
  examples: {
    good: [
      examplePod({ container: 'env: [{name: MODE, value: fast}]' }),
      examplePod({ container: 'envFrom: [{configMapRef: {name: settings}}]' }),
    ],
    bad: [
      examplePod({ container: 'env: [{name: KEY, valueFrom: {secretKeyRef: {name: cloud, key: key}}}]' }),
      examplePod({ container: 'envFrom: [{secretRef: {name: cloud}}]' }),
    ],
  },
});

function check(container: ContainerSubject): Violation[] {
  const variables = container.listAt('env').flatMap((variable, i) => {
    if (!isObject(variable) || !isObject(objectAt(variable, 'valueFrom')['secretKeyRef'])) return [];
    const message = `environment variable ${quote(variable['name'])} comes from a Secret`;
    return [{ path: `/env/${i}/valueFrom/secretKeyRef`, value: stringAt(variable, 'name') ?? '', message }];
  });
  const sources = container.listAt('envFrom').flatMap((source, i) => {
    if (!isObject(source) || !isObject(source['secretRef'])) return [];
    const { name } = source['secretRef'];
    const message = `every key of Secret ${quote(name)} becomes an environment variable`;
    return [
      { path: `/envFrom/${i}/secretRef`, value: `every key of ${typeof name === 'string' ? name : ''}`, message },
    ];
  });
  return [...variables, ...sources];
}
