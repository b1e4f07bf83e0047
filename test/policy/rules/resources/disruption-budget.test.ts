import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (...manifests: string[]): string[] =>
  findingsOf([BuiltInRules.named('disruption-budget')], manifests.join('\n---\n')).map(({ path }) => path);

const META = '{name: web, namespace: edge}';
const workload = (kind: string, replicas = '', name = 'web'): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: edge}
spec: {${replicas}template: {metadata: {labels: {app: web}}, spec: {containers: []}}}
`;
const budget = (spec: string): string =>
  `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: ${META}, spec: {${spec}, selector: {matchLabels: {app: web}}}}`;
const scaler = (spec: string): string =>
  `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: ${META}, spec: {${spec}scaleTargetRef: {kind: Deployment, name: web}}}`;
const keda =
  '{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: web, namespace: edge}, spec: {scaleTargetRef: {name: web}}}';
const LEAST = ['/spec/minAvailable'];
const MOST = ['/spec/maxUnavailable'];

test.each([
  ['the only replica', [workload('Deployment'), budget('minAvailable: 1')], LEAST],
  ['one of two replicas', [workload('Deployment', 'replicas: 2, '), budget('minAvailable: 1')], []],
  ['two of two replicas', [workload('StatefulSet', 'replicas: 2, '), budget('minAvailable: 2')], LEAST],
  ['half of one replica, rounded up', [workload('Deployment'), budget('minAvailable: 50%')], LEAST],
  ['half of two replicas', [workload('Deployment', 'replicas: 2, '), budget('minAvailable: 50%')], []],
  [
    'one pod of two workloads',
    [workload('Deployment'), workload('Deployment', '', 'api'), budget('minAvailable: 1')],
    [],
  ],
  ['one pod of no replica', [workload('Deployment', 'replicas: 0, '), budget('minAvailable: 1')], []],
  ['one pod of each node', [workload('DaemonSet'), budget('minAvailable: 1')], []],
  [
    'the only replica at the minimum of an autoscaler',
    [workload('Deployment', 'replicas: 3, '), scaler(''), budget('minAvailable: 1')],
    LEAST,
  ],
  [
    'one of two at the minimum of an autoscaler',
    [workload('Deployment'), scaler('minReplicas: 2, '), budget('minAvailable: 1')],
    [],
  ],
  ['one pod of an autoscaler of another group', [workload('Deployment'), keda, budget('minAvailable: 1')], []],
  ['everything', [workload('DaemonSet'), budget('minAvailable: 100%')], LEAST],
  ['nothing less than all', [workload('Deployment', 'replicas: 3, '), budget('maxUnavailable: 0')], MOST],
  ['nothing less than all, in percent', [workload('Deployment', 'replicas: 3, '), budget('maxUnavailable: 0%')], MOST],
  ['one percent less, rounded up to one', [workload('Deployment'), budget('maxUnavailable: 1%')], []],
])('a budget that keeps %s', (_, manifests, expected) => {
  expect(found(...manifests)).toEqual(expected);
});

test.each([
  ['only one of both numbers', 'minAvailable: 0, maxUnavailable: 1', MOST],
  ['one number and null', 'minAvailable: null, maxUnavailable: 1', []],
  ['a number without quotes', 'minAvailable: "1"', LEAST],
  ['a percentage up to 100', 'maxUnavailable: 101%', MOST],
])('a budget has %s', (_, spec, expected) => {
  expect(found(workload('Deployment', 'replicas: 2, '), budget(spec))).toEqual(expected);
});

const rollout = (spec: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: ${META}
spec: {${spec}template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: x}]}}}
`;

test.each([
  ['the only replica', 'replicas: 1, ', 'minAvailable: 1', LEAST],
  ['one of two replicas', 'replicas: 2, ', 'minAvailable: 1', []],
  ['one of an unknown number of replicas', '', 'minAvailable: 1', []],
])('a budget that keeps %s of another kind with the form of a Deployment', (_, spec, least, expected) => {
  expect(found(rollout(spec), budget(least))).toEqual(expected);
});
