import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (...manifests: string[]): (string | undefined)[] =>
  findingsOf([BuiltInRules.named('limit-range-bounds')], manifests.join('\n---\n')).map(({ value }) => value);

const pod = (resources: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: edge}, spec: {containers: [{name: a, resources: ${resources}}]}}`;
const claim = (size: string): string =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: edge}, spec: {resources: {requests: {storage: ${size}}}}}`;
const range = (type: string, bounds: string): string =>
  `{apiVersion: v1, kind: LimitRange, metadata: {name: b, namespace: edge}, spec: {limits: [{type: ${type}, ${bounds}}]}}`;

const RATIO = range('Container', 'maxLimitRequestRatio: {cpu: 2.5}');

test.each([
  ['above the maximum', range('Container', 'max: {cpu: 1}'), pod('{limits: {cpu: 1001m}}'), ['limits.cpu']],
  ['at the maximum', range('Container', 'max: {cpu: 1}'), pod('{limits: {cpu: 1000m}}'), []],
  ['below the minimum', range('Container', 'min: {memory: 1Mi}'), pod('{requests: {memory: 1M}}'), ['requests.memory']],
  [
    'whose limit, the default of the request, is below',
    range('Container', 'min: {cpu: 1}'),
    pod('{limits: {cpu: 1m}}'),
    ['requests.cpu'],
  ],
  ['without own amounts', range('Container', 'max: {cpu: 1}, min: {cpu: 100m}'), pod('{}'), []],
  [
    'with a default above the maximum',
    range('Container', 'max: {cpu: 1}, default: {cpu: 2}'),
    pod('{}'),
    ['limits.cpu'],
  ],
  ['at the most times its request', RATIO, pod('{requests: {cpu: 100m}, limits: {cpu: 0.25}}'), []],
  ['above the most times its request', RATIO, pod('{requests: {cpu: 100m}, limits: {cpu: 251m}}'), ['limits.cpu']],
  ['without a limit that can be compared', RATIO, pod('{requests: {cpu: 100m}}'), ['limits.cpu']],
  ['that is a large claim', range('PersistentVolumeClaim', 'max: {storage: 1Gi}'), claim('1.5Gi'), ['1.5Gi']],
  ['that is a small claim', range('PersistentVolumeClaim', 'min: {storage: 1Gi}'), claim('1G'), ['1G']],
  ['that is a claim', range('PersistentVolumeClaim', 'min: {storage: 1G}'), claim('1Gi'), []],
])('finds a container or claim %s', (_, bounds, manifest, expected) => {
  expect(found(bounds, manifest)).toEqual(expected);
});

test('the tightest bound of several LimitRanges counts', () => {
  const two = [range('Container', 'max: {cpu: 4}'), range('Container', 'max: {cpu: 2}').replace('name: b', 'name: c')];
  expect(found(...two, pod('{limits: {cpu: 3}}'))).toEqual(['limits.cpu']);
  expect(found(...two.reverse(), pod('{limits: {cpu: 3}}'))).toEqual(['limits.cpu']);
  expect(found(...two, pod('{limits: {cpu: 2}}'))).toEqual([]);
});

describe('bounds of a whole pod', () => {
  const spec = (text: string): string =>
    `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: edge}, spec: {${text}}}`;
  const one = (name: string, cpu: string, more = ''): string =>
    `{name: ${name}, resources: {requests: {cpu: ${cpu}}, limits: {cpu: ${cpu}}}${more}}`;

  test.each([
    ['the sum of the containers', 'max: {cpu: 2}', `containers: [${one('a', '1')}, ${one('b', '1001m')}]`, ['limits']],
    [
      'the largest init container',
      'max: {cpu: 2}',
      `initContainers: [${one('i', '3')}], containers: [${one('a', '1')}]`,
      ['limits'],
    ],
    [
      'a small init container',
      'max: {cpu: 2}',
      `initContainers: [${one('i', '2')}], containers: [${one('a', '1')}]`,
      [],
    ],
    [
      'a sidecar',
      'max: {cpu: 2}',
      `initContainers: [${one('s', '1500m', ', restartPolicy: Always')}], containers: [${one('a', '1')}]`,
      ['limits'],
    ],
    [
      'the amounts of the pod itself',
      'max: {cpu: 2}',
      `resources: {limits: {cpu: 3}}, containers: [${one('a', '1')}]`,
      ['limits'],
    ],
    ['a sum that is small', 'min: {cpu: 2}', `containers: [${one('a', '1')}, ${one('b', '500m')}]`, ['requests']],
    [
      'a sum that is at the bound',
      'min: {cpu: 2}, max: {cpu: 2}',
      `containers: [${one('a', '1500m')}, ${one('b', '0.5')}]`,
      [],
    ],
    ['no amounts at all', 'min: {cpu: 2}, max: {cpu: 2}', 'containers: [{name: a}]', ['limits', 'requests']],
    [
      'many times the requests',
      'maxLimitRequestRatio: {cpu: 1}',
      'containers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]',
      ['limits'],
    ],
  ])('count %s', (_, bounds, text, sides) => {
    expect(found(range('Pod', bounds), spec(text))).toEqual(sides.map((side) => `pod.${side}.cpu`));
  });
});

test.each([
  ['container', ['container']],
  ['Image', ['Image']],
  ['a.example/Image', []],
  ['PersistentVolumeClaim', []],
])('the type %s of a LimitRange', (type, expected) => {
  expect(found(range(type, 'max: {cpu: 1}'))).toEqual(expected);
});
