import { AppPackageForm } from '../../../src/app-package/app-package-form';
import type { PodFile } from '../../../src/app-package/install/pod-folder';
import type { Installation, InstallationPlan } from '../../../src/app-package/install/installation';
import type { Accepted, Found, Wanted } from '../../../src/app-package/install/machine-state';
import { planInstallation } from '../../../src/app-package/install/plan-installation';
import { readYamlDocuments } from '../../../src/kubernetes/yaml/yaml-stream';

const object = (kind: string, name: string, apiVersion = 'v1'): Record<string, unknown> => ({
  apiVersion,
  kind,
  metadata: { name },
});

const WANTED: Wanted = {
  app: 'web',
  version: '2.0',
  form: AppPackageForm.SEALED,
  digest: 'b'.repeat(64),
  folder: '2.0-bbbbbbbbbbbb',
  images: [{ file: 'web.tar', digest: 'b', tags: ['localhost/web:1'] }],
  pods: [],
  volumes: [],
  objects: [object('Service', 's')],
};

const NOTHING: Found = {
  root: '/apps',
  record: undefined,
  others: [],
  folders: [],
  images: { tags: new Set(), same: new Set(), sandbox: undefined },
  podFolder: '/pods',
  podFiles: [],
  dataRoot: '/data',
  data: new Map(),
  now: '2026-01-02T03:04:05.000Z',
  cluster: new Map(),
};

const NONE: Accepted = { downgrade: false, images: new Set() };

const BEFORE: Installation = {
  version: 1,
  app: 'web',
  appVersion: '1.0',
  form: AppPackageForm.CLEAR,
  digest: 'a'.repeat(64),
  folder: '1.0-aaaaaaaaaaaa',
  pods: [],
  volumes: [],
  state: { isStarted: true, since: null },
  former: null,
  previous: '0.9-000000000000',
  images: [{ file: 'old.tar', digest: 'a', tags: ['localhost/web:1'] }],
  applied: [object('Namespace', 'n'), object('ConfigMap', 'c'), object('Service', 's')]
    .map((each) => JSON.stringify(each))
    .join('\n---\n'),
};

const found = (more: Partial<Found> = {}, before = BEFORE): Found => ({
  ...NOTHING,
  record: { text: JSON.stringify(before), installation: before },
  folders: ['0.9-000000000000', '1.0-aaaaaaaaaaaa'],
  ...more,
});

const images = (...tags: string[]): Found['images'] => ({ tags: new Set(tags), same: new Set(), sandbox: undefined });

function plan(wanted: Wanted, there: Found, accepted: Partial<Accepted> = {}): InstallationPlan {
  return planInstallation(wanted, there, { ...NONE, ...accepted });
}

function refusal(wanted: Wanted, there: Found, accepted: Partial<Accepted> = {}): string {
  try {
    plan(wanted, there, accepted);
    return 'no refusal';
  } catch (error) {
    return (error as Error).message;
  }
}

test('obsolete objects are deleted from the cluster, except for namespaces', () => {
  const { steps, obsolete } = plan(WANTED, found());
  expect(steps.map(({ kind }) => kind)).toEqual(['keep-folder', 'load-images', 'apply', 'delete', 'record']);
  const deleted = steps.find(({ kind }) => kind === 'delete') as { text: string };
  expect(readYamlDocuments(deleted.text)).toEqual([object('ConfigMap', 'c')]);
  expect(obsolete).toEqual([{ folder: '/apps/web', path: '0.9-000000000000' }]);
});

test('a folder from no installation is not obsolete', () => {
  const folders = ['1.0-aaaaaaaaaaaa', 'backup', 'of-somebody', '.1.0-aaaaaaaaaaaa.old'];
  expect(plan(WANTED, found({ folders })).obsolete).toEqual([]);
});

test('an object with another version of its kind is the same object', () => {
  const before = { ...BEFORE, applied: JSON.stringify(object('Deployment', 'd', 'apps/v1beta1')) };
  const wanted = { ...WANTED, objects: [object('Deployment', 'd', 'apps/v1')] };
  expect(plan(wanted, found({}, before)).steps.map(({ kind }) => kind)).not.toContain('delete');
});

