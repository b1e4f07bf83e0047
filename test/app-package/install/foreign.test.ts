import * as fs from 'node:fs';
import type * as childProcess from 'node:child_process';
import type { Installation } from '../../../src/app-package/install/installation';
import { AppPackageForm } from '../../../src/app-package/app-package-form';
import { failure, pack, temporaryFolder, writeFiles } from '../workbench';
import { Gateway, imageArchive, imageId, pod } from './gateway';

// programs are started, on machines that may be busy
jest.setTimeout(60_000);

// the environment of a test is a copy, which no program would see
jest.mock('node:child_process', () => {
  const actual = jest.requireActual<typeof childProcess>('node:child_process');
  const spawn = (program: string, args: string[], options: object): unknown =>
    actual.spawn(program, args, { ...options, env: process.env });
  return { ...actual, spawn };
});

const folder = temporaryFolder();
const PATH = process.env['PATH'];
let gateway: Gateway;
beforeEach(() => {
  gateway = new Gateway(folder.path());
  // what is of somebody else
  fs.writeFileSync(gateway.path('manifests/kube-apiserver.yaml'), systemPod('kube-apiserver'), { mode: 0o640 });
  fs.writeFileSync(gateway.path('victim'), 'of somebody else');
});
afterEach(() => (process.env['PATH'] = PATH));

