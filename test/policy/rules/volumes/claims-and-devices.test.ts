import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, ...manifests: string[]): string[] =>
  findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n')).map(
    ({ severity, resource, value }) => `${severity} ${resource.name} ${value}`,
  );

const MOUNTS = 'volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]';
const container = (fields = ''): string =>
  `containers: [{name: a, image: b, volumeMounts: [{name: v, mountPath: /v}]${fields}}]`;
const pod = (name: string, context: string, fields = '', namespace = 'edge'): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${namespace}}, spec: {securityContext: {${context}}, ${MOUNTS}, ${container(fields)}}}`;
const claim = (mode: string): string =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: edge}, spec: {accessModes: [${mode}]}}`;
const workload = (kind: string, spec = '', podSpec = '', name = 'web'): string =>
  `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: ${name}, namespace: edge}, spec: {${spec}template: {metadata: {labels: {a: b}}, spec: {${podSpec}${MOUNTS}, ${container()}}}}}`;

describe('two pods with one claim', () => {
  const first = pod('first', 'fsGroup: 2000, runAsUser: 1');
  test.each([
    ['and the same group', [first, pod('second', 'fsGroup: 2000, runAsUser: 2')], []],
    [
      'and different groups',
      [first, pod('second', 'fsGroup: 3000, runAsUser: 2')],
      ['medium first data', 'medium second data'],
    ],
    ['of which one has no group', [first, pod('second', 'runAsUser: 2')], ['medium second data']],
    [
      'of which one has the group beside its own',
      [first, pod('second', 'supplementalGroups: [2000], runAsUser: 2')],
      [],
    ],
    ['of which one runs in the group', [first, pod('second', 'runAsGroup: 2000, runAsUser: 2')], []],
    ['of which one runs as root', [first, pod('second', 'runAsUser: 0')], []],
    ['of which one may run as root', [first, pod('second', '')], []],
    ['of which one does not run as root', [first, pod('second', 'runAsNonRoot: true')], ['medium second data']],
    [
      'of which one reads',
      [first, pod('second', 'runAsUser: 2').replace('mountPath: /v', 'mountPath: /v, readOnly: true')],
      ['low second data'],
    ],
    ['without a group', [pod('first', 'runAsUser: 1'), pod('second', 'runAsUser: 2')], []],
    ['in two namespaces', [first, pod('second', 'fsGroup: 3000, runAsUser: 2', '', 'shop')], []],
  ])('%s', (_, manifests, expected) => {
    expect(found('shared-claim-group', ...manifests)).toEqual(expected);
  });
});

describe('a claim for one node', () => {
  const scaler = (most: number): string =>
    `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web, namespace: edge}, spec: {maxReplicas: ${most}, scaleTargetRef: {kind: Deployment, name: web}}}`;
  test.each([
    ['of one replica', [workload('Deployment')], []],
    ['of two replicas', [workload('Deployment', 'replicas: 2, ')], ['medium web data']],
    ['of two replicas on one node', [workload('Deployment', 'replicas: 2, ', 'nodeName: gateway-1, ')], []],
    [
      'of two replicas on labelled nodes',
      [workload('Deployment', 'replicas: 2, ', 'nodeSelector: {zone: a}, ')],
      ['medium web data'],
    ],
    ['of a StatefulSet with replicas', [workload('StatefulSet', 'replicas: 3, ')], ['medium web data']],
    ['of a pod on each node', [workload('DaemonSet')], ['medium web data']],
    ['of a workload that scales to two', [workload('Deployment'), scaler(2)], ['medium web data']],
    ['of a workload that scales to one', [workload('Deployment'), scaler(1)], []],
  ])('%s', (_, manifests, expected) => {
    expect(found('claim-access-mode', claim('ReadWriteOnce'), ...manifests)).toEqual(expected);
    expect(found('claim-access-mode', claim('ReadWriteOnce, ReadWriteMany'), ...manifests)).toEqual([]);
    expect(found('claim-access-mode', ...manifests)).toEqual([]);
  });
});

describe('a claim for one pod', () => {
  test.each([
    ['of a pod', [pod('first', '')], []],
    ['of two pods', [pod('first', ''), pod('second', '')], ['medium second data']],
    ['of a rolling update', [workload('Deployment')], ['medium web data']],
    ['of an update that ends the old pod', [workload('Deployment', 'strategy: {type: Recreate}, ')], []],
    ['of an update without surge', [workload('Deployment', 'strategy: {rollingUpdate: {maxSurge: 0}}, ')], []],
    ['of a StatefulSet', [workload('StatefulSet')], []],
    ['of a StatefulSet with replicas', [workload('StatefulSet', 'replicas: 2, ')], ['medium web data']],
  ])('%s', (_, manifests, expected) => {
    expect(found('claim-access-mode', claim('ReadWriteOncePod'), ...manifests)).toEqual(expected);
  });
});

describe('a device of the node', () => {
  const mounting = (hostPath: string, fields = ''): string =>
    `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: v, hostPath: ${hostPath}}], ${container(fields)}}}`;
  test.each([
    ['with its type', mounting('{path: /srv/serial, type: CharDevice}'), ['medium p /srv/serial']],
    ['by its path', mounting('{path: /dev/../dev/i2c-1}'), ['medium p /dev/i2c-1']],
    ['with an empty type', mounting('{path: /dev/gpiochip0, type: ""}'), ['medium p /dev/gpiochip0']],
    ['that every container may open', mounting('{path: /dev/urandom}'), []],
    ['with the type of a folder', mounting('{path: /dev/dri, type: Directory}'), []],
    ['of a privileged container', mounting('{path: /dev/i2c-1}', ', securityContext: {privileged: true}'), []],
    [
      'of a container with a device plugin',
      mounting('{path: /dev/i2c-1}', ', resources: {limits: {shop.example/i2c: 1}}'),
      [],
    ],
    [
      'of a container with a resource claim',
      mounting('{path: /dev/i2c-1}', ', resources: {claims: [{name: i2c}]}'),
      [],
    ],
    [
      'of a container with limits',
      mounting('{path: /dev/i2c-1}', ', resources: {limits: {cpu: 1}}'),
      ['medium p /dev/i2c-1'],
    ],
    ['that is a folder', mounting('{path: /srv/data}'), []],
  ])('%s', (_, manifest, expected) => {
    expect(found('device-access', manifest)).toEqual(expected);
  });
});