describe('names of images are restored when loading is undone,', () => {
  const load = (there: Found, accepted: Partial<Accepted> = {}): unknown =>
    plan(WANTED, there, accepted).steps.find(({ kind }) => kind === 'load-images');
  const step = {
    kind: 'load-images',
    archive: { folder: '/apps', path: 'web/2.0-bbbbbbbbbbbb/web.tar' },
    tags: ['localhost/web:1'],
  };

  test('from the archive of the previous version', () => {
    const before = [{ folder: '/apps', path: 'web/1.0-aaaaaaaaaaaa/old.tar' }];
    expect(load(found({ images: images('web:1') }))).toEqual({ ...step, before, lost: [] });
  });

  test('from the archive of another app', () => {
    const other = { ...BEFORE, app: 'other', images: [{ file: 'o.tar', digest: 'c', tags: ['web:1'] }] };
    const there = { ...NOTHING, others: [other], images: images('web:1') };
    const before = [{ folder: '/apps', path: 'other/1.0-aaaaaaaaaaaa/o.tar' }];
    expect(load(there, { images: new Set(['web:1']) })).toEqual({ ...step, before, lost: [] });
  });

  test('but not without an archive', () => {
    const there = { ...NOTHING, images: images('web:1') };
    expect(load(there, { images: new Set(['web:1']) })).toEqual({ ...step, before: [], lost: ['web:1'] });
  });

  test('but not if the name is unused, or refers to the same image', () => {
    expect(load(NOTHING)).toEqual({ ...step, before: [], lost: [] });
    const same = { ...images('web:1'), same: new Set(['web:1']) };
    expect(load({ ...NOTHING, images: same })).toEqual({ ...step, before: [], lost: [] });
  });
});

test('an image is loaded unless this archive was loaded and its names still exist', () => {
  const loads = (digest: string, ...tags: string[]): number => {
    const image = { file: 'web.tar', digest, tags: ['localhost/web:1', 'web:2'] };
    const accepted = { images: new Set(tags) };
    const { steps } = plan({ ...WANTED, images: [image] }, found({ images: images(...tags) }), accepted);
    return steps.filter(({ kind }) => kind === 'load-images').length;
  };
  expect(loads('a', 'web:1', 'web:2')).toBe(0);
  expect(loads('a', 'web:1')).toBe(1);
  expect(loads('b', 'web:1', 'web:2')).toBe(1);
});

test('an app in its intended state needs no steps', () => {
  const { steps } = plan(WANTED, NOTHING);
  const { text } = steps.find(({ kind }) => kind === 'record') as { text: string };
  const there = {
    ...NOTHING,
    record: { text, installation: JSON.parse(text) as Installation },
    folders: ['2.0-bbbbbbbbbbbb'],
    images: images('web:1'),
    cluster: new Map([[' Service default s', 'web']]),
  };
  expect(plan(WANTED, there)).toEqual({ steps: [], obsolete: [], notes: [] });
});

describe('an older version', () => {
  const older: Wanted = { ...WANTED, version: '0.9', folder: '0.9-000000000000' };

  test('is installed only if that is accepted, from its kept folder', () => {
    expect(refusal(older, found())).toBe(
      'app package "web": version 0.9 is older than version 1.0, which is installed: accept it with --downgrade',
    );
    const { steps, obsolete, notes } = plan(older, found(), { downgrade: true });
    expect(notes).toEqual(['version 0.9 is older than version 1.0, which is installed']);
    expect(steps.map(({ kind }) => kind)).not.toContain('keep-folder');
    const record = JSON.parse((steps.at(-1) as { text: string }).text) as Installation;
    expect(record).toMatchObject({ appVersion: '0.9', folder: '0.9-000000000000', previous: '1.0-aaaaaaaaaaaa' });
    expect(obsolete).toEqual([]);
  });

  test('can also be a version without an order', () => {
    expect(refusal({ ...WANTED, version: 'next' }, found())).toContain(
      'version next has no defined order relative to version 1.0, which is installed: accept it with --downgrade',
    );
  });

  test('is neither a newer one nor the same one with different content, which is reported', () => {
    expect(plan(WANTED, found()).notes).toEqual([]);
    expect(plan({ ...WANTED, version: '1.0' }, found()).notes).toEqual([
      'version 1.0 is already installed, with different content',
    ]);
    expect(plan({ ...WANTED, version: '1.0.0' }, found()).notes).toEqual([]);
  });
});

