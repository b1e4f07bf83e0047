import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, ...manifests: string[]): (string | undefined)[] =>
  findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n')).map(({ value }) => value);

const pod = (name: string, namespace = 'edge'): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: ${namespace}}, spec: {priorityClassName: ${name}, containers: []}}`;
const priority = (name: string, metadata = ''): string =>
  `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: ${name}${metadata}}, value: 1}`;

test.each([
  ['of the cluster', pod('system-cluster-critical'), ['system-cluster-critical']],
  ['of the nodes', pod('system-node-critical'), ['system-node-critical']],
  ['of the cluster in its own namespace', pod('system-cluster-critical', 'kube-system'), []],
  ['of an app', pod('gateway-app'), []],
  ['that is empty', pod('""'), []],
])('a priority %s', (_, manifest, expected) => {
  expect(found('no-system-priority', manifest)).toEqual(expected);
});

test.each([
  ['among the manifests', [pod('a'), priority('a')], []],
  ['beside others', [pod('b'), priority('a')], ['b']],
  ['without others', [pod('b')], []],
  ['with the namespace of a chart', [pod('a'), priority('a', ', namespace: edge')], []],
  ['of every cluster', [pod('system-node-critical'), priority('a')], []],
  ['that is empty', [pod('""'), priority('a')], []],
])('a priority class %s', (_, manifests, expected) => {
  expect(found('existing-priority-class', ...manifests)).toEqual(expected);
});