function systemPod(name: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: kube-system\nspec: {}\n`;
}

function namedPod(metadata: object): string {
  return JSON.stringify({ ...(JSON.parse(pod('web')) as object), metadata });
}

const web = (version = '1', more: Record<string, string | Buffer> = {}, name = 'web'): Promise<string> =>
  gateway.package(version, { 'manifests/web.yaml': pod(name), ...more }, name);

/** Why a package is not installed; nothing on the machine is changed by it. */
async function refusal(file: string, request: Parameters<Gateway['install']>[1] = {}): Promise<string> {
  fs.mkdirSync(gateway.path('root/installed'), { recursive: true });
  const before = gateway.state();
  const message = await failure(gateway.install(file, request));
  expect(gateway.state()).toEqual(before);
  expect(fs.readFileSync(gateway.path('victim'), 'utf8')).toBe('of somebody else');
  return message;
}

describe('a pod is rejected', () => {
  test.each([
    ['with a path for a name', { name: 'a/../kube-apiserver' }],
    ['with a path out of the folder for a name', { name: '../../victim' }],
    ['with a file for a name', { name: 'victim.yaml/x' }],
    ['with a path for a namespace', { name: 'web', namespace: 'a/..' }],
    ['with both', { name: '../../../victim', namespace: 'a/b' }],
  ])('%s', async (_, metadata) => {
    const file = await gateway.package('1', { 'manifests/web.yaml': namedPod(metadata) });
    expect(await refusal(file)).toContain('must be at most');
  });

  test.each([
    ['in a file of another tool', 'kube-apiserver.yaml'],
    ['in a file without an extension', 'backup'],
    ['in JSON', 'x.json'],
    ['in one document of several', 'many.yaml'],
  ])('that the folder defines already %s', async (_, name) => {
    fs.rmSync(gateway.path('manifests/kube-apiserver.yaml'));
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: JSON_METADATA });
    const texts: Record<string, string> = { 'x.json': json, 'many.yaml': `${systemPod('a')}---\n${json}` };
    fs.writeFileSync(gateway.path('manifests', name), texts[name] ?? systemPod('kube-apiserver'));
    const file = await gateway.package('1', { 'manifests/web.yaml': namedPod(JSON_METADATA) });
    expect(await refusal(file)).toBe(
      `app package "web": has a pod "kube-system/kube-apiserver", which the static pod file "${name}" defines already`,
    );
  });
  const JSON_METADATA = { name: 'kube-apiserver', namespace: 'kube-system' };

  test('that a link in the folder defines', async () => {
    fs.renameSync(gateway.path('manifests/kube-apiserver.yaml'), gateway.path('elsewhere'));
    fs.symlinkSync('../elsewhere', gateway.path('manifests/linked'));
    const file = await gateway.package('1', { 'manifests/web.yaml': namedPod(JSON_METADATA) });
    expect(await refusal(file)).toContain('which the static pod file "linked" defines already');
  });
});

test('a file that is no manifest is in nobody’s way, and named', async () => {
  fs.writeFileSync(gateway.path('manifests/broken'), 'a: [');
  fs.writeFileSync(gateway.path('manifests/.hidden'), systemPod('web'));
  fs.symlinkSync('none', gateway.path('manifests/dangling'));
  fs.mkdirSync(gateway.path('manifests/folder'));
  const { notes } = await gateway.install(await web('1', { 'manifests/web.yaml': namedPod({ name: 'web' }) }));
  expect(notes.filter((note) => note.startsWith('static pod file'))).toEqual([
    expect.stringMatching(/^static pod file "broken": line 1: .*; the pods that it defines are unknown$/),
    'static pod file "dangling": does not exist; the pods that it defines are unknown',
  ]);
});

describe('a link is not followed', () => {
  const LINKS: Readonly<Record<string, () => void>> = {
    'that has the name of a static pod': () =>
      fs.symlinkSync('../victim', gateway.path('manifests/web+default+web.yaml')),
    'that has the name of another app’s pod, and leads to this app’s': () =>
      fs.symlinkSync('kube-apiserver.yaml', gateway.path('manifests/web+default+old.yaml')),
    'in place of the folder of an app': () => fs.symlinkSync('../..', gateway.path('root/installed/web')),
    'in place of a record': () => {
      fs.mkdirSync(gateway.path('root/installed/web'));
      fs.symlinkSync('../../../victim', gateway.path('root/installed/web/installed.json'));
    },
    'in place of the folder of all apps': () => {
      fs.rmdirSync(gateway.path('root/installed'));
      fs.mkdirSync(gateway.path('elsewhere'));
      fs.symlinkSync('../elsewhere', gateway.path('root/installed'));
    },
  };

  test.each(Object.keys(LINKS))('%s', async (name) => {
    fs.mkdirSync(gateway.path('root/installed'), { recursive: true });
    LINKS[name]?.();
    const file = await web();
    expect(await refusal(file)).toContain('which is not followed: remove it');
  });

  test('in place of the folder of a version', async () => {
    const file = await web();
    const { steps } = await gateway.install(file, { dryRun: true });
    fs.mkdirSync(gateway.path('root/installed/web'));
    fs.mkdirSync(gateway.path('outside'));
    fs.symlinkSync('../../../outside', steps[0]?.slice('unpack to '.length) ?? '');
    expect(await refusal(file)).toContain('which is not followed: remove it');
  });

  test('in place of what an installation left that was cut off', async () => {
    fs.mkdirSync(gateway.path('root/installed/web'), { recursive: true });
    const links = ['root/installed/.unpacked', 'root/installed/web/.installed.json.new', 'root/installed/web/.x.old'];
    for (const link of [...links, 'manifests/.web+default+web.yaml.new'])
      fs.symlinkSync('../victim', gateway.path(link));
    await gateway.install(await web());
    expect(fs.readFileSync(gateway.path('victim'), 'utf8')).toBe('of somebody else');
    expect(fs.readdirSync(gateway.path('manifests'))).toEqual(['kube-apiserver.yaml', 'web+default+web.yaml']);
  });
});

test('a static pod folder in place of a pod file is named, not removed', async () => {
  fs.mkdirSync(gateway.path('manifests/web+default+web.yaml/x'), { recursive: true });
  expect(await failure(gateway.install(await web()))).toMatch(
    /what stands there is not a file; all is as it was before$/,
  );
  expect(fs.readdirSync(gateway.path('manifests/web+default+web.yaml'))).toEqual(['x']);
});

describe('a record', () => {
  const record = (): string => gateway.path('root/installed/web/installed.json');
  function change(more: Partial<Record<keyof Installation, unknown>>): void {
    const before = JSON.parse(fs.readFileSync(record(), 'utf8')) as Installation;
    fs.writeFileSync(record(), JSON.stringify({ ...before, ...more }));
  }
  const image = { file: 'a.tar', digest: 'a'.repeat(64), tags: [] };

  test.each([
    ['that is not JSON', undefined, 'is not a JSON object'],
    ['of another app', { app: 'other' }, 'is the record of app "other"'],
    ['of a later format', { version: 2 }, 'has the format version 2; this command reads 1'],
    ['without a version', { appVersion: null }, 'has the appVersion null; must be a string'],
    ['that names a folder outside', { folder: '../../../victim' }, 'has the folder "../../../victim"'],
    ['that names the folder of the app', { folder: '.' }, 'has the folder "."'],
    ['that names another file', { folder: 'installed.json' }, 'has the folder "installed.json"'],
    ['that names a previous folder outside', { previous: '/etc' }, 'has the previous folder "/etc"'],
    ['that names an archive outside', { images: [{ ...image, file: '../../x.tar' }] }, 'at /images/0'],
    ['that names an archive by its path', { images: [{ ...image, file: '/x.tar' }] }, 'at /images/0'],
    ['with a digest that is none', { images: [{ ...image, digest: 'x' }] }, 'at /images/0'],
    ['with tags that are numbers', { images: [image, { ...image, tags: [1] }] }, 'at /images/1'],
    ['with images that are none', { images: null }, 'has "images" that are not a list'],
    ['with an image that is null', { images: [null] }, 'has null at /images/0'],
    ['with manifests that are no text', { applied: {} }, 'has an "applied" that is neither'],
    ['with manifests that are no YAML', { applied: 'a: [' }, 'has an "applied" that is not a list of objects'],
    ['with manifests that are no objects', { applied: '- a' }, 'has an "applied" that is not a list of objects'],
  ])('%s is not used, and the error says what to do', async (_, more, words) => {
    await gateway.install(await web());
    if (more === undefined) fs.writeFileSync(record(), '{"version":1');
    else change(more);
    const message = await refusal(await web('2'));
    expect(message).toContain(`record "${record()}": `);
    expect(message).toContain(words);
    expect(message).toMatch(/: move the file away and install app "web" again; its pods keep running meanwhile$/);
  });

  test('that cannot be used is only in its own app’s way', async () => {
    await gateway.install(await web());
    fs.writeFileSync(record(), 'broken');
    fs.writeFileSync(gateway.path('root/installed/stray'), '');
    fs.mkdirSync(gateway.path('root/installed/empty'));
    const { notes } = await gateway.install(await web('1', {}, 'other'));
    expect(notes).toContainEqual(
      `record "${record()}": is not a JSON object: move the file away and install app "web" again; its pods keep running meanwhile; its images count as images of this machine`,
    );
    fs.rmSync(record());
    expect((await gateway.install(await web())).steps).toEqual([`record it in ${record()}`]);
  });
});

test.each(['.', '..', '.lock', '.unpacked', 'a+b', 'a/b', '../x', 'web\n', '-x', 'ü', 'x'.repeat(64)])(
  'an app named %j is rejected',
  async (name) => {
    writeFiles(folder.path('files'), { 'manifests/web.yaml': pod('web') });
    const metadata = { name, version: '1', manifest: { name, version: '1' } };
    const file = await pack(folder.path('files'), folder.path('named.pkg'), { form: AppPackageForm.CLEAR, metadata });
    expect(await refusal(file, { trustedKey: undefined })).toContain('name must be 1 to 63 letters');
  },
);

test.each(['.', '..', 'a/b', '../x', '1\n', 'x'.repeat(64)])('a version named %j is rejected', async (version) => {
  writeFiles(folder.path('files'), { 'manifests/web.yaml': pod('web') });
  const metadata = { name: 'web', version, manifest: { name: 'web', version } };
  const file = await pack(folder.path('files'), folder.path('named.pkg'), { form: AppPackageForm.CLEAR, metadata });
  expect(await refusal(file, { trustedKey: undefined })).toContain('version must be 1 to 63 letters');
});

test('a file in place of a folder is named', async () => {
  const file = await web();
  fs.writeFileSync(gateway.path('file'), '');
  expect(await refusal(file, { podFolder: gateway.path('file') })).toContain('is not a folder');
  fs.writeFileSync(gateway.path('root/installed/web'), '');
  expect(await refusal(file)).toContain('which is not a folder: remove it');
  fs.rmSync(gateway.path('root/installed'), { recursive: true });
  fs.writeFileSync(gateway.path('root/installed'), '');
  expect(await failure(gateway.install(file))).toContain('is not a folder: remove it');
});

test('an app whose name differs from another’s only in case is rejected', async () => {
  await gateway.install(await web());
  const file = await gateway.package('1', { 'manifests/web.yaml': pod('other') }, 'Web');
  expect(await refusal(file)).toContain('has the name of app "web", which is installed, but for case');
});

describe('a lock', () => {
  const lock = (): string => gateway.path('root/installed/.lock');
  test('that is a link is not followed', async () => {
    fs.mkdirSync(gateway.path('root/installed'), { recursive: true });
    fs.symlinkSync('../../victim', lock());
    expect(await refusal(await web())).toContain('which is not the file of a lock: remove it');
  });

  test('that is stale is taken over', async () => {
    fs.mkdirSync(gateway.path('root/installed'), { recursive: true });
    fs.writeFileSync(lock(), '999999999 1 x');
    await gateway.install(await web());
    expect(fs.readdirSync(gateway.path('root/installed'))).toEqual(['web']);
  });
});

describe('an image name', () => {
  const withImage = async (tag: string, content: string, name = 'web'): Promise<string> =>
    web('1', { 'image.tar': await imageArchive(tag, content) }, name);

  test('of this machine is rejected, unless it is accepted', async () => {
    gateway.answers('ctr', 'docker.io/library/base:1\n');
    const file = await withImage('base:1', 'new');
    expect(await refusal(file)).toContain('contains image "base:1", which this machine has already');
    const { steps } = await gateway.install(file, { acceptedImages: new Set(['docker.io/library/base:1']) });
    expect(steps[1]).toMatch(/^load base:1 of /);
    expect((await gateway.install(file)).steps).toEqual([]);
  });

  test('that means the very image already is no conflict', async () => {
    gateway.answers('ctr', 'docker.io/library/base:1\n');
    gateway.says('images list name==', `REF TYPE DIGEST\nbase:1 x sha256:${'e'.repeat(64)} 1 MiB\n`);
    const config = (content: string): string => JSON.stringify({ config: { digest: `sha256:${imageId(content)}` } });
    gateway.says(`content get sha256:${'e'.repeat(64)}`, config('other'));
    const file = await withImage('base:1', 'new');
    expect(await refusal(file)).toContain('contains image "base:1"');
    gateway.says(`content get sha256:${'e'.repeat(64)}`, config('new'));
    await gateway.install(file);
  });

  test.each(['podman', 'docker'])('that means the very image to %s is no conflict', async (client) => {
    fs.rmSync(gateway.path('bin/ctr'));
    gateway.addProgram(client);
    gateway.says('images --format', 'localhost/base:1\n');
    gateway.says('image inspect --format', `sha256:${imageId('other')}\n`);
    const file = await withImage('base:1', 'new');
    expect(await refusal(file)).toContain('contains image "base:1"');
    gateway.says('image inspect --format', `${client === 'docker' ? 'sha256:' : ''}${imageId('new')}\n`);
    await gateway.install(file);
    gateway.fails('image inspect');
    expect(await refusal(await withImage('base:1', 'newer', 'other'))).toContain('contains image "base:1"');
  });

  test('of another app is rejected, unless it has the same archive', async () => {
    await gateway.install(await withImage('base:1', 'one'));
    gateway.answers('ctr', 'base:1\n');
    expect(await refusal(await withImage('localhost/base:1', 'two', 'other'))).toContain(
      'contains image "localhost/base:1", which app "web" has with another content',
    );
    await gateway.install(await withImage('base:1', 'one', 'other'));
  });

  test('of the sandbox is rejected, whether it is there or not', async () => {
    expect(await refusal(await withImage('registry.k8s.io/pause:3.9', ''))).toContain(
      "which is the name of the runtime's own sandbox image",
    );
    gateway.addProgram('crictl');
    gateway.says('crictl info', JSON.stringify({ config: { sandboxImage: 'registry.local/infra:1' } }));
    expect(await refusal(await withImage('registry.local/infra:1', ''))).toContain(
      "which is the name of the runtime's own sandbox image",
    );
  });

  test('that was accepted, and of which there is no archive, is named when it cannot be put back', async () => {
    gateway.answers('ctr', 'base:1\n');
    fs.mkdirSync(gateway.path('manifests/.web+default+web.yaml.new'));
    const accepted = { acceptedImages: new Set(['base:1']) };
    const message = await failure(gateway.install(await withImage('base:1', ''), accepted));
    expect(message).toMatch(/could not be undone: what base:1 meant before is in no package$/);
  });
});

describe('a privileged pod', () => {
  const privileged = pod('web', { hostPID: true }, { securityContext: { privileged: true, runAsNonRoot: false } });

  test('is rejected by name, unless it is accepted by name, and named before anything is changed', async () => {
    const file = await gateway.package('1', { 'manifests/web.yaml': privileged });
    const message = await refusal(file);
    expect(message).toMatch(
      /: asks for privileges of Pod "default\/web" \(.*: accept them with --accept-privileged default\/web$/,
    );
    expect(message).toContain('privileged');
    expect(message).toContain('hostPID');
    const told: string[] = [];
    const onNotes = (notes: readonly string[]): void => {
      expect(gateway.staticPods()).toEqual(['kube-apiserver.yaml']);
      told.push(...notes);
    };
    const accepted = { acceptedPrivileges: new Set(['default/web']), onNotes };
    await gateway.install(file, { ...accepted, dryRun: true });
    await gateway.install(file, accepted);
    expect(told.filter((note) => note.startsWith('Pod "default/web" is privileged: '))).toHaveLength(2);
    expect(told.filter((note) => note.startsWith('Pod "default/web" is not restricted: '))).toHaveLength(2);
    expect(await refusal(await gateway.package('2', { 'manifests/web.yaml': privileged }))).toContain('default/web');
    const other = { acceptedPrivileges: new Set(['default/other', 'web']) };
    expect(await refusal(await gateway.package('2', { 'manifests/web.yaml': privileged }), other)).toContain('web');
  });

  test.each<[string, object, object]>([
    ['a path of the host', { volumes: [{ name: 'v', hostPath: { path: '/etc' } }] }, {}],
    ['the network of the host', { hostNetwork: true }, {}],
    ['a port of the host', {}, { ports: [{ containerPort: 80, hostPort: 80 }] }],
    ['a capability', {}, { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }],
    ['no AppArmor', {}, { securityContext: { appArmorProfile: { type: 'Unconfined' } } }],
    ['no seccomp', {}, { securityContext: { seccompProfile: { type: 'Unconfined' } } }],
    ['a path out of the package', { volumes: [{ name: 'v', hostPath: { path: '/secure-edge/packages' } }] }, {}],
  ])('is one that asks for %s', async (_, spec, container) => {
    const file = await gateway.package('1', { 'manifests/web.yaml': pod('web', spec, container) });
    expect(await refusal(file)).toContain('accept them with --accept-privileged default/web');
  });

  test('stays one when its manifest acknowledges itself', async () => {
    const annotations = {
      'secure-edge.dev/acknowledge': '[{rule: no-privileged, reason: it is really needed}]',
    };
    const text = JSON.stringify({
      ...(JSON.parse(privileged) as object),
      metadata: { name: 'web', annotations },
    });
    expect(await refusal(await gateway.package('1', { 'manifests/web.yaml': text }))).toContain('--accept-privileged');
  });

  test('whose name a shell would read as a command is not shown as an argument', async () => {
    const named = pod('$(id)', { hostPID: true });
    expect(await refusal(await gateway.package('1', { 'manifests/web.yaml': named }))).not.toContain('--accept-');
  });

  test('is none that mounts files of its package', async () => {
    const spec = { volumes: [{ name: 'v', hostPath: { path: '/secure-edge/package/data' } }] };
    const { notes } = await gateway.install(
      await gateway.package('1', { 'manifests/web.yaml': pod('web', spec), 'data/x': '' }),
    );
    expect(notes.join()).not.toContain('privileged');
  });
});

test('an older version is installed only if that is accepted', async () => {
  await gateway.install(await web('1.10'));
  expect(await refusal(await web('1.9'))).toContain('version 1.9 is older than version 1.10, which is installed');
  const { before, notes } = await gateway.install(await web('1.9'), { downgrade: true });
  expect(before).toBe('1.10');
  expect(notes).toContain('version 1.9 is older than version 1.10, which is installed');
  const other = await web('1.9', { 'data/x': 'other' });
  expect((await gateway.install(other)).notes).toContain('version 1.9 is installed already, with another content');
});
