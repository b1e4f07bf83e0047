import * as fs from 'node:fs';
import type * as childProcess from 'node:child_process';
import type { Installation } from '../../../src/app-package/install/installation';
import { AppPackageForm } from '../../../src/app-package/app-package-form';
import { failure, pack, temporaryFolder, writeFiles } from '../workbench';
import { Gateway, imageArchive, imageId, pod } from './gateway';

// programs are started, maybe on a busy machine
jest.setTimeout(60_000);

// the environment of a test is a copy, which programs do not get
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
  // files of others
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

/** Returns the error of an installation, which must not change the machine. */
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
    ['with a path as a name', { name: 'a/../kube-apiserver' }],
    ['with a path out of the folder as a name', { name: '../../victim' }],
    ['with a file as a name', { name: 'victim.yaml/x' }],
    ['with a path as a namespace', { name: 'web', namespace: 'a/..' }],
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
  ])('that the folder already defines %s', async (_, name) => {
    fs.rmSync(gateway.path('manifests/kube-apiserver.yaml'));
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: JSON_METADATA });
    const texts: Record<string, string> = { 'x.json': json, 'many.yaml': `${systemPod('a')}---\n${json}` };
    fs.writeFileSync(gateway.path('manifests', name), texts[name] ?? systemPod('kube-apiserver'));
    const file = await gateway.package('1', { 'manifests/web.yaml': namedPod(JSON_METADATA) });
    expect(await refusal(file)).toBe(
      `app package "web": has a pod "kube-system/kube-apiserver", which the static pod file "${name}" already defines`,
    );
  });
  const JSON_METADATA = { name: 'kube-apiserver', namespace: 'kube-system' };

  test('that a link in the folder defines', async () => {
    fs.renameSync(gateway.path('manifests/kube-apiserver.yaml'), gateway.path('elsewhere'));
    fs.symlinkSync('../elsewhere', gateway.path('manifests/linked'));
    const file = await gateway.package('1', { 'manifests/web.yaml': namedPod(JSON_METADATA) });
    expect(await refusal(file)).toContain('which the static pod file "linked" already defines');
  });
});

test('a file that is not a manifest does not prevent an installation, and is reported', async () => {
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
    fs.mkdirSync(gateway.path('root/installed/web'), { recursive: true });
    fs.mkdirSync(gateway.path('outside'));
    fs.symlinkSync('../../../outside', steps[0]?.slice('unpack to '.length) ?? '');
    expect(await refusal(file)).toContain('which is not followed: remove it');
  });

  test('in place of a file of an interrupted installation', async () => {
    fs.mkdirSync(gateway.path('root/installed/web'), { recursive: true });
    const links = ['root/installed/.unpacked', 'root/installed/web/.installed.json.new', 'root/installed/web/.x.old'];
    for (const link of [...links, 'manifests/.web+default+web.yaml.new'])
      fs.symlinkSync('../victim', gateway.path(link));
    await gateway.install(await web());
    expect(fs.readFileSync(gateway.path('victim'), 'utf8')).toBe('of somebody else');
    expect(fs.readdirSync(gateway.path('manifests'))).toEqual(['kube-apiserver.yaml', 'web+default+web.yaml']);
  });
});

