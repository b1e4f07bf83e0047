import { readSkeletonDocument } from '../../../src/compose/pod-skeleton/skeleton-document';
import { problemOf } from '../../edge/apps';
import { TELEMETRY } from './skeleton';

const isSkeleton = (text: string): boolean => readSkeletonDocument(text, 'pod.json') !== undefined;
const podOf = (container: object, rest: object = {}): string =>
  JSON.stringify({
    kind: 'Pod',
    apiVersion: 'v1',
    spec: { containers: [{ name: 'a', image: 'b', ...container }] },
    ...rest,
  });

test('the printed form is a skeleton', () => {
  expect(isSkeleton(TELEMETRY)).toBe(true);
  expect(isSkeleton(`\ufeff${TELEMETRY}`)).toBe(true);
});

test.each<[string, string]>([
  ['workdingDir', podOf({ workdingDir: '/srv' })],
  ['depends_on', podOf({ depends_on: [] })],
  ['external_links', podOf({ external_links: [] })],
  ['networks', podOf({ networks: [] })],
  ['flat resources', podOf({ resources: { memory: '64Mi' } })],
  ['headers in a text', podOf({ livenessProbe: { httpGet: { httpHeaders: '' } } })],
  ['a list of annotations', podOf({}, { metadata: { annotations: [] } })],
  ['a host path in a text', JSON.stringify({ kind: 'Pod', spec: { volumes: [{ name: 'a', hostPath: '/a' }] } })],
  ['a brace too many', `${podOf({})}}`],
])('a pod with %s is a skeleton', (_, text) => {
  expect(isSkeleton(text)).toBe(true);
});

test.each<[string, string]>([
  ['a pod of Kubernetes', podOf({ resources: { limits: { memory: '64Mi' } } })],
  ['a pod of Kubernetes with a comma that YAML allows', podOf({}).replace(/}$/, ',}')],
  ['a pod of Kubernetes in YAML', '{"kind": "Pod", spec: {containers: []}}'],
  ['another object of Kubernetes', JSON.stringify({ kind: 'Deployment', spec: { template: { kind: 'Pod' } } })],
  ['a compose file in JSON', JSON.stringify({ services: { a: { image: 'b', networks: [] } } })],
  ['a compose file in YAML', 'services:\n  web:\n    image: nginx\n'],
  ['a list', `[${podOf({ networks: [] })}]`],
  ['an empty file', ''],
])('%s is not a skeleton', (_, text) => {
  expect(isSkeleton(text)).toBe(false);
});

test('lines are those of the file', () => {
  const { lineOf, slips } = readSkeletonDocument(TELEMETRY, 'pod.json')!;
  expect(lineOf('/spec/containers/0/workdingDir')).toBe(22);
  expect(lineOf('/spec/restartPolicy')).toBe(36);
  expect(slips.map(({ key, line }) => [key, line])).toEqual([
    ['spec.containers[0].resources', 27],
    ['spec.volumes', 37],
    ['spec', 40],
  ]);
});

test('a skeleton that is not JSON in another way is an error with its line', () => {
  const text = TELEMETRY.replace('"command": ["/bin/collector"],', '"command": ["/bin/collector"]');
  expect(problemOf(() => readSkeletonDocument(text, 'pod.json'))).toMatch(
    /^pod\.json:16: the pod skeleton is not JSON here/,
  );
  const twice = TELEMETRY.replace('"args"', '"command"');
  expect(problemOf(() => readSkeletonDocument(twice, 'pod.json'))).toMatch(/^pod\.json:16: .*command/);
});
