import type { Installation } from '../../../src/app-package/install/installation';
import {
  plainTag,
  planInstallation,
  type Found,
  type Wanted,
} from '../../../src/app-package/install/plan-installation';
import { readYamlDocuments } from '../../../src/kubernetes/yaml-stream';

const object = (kind: string, name: string, apiVersion = 'v1'): Record<string, unknown> => ({
  apiVersion,
  kind,
  metadata: { name },
});

const WANTED: Wanted = {
  app: 'web',
  version: '2.0',
  folder: '2.0-b',
  images: [{ file: 'web.tar', digest: 'b', tags: ['localhost/web:1'] }],
  pods: [],
  objects: [object('Service', 's')],
};

const NOTHING: Found = {
  home: '/home',
  record: undefined,
  folders: [],
  tags: new Set(),
  podFolder: '/pods',
  podFiles: new Map(),
  isApplied: false,
};

const BEFORE: Installation = {
  version: 1,
  app: 'web',
  appVersion: '1.0',
  folder: '1.0-a',
  previous: '0.9-0',
  images: [{ file: 'old.tar', digest: 'a', tags: ['localhost/web:1'] }],
  applied: [object('Namespace', 'n'), object('ConfigMap', 'c'), object('Service', 's')]
    .map((each) => JSON.stringify(each))
    .join('\n---\n'),
};

const found = (more: Partial<Found> = {}): Found => ({
  ...NOTHING,
  record: JSON.stringify(BEFORE),
  folders: ['0.9-0', '1.0-a'],
  ...more,
});

test('what a version has no more is deleted from the cluster, but for namespaces', () => {
  const { steps, obsolete } = planInstallation(WANTED, found());
  expect(steps.map(({ kind }) => kind)).toEqual(['keep-folder', 'load-images', 'apply', 'delete', 'record']);
  const deleted = steps.find(({ kind }) => kind === 'delete') as { text: string };
  expect(readYamlDocuments(deleted.text)).toEqual([object('ConfigMap', 'c')]);
  expect(obsolete).toEqual(['/home/0.9-0']);
});

test('an object under another version of its kind is the same one', () => {
  const before = { ...BEFORE, applied: JSON.stringify(object('Deployment', 'd', 'apps/v1beta1')) };
  const wanted = { ...WANTED, objects: [object('Deployment', 'd', 'apps/v1')] };
  const { steps } = planInstallation(wanted, found({ record: JSON.stringify(before) }));
  expect(steps.map(({ kind }) => kind)).not.toContain('delete');
});

test('names of images mean again what they meant, when loading is undone', () => {
  const { steps } = planInstallation(WANTED, found());
  expect(steps.find(({ kind }) => kind === 'load-images')).toEqual({
    kind: 'load-images',
    archive: '/home/2.0-b/web.tar',
    tags: ['localhost/web:1'],
    before: '/home/1.0-a/old.tar',
  });
});

test('an image is loaded unless this archive was, and its names are there still', () => {
  const loads = (digest: string, ...tags: string[]): number => {
    const image = { file: 'web.tar', digest, tags: ['localhost/web:1', 'web:2'] };
    const { steps } = planInstallation({ ...WANTED, images: [image] }, found({ tags: new Set(tags) }));
    return steps.filter(({ kind }) => kind === 'load-images').length;
  };
  expect(loads('a', 'web:1', 'web:2')).toBe(0);
  expect(loads('a', 'web:1')).toBe(1);
  expect(loads('b', 'web:1', 'web:2')).toBe(1);
});

test.each([
  ['web:1', 'web:1'],
  ['localhost/web:1', 'web:1'],
  ['docker.io/library/web:1', 'web:1'],
  ['docker.io/team/web:1', 'team/web:1'],
  ['ghcr.io/localhost/web:1', 'ghcr.io/localhost/web:1'],
])('%s is %s, whatever a client adds', (tag, plain) => {
  expect(plainTag(tag)).toBe(plain);
});

test('what is as wanted needs nothing', () => {
  const first = planInstallation(WANTED, NOTHING);
  const record = first.steps.find(({ kind }) => kind === 'record') as { text: string };
  const there = { ...NOTHING, record: record.text, folders: ['2.0-b'], tags: new Set(['web:1']), isApplied: true };
  expect(planInstallation(WANTED, there)).toEqual({ steps: [], obsolete: [] });
});

test('the version before can be installed again, from its folder that was kept', () => {
  const back: Wanted = { ...WANTED, version: '0.9', folder: '0.9-0' };
  const { steps, obsolete } = planInstallation(back, found());
  expect(steps.map(({ kind }) => kind)).not.toContain('keep-folder');
  const record = JSON.parse((steps.at(-1) as { text: string }).text) as Installation;
  expect(record).toMatchObject({ appVersion: '0.9', folder: '0.9-0', previous: '1.0-a' });
  expect(obsolete).toEqual([]);
});