describe('an object in the cluster is replaced', () => {
  const there = (app: string | undefined, record = NOTHING): Found => ({
    ...record,
    cluster: new Map([[' Service default s', app]]),
  });

  test.each([
    ['if it belongs to the app', there('web')],
    ['if the app applied it before', there(undefined, found())],
  ])('%s', (_, cluster) => {
    expect(plan(WANTED, cluster).steps.map(({ kind }) => kind)).toContain('apply');
  });

  test('not if it belongs to another app, even if this app applied it before', () => {
    const message =
      'app package "web": has "Service" "s", which is already in the cluster and which belongs to app "other": remove it from the package, or annotate it with secure-edge.dev/package=web to give it to this app';
    expect(refusal(WANTED, there('other'))).toBe(message);
    expect(refusal(WANTED, there('other', found()))).toBe(message);
  });

  test('not if it belongs to no app', () => {
    expect(refusal(WANTED, there(undefined))).toContain(
      'which is already in the cluster and which belongs to no package',
    );
  });

  test('and an obsolete object is deleted only if it still belongs to the app', () => {
    const cluster = new Map([[' ConfigMap default c', 'other']]);
    expect(plan(WANTED, found({ cluster })).steps.map(({ kind }) => kind)).not.toContain('delete');
  });
});

describe('a static pod', () => {
  const pods: Wanted = {
    ...WANTED,
    images: [],
    objects: undefined,
    pods: [{ pod: 'edge/web', text: 'kind: Pod\n' }],
  };
  const file = (name: string, app: string | undefined, ...of: string[]): PodFile => ({
    name,
    app,
    pods: of,
    bytes: Buffer.from(''),
    problem: undefined,
  });

  test.each([
    [file('web.json', undefined, 'edge/web'), 'which the static pod file "web.json" already defines'],
    [file('kube.yaml', undefined, 'a/b', 'edge/web'), 'which the static pod file "kube.yaml" already defines'],
    [file('o+edge+web.yaml', 'o', 'edge/web'), 'which app "o" already has on this machine'],
  ])('is rejected if %j defines it', (there, words) => {
    expect(refusal(pods, { ...NOTHING, podFiles: [there] })).toBe(`app package "web": has a pod "edge/web", ${words}`);
  });

  test('replaces the app’s own files, and only those', () => {
    const podFiles = [
      file('web+edge+web.yaml', 'web', 'edge/web'),
      file('web+edge+old.yaml', 'web', 'edge/old'),
      file('other+edge+old.yaml', 'other', 'edge/older'),
      file('kube-apiserver.yaml', undefined, 'kube-system/kube-apiserver'),
    ];
    const steps = plan(pods, { ...NOTHING, podFiles }).steps.slice(1, -1);
    expect(steps).toMatchObject([
      { kind: 'remove-pod', at: { folder: '/pods', path: 'web+edge+old.yaml' } },
      { kind: 'write-pod', at: { folder: '/pods', path: 'web+edge+web.yaml' }, isNew: false },
    ]);
  });

  test('has a name that fits in a file name', () => {
    const named = (name: string): Wanted => ({
      ...pods,
      pods: [{ pod: `edge/${name}`, text: 'kind: Pod\n' }],
    });
    expect(refusal(named('x'.repeat(236)), NOTHING)).toBe('no refusal');
    expect(refusal(named('x'.repeat(237)), NOTHING)).toContain('would have 251 bytes: the limit is 250');
  });
});

test('everything that is not accepted is reported together', () => {
  const wanted = { ...WANTED, version: '0.1' };
  const there = found(
    { images: images('web:1'), cluster: new Map([[' Service default s', 'other']]) },
    {
      ...BEFORE,
      images: [],
    },
  );
  expect(refusal(wanted, there).split('\n')).toEqual([
    'app package "web": 3 problems',
    expect.stringContaining('--downgrade'),
    expect.stringContaining('--accept-image'),
    expect.stringContaining('which belongs to app "other"'),
  ]);
});
