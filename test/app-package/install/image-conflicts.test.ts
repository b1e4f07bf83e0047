import { imageConflicts, plainTag, type KnownImages } from '../../../src/app-package/install/image-conflicts';
import type { Installation } from '../../../src/app-package/install/installation';

const IMAGE = { file: 'web.tar', digest: 'new', tags: ['localhost/web:1'] };
const NONE: KnownImages = { tags: new Set(), same: new Set(), sandbox: undefined };
const THERE: KnownImages = { ...NONE, tags: new Set(['web:1']) };

function installation(app: string, digest: string, tag: string): Installation {
  const images = [{ file: 'x.tar', digest, tags: [tag] }];
  const state = { isStarted: true, since: null };
  const content = { form: null, digest: null, folder: '1-000000000000', images, pods: [], volumes: [], applied: null };
  return { version: 1, app, appVersion: '1', ...content, previous: null, state, former: null };
}

const conflicts = (
  image: typeof IMAGE,
  known: KnownImages,
  own?: Installation,
  others: Installation[] = [],
  ...accepted: string[]
): string[] => imageConflicts(image, { own: own === undefined ? [] : [own], others }, known, new Set(accepted));

test.each([
  ['web:1', 'web:1'],
  ['web', 'web:latest'],
  ['localhost:5000/web', 'localhost:5000/web:latest'],
  ['localhost/web:1', 'web:1'],
  ['docker.io/library/web:1', 'web:1'],
  ['index.docker.io/library/web:1', 'web:1'],
  ['docker.io/team/web:1', 'team/web:1'],
  ['ghcr.io/localhost/web:1', 'ghcr.io/localhost/web:1'],
])('%s is %s, without the additions of clients', (tag, plain) => {
  expect(plainTag(tag)).toBe(plain);
});

test('an unused name is not a conflict', () => {
  expect(conflicts(IMAGE, NONE)).toEqual([]);
});

test('a name on the machine is a conflict, unless it is from the same app', () => {
  expect(conflicts(IMAGE, THERE)).toEqual([
    'contains image "localhost/web:1", which is already on this machine with different content, and is from no package: rename the image, or accept it with --accept-image localhost/web:1',
  ]);
  expect(conflicts(IMAGE, THERE, installation('web', 'old', 'docker.io/library/web:1'))).toEqual([]);
  expect(conflicts(IMAGE, THERE, installation('web', 'old', 'web:2'))).toHaveLength(1);
});

test('a name of another app is a conflict, unless its image is the same', () => {
  const other = installation('other', 'old', 'web:1');
  for (const known of [NONE, THERE]) {
    expect(conflicts(IMAGE, known, undefined, [other])).toEqual([
      expect.stringContaining('which app "other" uses with different content'),
    ]);
    expect(conflicts(IMAGE, known, installation('web', 'old', 'web:1'), [other])).toHaveLength(1);
    expect(conflicts(IMAGE, known, undefined, [installation('other', 'new', 'web:1')])).toEqual([]);
  }
});

test.each([
  'registry.k8s.io/pause:3.9',
  'k8s.gcr.io/pause:3.1',
  'pause:3',
  'rancher/mirrored-pause:3.6',
  'k8s.gcr.io/pause-amd64:3.1',
  'localhost/podman-pause:5',
])('%s is a name of the runtime, whether it exists or not', (tag) => {
  expect(conflicts({ ...IMAGE, tags: [tag] }, NONE)).toEqual([
    expect.stringContaining("which is the name of the runtime's own sandbox image"),
  ]);
});

test.each(['menopause:1', 'pauses:1', 'pause/web:1'])('%s is not a name of the runtime', (tag) => {
  expect(conflicts({ ...IMAGE, tags: [tag] }, NONE)).toEqual([]);
});

test('the name of the sandbox image of the runtime is a conflict, whatever it is', () => {
  const known = { ...NONE, sandbox: 'infra:1' };
  expect(conflicts({ ...IMAGE, tags: ['localhost/infra:1'] }, known)).toHaveLength(1);
});

test('an accepted name, or the same image, is not a conflict', () => {
  const other = installation('other', 'old', 'web:1');
  expect(conflicts(IMAGE, THERE, undefined, [other], 'web:1')).toEqual([]);
  expect(conflicts(IMAGE, THERE, undefined, [other], 'web:2')).toHaveLength(1);
  expect(conflicts(IMAGE, { ...THERE, same: new Set(['web:1']) }, undefined, [other])).toEqual([]);
});