test('a folder in place of a pod file is reported, not removed', async () => {
  fs.mkdirSync(gateway.path('manifests/web+default+web.yaml/x'), { recursive: true });
  expect(await failure(gateway.install(await web()))).toMatch(
    /the existing entry is not a file; everything was undone$/,
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
    ['with a folder outside', { folder: '../../../victim' }, 'has the folder "../../../victim"'],
    ['with the folder of the app', { folder: '.' }, 'has the folder "."'],
    ['with a file as a folder', { folder: 'installed.json' }, 'has the folder "installed.json"'],
    ['with a previous folder outside', { previous: '/etc' }, 'has the previous folder "/etc"'],
    ['with an archive outside', { images: [{ ...image, file: '../../x.tar' }] }, 'at /images/0'],
    ['with an absolute path of an archive', { images: [{ ...image, file: '/x.tar' }] }, 'at /images/0'],
    ['with an invalid digest', { images: [{ ...image, digest: 'x' }] }, 'at /images/0'],
    ['with tags that are numbers', { images: [image, { ...image, tags: [1] }] }, 'at /images/1'],
    ['with null as images', { images: null }, 'has "images" that are not a list'],
    ['with an image that is null', { images: [null] }, 'has null at /images/0'],
    ['with manifests that are not a string', { applied: {} }, 'has an "applied" that is neither'],
    ['with manifests that are not YAML', { applied: 'a: [' }, 'has an "applied" that is not a list of objects'],
    ['with manifests that are not objects', { applied: '- a' }, 'has an "applied" that is not a list of objects'],
  ])('%s is rejected, with a fix', async (_, more, words) => {
    await gateway.install(await web());
    if (more === undefined) fs.writeFileSync(record(), '{"version":1');
    else change(more);
    const message = await refusal(await web('2'));
    expect(message).toContain(`record "${record()}": `);
    expect(message).toContain(words);
    expect(message).toMatch(/: move the file away and install app "web" again; its pods continue to run$/);
  });

  test('that cannot be used prevents only installations of its own app', async () => {
    await gateway.install(await web());
    fs.writeFileSync(record(), 'broken');
    fs.writeFileSync(gateway.path('root/installed/stray'), '');
    fs.mkdirSync(gateway.path('root/installed/empty'));
    const { notes } = await gateway.install(await web('1', {}, 'other'));
    expect(notes).toContainEqual(
      `record "${record()}": is not a JSON object: move the file away and install app "web" again; its pods continue to run; its images count as images of this machine`,
    );
    fs.rmSync(record());
    expect((await gateway.install(await web())).steps).toEqual([`record the installation in ${record()}`]);
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

test('a file in place of a folder is reported', async () => {
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
  expect(await refusal(file)).toContain('has the same name as the installed app "web", except for case');
});

describe('a lock', () => {
  const lock = (): string => gateway.path('root/installed/.lock');
  test('that is a link is not followed', async () => {
    fs.mkdirSync(gateway.path('root/installed'), { recursive: true });
    fs.symlinkSync('../../victim', lock());
    expect(await refusal(await web())).toContain('which is not the file of a lock: remove it');
  });

  test('that is stale is replaced', async () => {
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
    expect(await refusal(file)).toContain('contains image "base:1", which is already on this machine');
    const { steps } = await gateway.install(file, { acceptedImages: new Set(['docker.io/library/base:1']) });
    expect(steps[1]).toMatch(/^load base:1 of /);
    expect((await gateway.install(file)).steps).toEqual([]);
  });

  test('that already refers to the same image is not a conflict', async () => {
    gateway.answers('ctr', 'docker.io/library/base:1\n');
    gateway.says('images list name==', `REF TYPE DIGEST\nbase:1 x sha256:${'e'.repeat(64)} 1 MiB\n`);
    const config = (content: string): string => JSON.stringify({ config: { digest: `sha256:${imageId(content)}` } });
    gateway.says(`content get sha256:${'e'.repeat(64)}`, config('other'));
    const file = await withImage('base:1', 'new');
    expect(await refusal(file)).toContain('contains image "base:1"');
    gateway.says(`content get sha256:${'e'.repeat(64)}`, config('new'));
    await gateway.install(file);
  });

  test.each(['podman', 'docker'])('that refers to the same image in %s is not a conflict', async (client) => {
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
      'contains image "localhost/base:1", which app "web" uses with different content',
    );
    await gateway.install(await withImage('base:1', 'one', 'other'));
  });

  test('of the sandbox is rejected, whether it exists or not', async () => {
    expect(await refusal(await withImage('registry.k8s.io/pause:3.9', ''))).toContain(
      "which is the name of the runtime's own sandbox image",
    );
    gateway.addProgram('crictl');
    gateway.says('crictl info', JSON.stringify({ config: { sandboxImage: 'registry.local/infra:1' } }));
    expect(await refusal(await withImage('registry.local/infra:1', ''))).toContain(
      "which is the name of the runtime's own sandbox image",
    );
  });

  test('that was accepted and has no archive is reported if it cannot be restored', async () => {
    gateway.answers('ctr', 'base:1\n');
    fs.mkdirSync(gateway.path('manifests/.web+default+web.yaml.new'));
    const accepted = { acceptedImages: new Set(['base:1']) };
    const message = await failure(gateway.install(await withImage('base:1', ''), accepted));
    expect(message).toMatch(/could not be undone: the previous image of base:1 is in no package$/);
  });
});

describe('a privileged pod', () => {
  const privileged = pod('web', { hostPID: true }, { securityContext: { privileged: true, runAsNonRoot: false } });

  test('is rejected unless it is accepted by name, and is reported before any change', async () => {
    const file = await gateway.package('1', { 'manifests/web.yaml': privileged });
    const message = await refusal(file);
    expect(message).toMatch(
      /: requests privileges for Pod "default\/web" \(.*: accept them with --accept-privileged default\/web$/,
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
  ])('is one that requests %s', async (_, spec, container) => {
    const file = await gateway.package('1', { 'manifests/web.yaml': pod('web', spec, container) });
    expect(await refusal(file)).toContain('accept them with --accept-privileged default/web');
  });

  test('remains one if its manifest has an acknowledgement', async () => {
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

  test('is not one that only mounts files of its package', async () => {
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
  expect((await gateway.install(other)).notes).toContain('version 1.9 is already installed, with different content');
});
