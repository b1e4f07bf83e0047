import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, manifests: ReadonlyArray<string>, kubernetes?: string): (string | undefined)[] =>
  findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n'), kubernetes).map(({ value }) => value);

const pod = (resources = '{}', spec = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: edge}, spec: {${spec}containers: [{name: a, image: b, resources: ${resources}}]}}`;

const range = (limits: string, namespace = 'edge', name = 'bounds'): string =>
  `{apiVersion: v1, kind: LimitRange, metadata: {name: ${name}, namespace: ${namespace}}, spec: {limits: [{type: Container, ${limits}}]}}`;

const ALL = 'cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi';

describe('a LimitRange', () => {
  test.each([
    ['sets limits by default', range(`default: {${ALL}}`), [], []],
    ['sets limits by max, and so requests', range(`max: {${ALL}}`), [], []],
    [
      'sets requests by defaultRequest',
      range('defaultRequest: {cpu: 100m, memory: 64Mi}'),
      ['cpu', 'memory', 'ephemeral-storage'],
      [],
    ],
    ['sets requests by min', range('min: {cpu: 100m, memory: 64Mi}'), ['cpu', 'memory', 'ephemeral-storage'], []],
    ['sets only the resources that it names', range('default: {cpu: 1}'), ['memory', 'ephemeral-storage'], ['memory']],
    ['does not count a null', range('default: {cpu: null}'), ['cpu', 'memory', 'ephemeral-storage'], ['cpu', 'memory']],
    [
      'of another namespace sets nothing',
      range(`default: {${ALL}}`, 'shop'),
      ['cpu', 'memory', 'ephemeral-storage'],
      ['cpu', 'memory'],
    ],
    [
      'for pods sets nothing',
      range(`default: {${ALL}}`).replace('Container', 'Pod'),
      ['cpu', 'memory', 'ephemeral-storage'],
      ['cpu', 'memory'],
    ],
  ])('%s', (_, bounds, limits, requests) => {
    expect(found('resource-limits', [bounds, pod()])).toEqual(limits);
    expect(found('resource-requests', [bounds, pod()])).toEqual(requests);
  });

  test('adds to another one', () => {
    const both = [range('default: {cpu: 1}'), range('default: {memory: 1Gi, ephemeral-storage: 1Gi}', 'edge', 'more')];
    expect(found('resource-limits', [...both, pod()])).toEqual([]);
  });

  test('sets a limit that a request of the container is above', () => {
    expect(found('valid-resources', [range('default: {cpu: 1}'), pod('{requests: {cpu: 1001m}}')])).toEqual(['cpu']);
    expect(found('valid-resources', [range('default: {cpu: 1}'), pod('{requests: {cpu: 1000m}}')])).toEqual([]);
  });
});

describe('resources of a pod as a whole', () => {
  const SHARED = 'resources: {limits: {cpu: 1, memory: 1Gi}}, ';

  test('count for its containers from 1.34', () => {
    expect(found('resource-limits', [pod('{}', SHARED)], '1.34')).toEqual(['ephemeral-storage']);
    expect(found('resource-requests', [pod('{}', SHARED)], '1.34')).toEqual([]);
  });

  test('do not count before', () => {
    expect(found('resource-limits', [pod('{}', SHARED)], '1.33')).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    expect(found('resource-requests', [pod('{}', SHARED)], '1.33')).toEqual(['cpu', 'memory']);
    expect(found('valid-pod-resources', [pod('{limits: {cpu: 2}}', SHARED)], '1.33')).toEqual([]);
  });

  const CONTAINER = 'image: b, resources: {requests: {cpu: 400m}}';
  test.each([
    ['two containers together', `containers: [{name: a, ${CONTAINER}}, {name: b, ${CONTAINER}}]`, '799m', 1],
    ['two containers together', `containers: [{name: a, ${CONTAINER}}, {name: b, ${CONTAINER}}]`, '0.8', 0],
    ['a sidecar', `initContainers: [{name: s, restartPolicy: Always, ${CONTAINER}}], containers: []`, '399m', 1],
    [
      'only an init container',
      `initContainers: [{name: i, ${CONTAINER}}], containers: [{name: a, ${CONTAINER}}]`,
      '0.4',
      0,
    ],
    [
      'an init container beside a sidecar',
      `initContainers: [{name: s, restartPolicy: Always, ${CONTAINER}}, {name: i, ${CONTAINER}}], containers: []`,
      '0.7',
      1,
    ],
  ])('must cover %s: %#', (_, containers, cpu, findings) => {
    const manifest = `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {resources: {requests: {cpu: ${cpu}}}, ${containers}}}`;
    expect(found('valid-pod-resources', [manifest])).toHaveLength(findings);
  });
});

describe('a device', () => {
  test.each([
    ['with only its limit', '{limits: {shop.example/tpm: 1}}', []],
    ['with only a request', '{requests: {shop.example/tpm: 1}}', ['shop.example/tpm']],
    ['with another request', '{requests: {shop.example/tpm: 1}, limits: {shop.example/tpm: 2}}', ['shop.example/tpm']],
    ['that is not whole', '{limits: {shop.example/tpm: 500m}}', ['limits.shop.example/tpm']],
    ['that is whole in thousandths', '{limits: {shop.example/tpm: 2000m}}', []],
    ['without a domain', '{limits: {tpm: 1}}', ['limits.tpm']],
    ['with a domain in upper case', '{limits: {Shop.example/tpm: 1}}', ['limits.Shop.example/tpm']],
    ['of Kubernetes itself', '{limits: {kubernetes.io/batteries: 1.5}}', []],
    ['with huge pages without memory', '{limits: {hugepages-2Mi: 4Mi}}', ['hugepages']],
    ['with huge pages', '{limits: {hugepages-2Mi: 4Mi, memory: 64Mi}}', []],
  ])('%s', (_, resources, expected) => {
    expect(found('valid-resources', [pod(resources)])).toEqual(expected);
  });
});

test('a volume without a source is an emptyDir', () => {
  expect(
    found('sized-empty-dir', [pod('{}', 'volumes: [{name: data}, {name: c, configMap: {name: c}}], ')]),
  ).toHaveLength(1);
});
