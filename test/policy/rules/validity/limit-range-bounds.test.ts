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
  ['beside bounds of pods', range('Pod', 'max: {cpu: 1}'), pod('{limits: {cpu: 2}}'), []],
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
