import * as fs from 'node:fs';
import type * as childProcess from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { ComposeConverter } from '../../../src/app-package/install/package-manifests';
import type { Manifest } from '../../../src/kubernetes/manifest';
import { InstallTarget } from '../../../src/app-package/install/installation';
import { readYamlDocuments } from '../../../src/kubernetes/yaml/yaml-stream';
import { AppPackageForm } from '../../../src/app-package/app-package-form';
import { failure, pack, readFiles, signer, tar, tarEntry, temporaryFolder, writeFiles } from '../workbench';
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
beforeEach(() => (gateway = new Gateway(folder.path())));
afterEach(() => (process.env['PATH'] = PATH));

const MOUNT = {
  volumes: [{ name: 'config', hostPath: { path: '/secure-edge/package/config' } }],
};
const WEB = pod('web', MOUNT, { volumeMounts: [{ name: 'config', mountPath: '/config' }] });

async function first(): Promise<string> {
  return gateway.package('1.0', {
    'web.tar': await imageArchive('localhost/web:1', 'first'),
    'manifests/web.yaml': WEB,
    'manifests/old.yaml': pod('old'),
    'config/text': 'one',
  });
}

async function second(): Promise<string> {
  return gateway.package('2.0', {
    'web.tar': await imageArchive('localhost/web:1', 'second'),
    'manifests/web.yaml': WEB,
    'manifests/new.yaml': pod('new'),
    'config/text': 'two',
  });
}

/** Sets the configuration of an image in containerd. */
function hasImage(content: string): void {
  const manifest = 'f'.repeat(64);
  gateway.says('images list name==', `REF TYPE DIGEST\nlocalhost/web:1 application/x sha256:${manifest} 1 MiB\n`);
  gateway.says(`content get sha256:${manifest}`, JSON.stringify({ config: { digest: `sha256:${imageId(content)}` } }));
}

const IMPORT = expect.stringMatching(/^ctr --namespace k8s.io images import - [0-9a-f]{8}$/) as string;
/** State without any installation, dry run or not. */
const NOTHING = {};
const LIST = 'ctr --namespace k8s.io images list --quiet';

test('a package is unpacked, its images are loaded, and its hardened pods are written', async () => {
  const { steps, before, notes } = await gateway.install(await first());
  const [installed = ''] = fs.readdirSync(gateway.path('root/installed/web')).filter((name) => name.startsWith('1.0-'));
  const home = gateway.path('root/installed/web');
  expect({ before, notes, steps }).toEqual({
    before: undefined,
    notes: [],
    steps: [
      `unpack to ${home}/${installed}`,
      `load localhost/web:1 of ${home}/${installed}/web.tar`,
      `write the static pod ${gateway.path('manifests')}/web+default+old.yaml`,
      `write the static pod ${gateway.path('manifests')}/web+default+web.yaml`,
      `record the installation in ${home}/installed.json`,
    ],
  });
  expect(gateway.calls()).toEqual([LIST, IMPORT]);
  expect(readFiles(`${home}/${installed}`)).toMatchObject({ 'config/text': 'one' });
  expect(fs.statSync(home).mode & 0o777).toBe(0o700);
  expect(gateway.staticPods()).toEqual(['web+default+old.yaml', 'web+default+web.yaml']);
  const [written] = readYamlDocuments(gateway.staticPod('web+default+web.yaml'));
  expect(written).toMatchObject({
    kind: 'Pod',
    metadata: { annotations: { 'secure-edge.dev/package': expect.stringMatching(/^web 1\.0 sha256:[0-9a-f]{64}$/) } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          imagePullPolicy: 'IfNotPresent',
          securityContext: {
            readOnlyRootFilesystem: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: expect.arrayContaining([{ name: 'config', mountPath: '/config', readOnly: true }]),
        },
      ],
      volumes: expect.arrayContaining([
        { name: 'config', hostPath: { path: `${home}/${installed}/config`, type: 'Directory' } },
      ]),
    },
  });
});

test('the same content in a new package changes nothing', async () => {
  await gateway.install(await first());
  gateway.calls();
  gateway.answers('ctr', 'localhost/web:1\n');
  const before = gateway.state();
  expect((await gateway.install(await first())).steps).toEqual([]);
  expect(gateway.state()).toEqual(before);
  expect(gateway.calls()).toEqual([LIST]);
});

test('removed files are installed again', async () => {
  await gateway.install(await first());
  gateway.answers('ctr', '');
  fs.writeFileSync(gateway.path('manifests/web+default+web.yaml'), 'changed');
  fs.rmSync(gateway.path('manifests/web+default+old.yaml'));
  const { steps } = await gateway.install(await first());
  expect(steps.map((step) => step.split(' ')[0])).toEqual(['load', 'write', 'replace']);
});

test('a folder of an interrupted installation is used if it is complete, and replaced if not', async () => {
  await gateway.install(await first());
  gateway.answers('ctr', 'localhost/web:1\n');
  hasImage('first');
  const home = gateway.path('root/installed/web');
  const [installed = ''] = fs.readdirSync(home).filter((name) => name.startsWith('1.0-'));
  fs.rmSync(`${home}/installed.json`);
  for (const name of ['..unpacked.Ab1/x', '.unpacked', 'other.unpacked'])
    fs.mkdirSync(gateway.path('root/installed', name), { recursive: true });
  const verbs = async (): Promise<unknown> =>
    (await gateway.install(await first())).steps.map((step) => step.split(' ')[0]);
  expect(await verbs()).toEqual(['load', 'record']);
  fs.rmSync(`${home}/installed.json`);
  fs.writeFileSync(`${home}/${installed}/config/text`, '');
  expect(await verbs()).toEqual(['unpack', 'load', 'record']);
  expect(readFiles(`${home}/${installed}`)).toMatchObject({ 'config/text': 'one' });
  expect(fs.readdirSync(gateway.path('root/installed')).sort()).toEqual(['other.unpacked', 'web']);
  expect(fs.statSync(gateway.path('root/installed')).mode & 0o777).toBe(0o700);
});

test('a newer version replaces the older one: obsolete pods and older folders are removed, the previous folder is kept', async () => {
  await gateway.install(await first());
  fs.writeFileSync(gateway.path('manifests/kube-apiserver.yaml'), 'of somebody else');
  const { before, steps } = await gateway.install(await second());
  expect(before).toBe('1.0');
  expect(steps.map((step) => step.replaceAll(gateway.path(), ''))).toEqual([
    expect.stringMatching(/^unpack to .root.installed.web.2\.0-/),
    expect.stringMatching(/^load localhost.web:1 of /),
    'remove the static pod /manifests/web+default+old.yaml',
    'write the static pod /manifests/web+default+new.yaml',
    'replace the static pod /manifests/web+default+web.yaml',
    'record the installation in /root/installed/web/installed.json',
  ]);
  expect(gateway.staticPods()).toEqual(['kube-apiserver.yaml', 'web+default+new.yaml', 'web+default+web.yaml']);
  const versions = (): string[] =>
    fs.readdirSync(gateway.path('root/installed/web')).map((name) => name.replace(/-[0-9a-f]{12}$/, ''));
  expect(versions()).toEqual(['1.0', '2.0', 'installed.json']);
  await gateway.install(await gateway.package('3.0', { 'manifests/web.yaml': pod('web') }));
  expect(versions()).toEqual(['2.0', '3.0', 'installed.json']);
});

test('a dry run changes nothing', async () => {
  const { steps } = await gateway.install(await first(), { dryRun: true });
  expect(steps).toHaveLength(5);
  expect(gateway.state()).toEqual(NOTHING);
  expect(gateway.calls()).toEqual([LIST]);
});

describe('a failed step is undone', () => {
  /** Obstacles for each step of the second version. */
  const OBSTACLES: Readonly<Record<string, (plan: readonly string[]) => () => void>> = {
    unpack: () => {
      const home = gateway.path('root/installed/web');
      const { rename } = fs.promises;
      const spy = jest
        .spyOn(fs.promises, 'rename')
        .mockImplementation((from, to) =>
          String(to).startsWith(`${home}/2.0`)
            ? Promise.reject(new Error('no space left on device'))
            : rename(from, to),
        );
      return () => spy.mockRestore();
    },
    load: () => {
      gateway.fails(secondImage);
      return () => gateway.fails(secondImage, false);
    },
    remove: () => {
      const { rename } = fs.promises;
      const spy = jest
        .spyOn(fs.promises, 'rename')
        .mockImplementation((from, to) =>
          String(from).endsWith('old.yaml') ? Promise.reject(new Error('read-only file system')) : rename(from, to),
        );
      return () => spy.mockRestore();
    },
    write: () => blockFolder('manifests/.web+default+new.yaml.new'),
    replace: () => blockFolder('manifests/.web+default+web.yaml.new'),
    record: () => blockFolder('root/installed/web/.installed.json.new'),
  };

  function blockFolder(file: string): () => void {
    fs.mkdirSync(gateway.path(file));
    return () => fs.rmSync(gateway.path(file), { recursive: true });
  }

  let secondImage = '';
  beforeEach(async () => {
    const archive = await imageArchive('localhost/web:1', 'second');
    secondImage = createHash('sha256').update(archive).digest('hex').slice(0, 8);
  });

  test.each(Object.keys(OBSTACLES))('%s', async (verb) => {
    await gateway.install(await first());
    gateway.answers('ctr', 'localhost/web:1\n');
    // the same file is restored, with its bytes, mode and time
    for (const [i, name] of gateway.staticPods().entries()) {
      fs.appendFileSync(gateway.path('manifests', name), Buffer.from([0x23, 0xff, 0xfe, 0x0a]));
      fs.chmodSync(gateway.path('manifests', name), 0o604 + i);
      fs.utimesSync(gateway.path('manifests', name), 1, 1);
    }
    fs.writeFileSync(gateway.path('manifests/kube-apiserver.yaml'), 'of somebody else');
    const before = gateway.state();
    const next = await second();
    const { steps } = await gateway.install(next, { dryRun: true });
    expect(steps.filter((step) => step.startsWith(verb))).toHaveLength(1);
    gateway.calls();

    const clear = OBSTACLES[verb]?.(steps);
    const message = await failure(gateway.install(next));
    clear?.();
    expect(message).toContain(`could not ${verb}`);
    expect(message).toMatch(/everything was undone$/);
    expect(gateway.state()).toEqual(before);
    // the name refers to the image of the first version again
    const loaded = gateway.calls().filter((call) => call.includes('import'));
    if (verb !== 'unpack') expect(loaded).toHaveLength(2);
    expect(new Set(loaded).size).toBe(loaded.length);

    await gateway.install(next);
    expect(gateway.staticPods()).toEqual(['kube-apiserver.yaml', 'web+default+new.yaml', 'web+default+web.yaml']);
    expect(fs.readdirSync(gateway.path('root/installed/web')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('also without a previous version', async () => {
    blockFolder('manifests/.web+default+web.yaml.new');
    expect(await failure(gateway.install(await first()))).toMatch(/everything was undone$/);
    fs.rmdirSync(gateway.path('manifests/.web+default+web.yaml.new'));
    expect(gateway.state()).toEqual(NOTHING);
  });

  test('and an undo that fails is reported', async () => {
    await gateway.install(await first());
    const next = await second();
    const clear = blockFolder('manifests/.web+default+web.yaml.new');
    const { rm } = fs.promises;
    const spy = jest
      .spyOn(fs.promises, 'rm')
      .mockImplementation((file, options) =>
        String(file).endsWith('new.yaml') ? Promise.reject(new Error('no right')) : rm(file, options),
      );
    const message = await failure(gateway.install(next));
    spy.mockRestore();
    clear();
    expect(message).toMatch(/new\.yaml" could not be undone: no right/);
  });
});

describe('images are loaded by', () => {
  const LOADS: readonly (readonly [string, readonly string[], string | undefined, string])[] = [
    ['the client of containerd', ['ctr', 'podman', 'docker'], undefined, 'ctr --namespace k8s.io images import -'],
    ['podman, if it is the only one', ['podman'], undefined, 'podman load'],
    ['docker, if it is the only one', ['docker'], undefined, 'docker load'],
    ['the client of k3s', ['k3s'], undefined, 'k3s ctr --namespace k8s.io images import -'],
    ['the requested one', ['ctr', 'docker'], 'docker', 'docker load'],
  ];
  test.each(LOADS)('%s', async (_, programs, imageClient, call) => {
    fs.rmSync(gateway.path('bin/ctr'));
    for (const program of programs) gateway.addProgram(program);
    await gateway.install(await first(), imageClient === undefined ? {} : { imageClient });
    expect(gateway.calls().at(-1)).toMatch(new RegExp(`^${call} [0-9a-f]{8}$`));
  });

  test('the client of the runtime that crictl reports', async () => {
    for (const program of ['crictl', 'podman']) gateway.addProgram(program);
    gateway.answers('crictl', 'Version:  0.1.0\nRuntimeName:  cri-o\n');
    await gateway.install(await first());
    expect(gateway.calls().at(-1)).toMatch(/^podman load /);
  });

  test('no client, if there is none', async () => {
    fs.rmSync(gateway.path('bin/ctr'));
    const file = await first();
    expect(await failure(gateway.install(file))).toBe(
      'images: cannot be loaded: none of ctr, k3s, podman, docker is on the path',
    );
    expect(await failure(gateway.install(file, { imageClient: 'docker' }))).toContain('no "docker" is on the path');
    expect(gateway.state()).toEqual(NOTHING);
  });

  test('no client, if they are already loaded', async () => {
    gateway.fails('import');
    const { steps } = await gateway.install(await gateway.package('1', { 'manifests/a.yaml': pod('a') }));
    expect(steps).toHaveLength(3);
    expect(gateway.calls()).toEqual([]);
  });
});

describe('to a cluster', () => {
  const MANIFESTS = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'web' }, data: {} },
  ];
  const found = (...objects: object[]): string => JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects });
  const cluster = (version: string, ...objects: object[]): Promise<string> =>
    gateway.package(version, { 'manifests/all.yaml': found(...objects) });
  const to = { to: InstallTarget.CLUSTER };
  const verbs = (): string[] => gateway.calls().map((call) => call.split(' ').slice(1, 3).join(' '));
  beforeEach(() => gateway.addProgram('kubectl'));

  test('manifests are applied once, and obsolete objects are deleted, except for namespaces', async () => {
    const one = await cluster('1', ...MANIFESTS);
    expect((await gateway.install(one, to)).steps.map((step) => step.split(' ')[0])).toEqual([
      'unpack',
      'apply',
      'record',
    ]);
    expect(gateway.calls().map((call) => call.replace(/ [0-9a-f]{8}$/, ''))).toEqual([
      'kubectl get --ignore-not-found --output json --filename -',
      'kubectl apply --server-side --field-manager secure-edge --filename -',
    ]);
    gateway.answers('kubectl', found(...MANIFESTS));
    expect((await gateway.install(one, to)).steps).toEqual([]);
    expect(verbs()).toEqual(['get --ignore-not-found']);
    gateway.answers('kubectl', found(MANIFESTS[0] ?? {}));
    expect((await gateway.install(one, to)).steps).toEqual(['apply the changed manifests to the cluster']);
    gateway.calls();
    const other = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'web' }, spec: {} };
    await gateway.install(await cluster('2', other), to);
    expect(verbs()).toEqual(['get --ignore-not-found', 'apply --server-side', 'delete --ignore-not-found']);
    const { applied } = JSON.parse(fs.readFileSync(gateway.path('root/installed/web/installed.json'), 'utf8')) as {
      applied: string;
    };
    expect(readYamlDocuments(applied)).toMatchObject([other]);
    expect(readYamlDocuments(applied)).toMatchObject([
      { metadata: { annotations: { 'secure-edge.dev/package': expect.stringMatching(/^web 2 sha256:/) as string } } },
    ]);
  });

  test('after a failure, previous objects are applied again, and new ones are deleted', async () => {
    await gateway.install(await cluster('1', ...MANIFESTS), to);
    gateway.answers('kubectl', found(...MANIFESTS));
    const before = gateway.state();
    gateway.calls();
    gateway.fails('kubectl delete');
    const message = await failure(gateway.install(await cluster('2', MANIFESTS[0] ?? {}), to));
    expect(message).toContain(
      'could not delete the objects from the cluster that this version no longer has: kubectl delete',
    );
    expect(message).toMatch(/kubectl: out of order; everything was undone$/);
    expect(verbs().slice(1)).toEqual([
      'apply --server-side',
      'delete --ignore-not-found',
      'apply --server-side',
      'apply --server-side',
    ]);
    expect(gateway.state()).toEqual(before);
  });

  test('also if the record cannot be written', async () => {
    await gateway.install(await cluster('1', ...MANIFESTS), to);
    gateway.answers('kubectl', found(...MANIFESTS));
    fs.mkdirSync(gateway.path('root/installed/web/.installed.json.new'));
    const before = gateway.state();
    gateway.calls();
    const message = await failure(gateway.install(await cluster('2', MANIFESTS[0] ?? {}), to));
    expect(message).toMatch(/^package .*: could not record the installation in .*; everything was undone$/);
    // version 2 and its deletions; then the deleted objects, and version 1
    expect(verbs()).toEqual([
      'get --ignore-not-found',
      'apply --server-side',
      'delete --ignore-not-found',
      'apply --server-side',
      'apply --server-side',
    ]);
    expect(gateway.state()).toEqual(before);
  });

  test('without a previous version, all new objects are deleted', async () => {
    gateway.fails('kubectl apply');
    const [namespace] = MANIFESTS;
    const annotations = { 'secure-edge.dev/package': 'web' };
    gateway.answers('kubectl', found({ ...namespace, metadata: { ...namespace?.metadata, annotations } }));
    expect(await failure(gateway.install(await cluster('1', ...MANIFESTS), to))).toMatch(/everything was undone$/);
    expect(verbs()).toEqual(['get --ignore-not-found', 'apply --server-side', 'delete --ignore-not-found']);
  });

  test('objects of others are not replaced', async () => {
    gateway.answers('kubectl', found({ ...MANIFESTS[1], metadata: { name: 'c', namespace: 'web' } }));
    expect(await failure(gateway.install(await cluster('1', ...MANIFESTS), to))).toContain(
      'has "ConfigMap" "web/c", which is already in the cluster and which belongs to no package',
    );
    expect(verbs()).toEqual(['get --ignore-not-found']);
    expect(gateway.state()).toEqual(NOTHING);
  });

  test('an object without a namespace is found in the namespace of the context', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: {} };
    gateway.answers('kubectl', found({ ...object, metadata: { name: 'c', namespace: 'of-the-context' } }));
    expect(await failure(gateway.install(await cluster('1', object), to))).toContain(
      'has "ConfigMap" "c", which is already in the cluster',
    );
  });

  test('previous static pods are removed', async () => {
    await gateway.install(await first());
    await gateway.install(await cluster('2', ...MANIFESTS), to);
    expect(gateway.staticPods()).toEqual([]);
  });
});

describe('is rejected, and nothing is changed:', () => {
  const refused = async (files: Parameters<Gateway['package']>[1], name?: string): Promise<string> => {
    const before = gateway.state();
    const message = await failure(gateway.install(await gateway.package('1', files, name)));
    expect(gateway.state()).toEqual({ ...NOTHING, ...before });
    return message;
  };

  test.each([
    ['no manifests', { text: '' }, 'has no folder manifests: add it with Kubernetes manifests'],
    ['only a compose file', { 'docker-compose.yml': '' }, 'has only docker-compose.yml, which a kubelet cannot run'],
    ['an empty folder of manifests', { 'manifests/README': '' }, 'has no manifest in manifests/'],
    ['a manifest that cannot be read', { 'manifests/a.yaml': 'a: [' }, 'has "manifests/a.yaml", line 1: '],
    ['text', { 'manifests/a.yaml': 'text' }, 'line 1: is not a Kubernetes object'],
    ['no object', { 'manifests/a.yaml': 'a: b' }, 'line 1: is not a Kubernetes object'],
    [
      'a file with the name of an image',
      { 'a.tar': 'x', 'manifests/a.yaml': pod('a') },
      'has "a.tar", which has no manifest.json',
    ],
    [
      'a mount of a path that is not in the package',
      { 'manifests/a.yaml': pod('a', { volumes: [{ name: 'v', hostPath: { path: '/secure-edge/package/none' } }] }) },
      'volume "v" mounts "none", which the package does not contain',
    ],
  ])('%s', async (_, files, words) => {
    expect(await refused(files)).toContain(words);
  });

  test('a pod that another app has', async () => {
    await gateway.install(await gateway.package('1', { 'manifests/a.yaml': pod('a') }, 'other'));
    expect(await refused({ 'manifests/a.yaml': pod('a') })).toBe(
      'app package "web": has a pod "default/a", which app "other" already has on this machine',
    );
  });

  test('a package of another signer, or without one', async () => {
    const { publicKey: trustedKey } = generateKeyPairSync('ed25519');
    expect(await failure(gateway.install(await first(), { trustedKey }))).toContain('is signed by another key');
    writeFiles(folder.path('files'), { 'manifests/a.yaml': pod('a') });
    const unsigned = await pack(folder.path('files'), folder.path('unsigned.pkg'));
    expect(await failure(gateway.install(unsigned))).toContain('is unsigned, but must be signed');
    expect(gateway.state()).toEqual(NOTHING);
    await gateway.install(unsigned, { trustedKey: undefined });
  });

  test('a package without a name', async () => {
    writeFiles(folder.path('files'), { 'manifests/a.yaml': pod('a') });
    const metadata = { name: '../../etc', version: '1', manifest: { name: '../../etc', version: '1' } };
    const request = { trustedKey: undefined };
    const form = AppPackageForm.CLEAR;
    const bad = await pack(folder.path('files'), folder.path('bad.pkg'), { form, metadata });
    expect(await failure(gateway.install(bad, request))).toContain('name must be 1 to 63 letters');
    const none = await pack(folder.path('files'), folder.path('none.pkg'), {
      form,
      metadata: { ...metadata, manifest: {} },
    });
    expect(await failure(gateway.install(none, request))).toContain(
      'has no name in MANIFEST.JSON: specify it with --name',
    );
    expect(gateway.state()).toEqual(NOTHING);
  });

  test('a missing folder of static pods', async () => {
    expect(await failure(gateway.install(await first(), { podFolder: gateway.path('none') }))).toContain(
      'does not exist: specify the staticPodPath of the kubelet',
    );
  });

  test('a runtime that does not answer', async () => {
    gateway.fails('images list');
    expect(await failure(gateway.install(await first()))).toBe(
      'this machine: ctr --namespace k8s.io images list --quiet ended with 3: ctr: out of order',
    );
    expect(gateway.state()).toEqual(NOTHING);
  });
});

describe('a converter', () => {
  const compose: ComposeConverter = ({ file, paths, accept }) => {
    const name = fs.readFileSync(file, 'utf8').slice(6);
    const volumes = [
      { name: 'config', hostPath: { path: `${paths.payload}/config` } },
      { name: 'db', hostPath: { path: `${paths.data}/volumes/db` } },
    ];
    const volumeMounts = volumes.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` }));
    const securityContext = { runAsUser: process.getuid?.() ?? 0, fsGroup: process.getgid?.() ?? 0 };
    return {
      files: [],
      manifests: [JSON.parse(pod(name, { volumes, securityContext }, { volumeMounts })) as Manifest],
      notes: [],
      losses: [
        { service: 'a', key: 'logging', outcome: 'unsupported', reason: 'the kubelet has its own' },
        { service: '', key: 'networks', outcome: 'by-design', reason: 'one pod is one network' },
      ],
      refusals: accept.has('privileged:a') ? [] : [{ service: 'a', key: 'privileged', reason: 'is root of the host' }],
    };
  };
  const files = { 'docker-compose.yml': 'name: a', 'config/text': '' };
  // the privileges of the pods are those that the words of the settings accept
  const acceptsRoot = { judge: () => [{ message: 'is privileged', isForbiddenByBaseline: true }] };

  test('creates manifests from a compose file, and its losses are shown', async () => {
    const file = await gateway.package('1', files);
    const accepted = new Set(['privileged:a']);
    const { notes } = await gateway.install(file, { compose, accepted, ...acceptsRoot, dryRun: true });
    expect(notes).toEqual(
      expect.arrayContaining([
        'service "a", logging is unsupported: the kubelet has its own',
        'networks is by-design: one pod is one network',
      ]),
    );
    expect(gateway.state()).toEqual(NOTHING);
    await gateway.install(file, { compose, accepted, ...acceptsRoot });
    expect(gateway.staticPods()).toEqual(['web+default+a.yaml']);
    const [written] = readYamlDocuments(gateway.staticPod('web+default+a.yaml'));
    const [installed = ''] = fs.readdirSync(gateway.path('root/installed/web')).filter((name) => name.startsWith('1-'));
    expect(written).toMatchObject({
      spec: {
        volumes: expect.arrayContaining([
          {
            name: 'config',
            hostPath: { path: gateway.path('root/installed/web', installed, 'config'), type: 'Directory' },
          },
          { name: 'db', hostPath: { path: gateway.path('root/data/web/volumes/db'), type: 'Directory' } },
        ]) as unknown[],
      },
    });
    expect(fs.statSync(gateway.path('root/data/web/volumes/db')).mode & 0o7777).toBe(0o770);
  });

  describe('with files to write', () => {
    const written: ComposeConverter = (source) => {
      const name = 'motd-0';
      const volumes = [{ name: 'motd', hostPath: { path: `${source.paths.payload}/${source.paths.configs}/${name}` } }];
      const container = { volumeMounts: [{ name: 'motd', mountPath: '/etc/motd' }] };
      const text = fs.readFileSync(source.file, 'utf8');
      return {
        manifests: [JSON.parse(pod('a', { volumes }, container)) as Manifest],
        files: [{ name, text, mode: 0o440, owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } }],
        notes: [],
        losses: [],
        refusals: [],
      };
    };
    const configs = '.secure-edge-configs';
    const folders = (): string[] =>
      fs.readdirSync(gateway.path('root/installed/web')).filter((name) => /^\d/.test(name));

    test('writes them into the folder of the version, and removes them with it', async () => {
      const one = await gateway.package('1', { 'docker-compose.yml': 'one' });
      const plan = await gateway.install(one, { compose: written, dryRun: true });
      expect(plan.steps[0]).toMatch(/^unpack to .*, and write \.secure-edge-configs\/motd-0 into it$/);
      expect(gateway.state()).toEqual(NOTHING);
      await gateway.install(one, { compose: written });
      const [first = ''] = folders();
      const file = gateway.path('root/installed/web', first, configs, 'motd-0');
      expect(fs.readFileSync(file, 'utf8')).toBe('one');
      expect(fs.statSync(file).mode & 0o7777).toBe(0o440);
      const [written1] = readYamlDocuments(gateway.staticPod('web+default+a.yaml'));
      expect(written1).toMatchObject({
        spec: {
          volumes: expect.arrayContaining([{ name: 'motd', hostPath: { path: file, type: 'File' } }]) as unknown[],
          containers: [
            {
              volumeMounts: expect.arrayContaining([
                { name: 'motd', mountPath: '/etc/motd', readOnly: true },
              ]) as unknown[],
            },
          ],
        },
      });
      expect((await gateway.install(one, { compose: written })).steps).toEqual([]);
      for (const version of ['2', '3'])
        await gateway.install(await gateway.package(version, { 'docker-compose.yml': version }), { compose: written });
      expect(folders().map((name) => name.split('-')[0])).toEqual(['2', '3']);
    });

    test('has another folder for the same package with other files', async () => {
      const one = await gateway.package('1', { 'docker-compose.yml': 'one' });
      await gateway.install(one, { compose: written });
      const other: ComposeConverter = (source) => {
        const result = written(source);
        return { ...result, files: result.files.map((file) => ({ ...file, text: 'two' })) };
      };
      await gateway.install(one, { compose: other });
      const texts = folders().map((name) =>
        fs.readFileSync(gateway.path('root/installed/web', name, configs, 'motd-0'), 'utf8'),
      );
      expect(texts.sort()).toEqual(['one', 'two']);
    });

    test.each(['.secure-edge-configs/motd-0', '.Secure-Edge-Configs/x'])(
      'rejects a package with %s of its own',
      async (path) => {
        const file = await gateway.package('1', { 'docker-compose.yml': 'one', [path]: 'mine' });
        expect(await failure(gateway.install(file, { compose: written }))).toContain(
          'is the folder of the files that the installer writes',
        );
        expect(gateway.state()).toEqual(NOTHING);
      },
    );
  });

  test('rejects what is not accepted, with the option that accepts it', async () => {
    const refused = gateway.install(await gateway.package('1', files), { compose });
    await expect(refused).rejects.toMatchObject({
      refusals: ['service "a", privileged: is root of the host; accept it with --accept privileged:a'],
    });
    expect(gateway.state()).toEqual(NOTHING);
  });
});

describe('a package without name and version', () => {
  const nameless = async (manifest: object): Promise<string> => {
    writeFiles(folder.path('files'), { 'manifests/a.yaml': pod('a') });
    const metadata = { name: 'x', version: '1', manifest: { ...manifest } };
    fs.rmSync(folder.path('old.pkg'), { force: true });
    return pack(folder.path('files'), folder.path('old.pkg'), {
      form: AppPackageForm.CLEAR,
      metadata,
      signingKey: signer.privateKey,
    });
  };
  const identity = { name: 'web', version: '1.0' };

  test('is installed with those of the user', async () => {
    const { app, version } = await gateway.install(await nameless({}), { identity });
    expect([app, version]).toEqual(['web', '1.0']);
    expect(gateway.staticPods()).toEqual(['web+default+a.yaml']);
    expect(await failure(gateway.install(await nameless({}), { identity: { name: 'web' } }))).toContain(
      'has no version in MANIFEST.JSON: specify it with --app-version',
    );
    expect(await failure(gateway.install(await nameless({}), { identity: { name: '../x', version: '1' } }))).toContain(
      'name must be 1 to 63 letters',
    );
  });

  test('and one with them keeps its own', async () => {
    const file = await nameless({ name: 'db', version: '2' });
    expect(await failure(gateway.install(file, { identity }))).toContain(
      'has the name "db" in MANIFEST.JSON, not "web": leave out --name',
    );
    expect((await gateway.install(file, { identity: { name: 'db' } })).app).toBe('db');
  });
});

describe('a runtime that is not up yet', () => {
  test('is waited for, with a note', async () => {
    const file = await first();
    gateway.fails('images list');
    const notes: string[] = [];
    const installing = gateway.install(file, { patience: 20, onNotes: (more) => notes.push(...more) });
    while (!notes.some((note) => note.includes('waiting'))) await new Promise((later) => setTimeout(later, 50));
    gateway.fails('images list', false);
    expect((await installing).steps).toHaveLength(5);
    expect(notes).toContain('the container runtime does not answer yet: waiting at most 20 s');
  });

  test('is an error after that time', async () => {
    gateway.fails('images list');
    expect(await failure(gateway.install(await first(), { patience: 1 }))).toMatch(
      /^this machine: ctr .* ended with 3/,
    );
    expect(gateway.state()).toEqual(NOTHING);
  });
});

test('the settings of container-app-service are described', async () => {
  const file = await gateway.package('1', {
    'manifests/a.yaml': pod('a'),
    'manifests/b.yaml': pod('b', { restartPolicy: 'Never' }, { livenessProbe: { tcpSocket: { port: 1 } } }),
  });
  const notes = async (monitor?: boolean): Promise<readonly string[]> =>
    (await gateway.install(file, { monitor, dryRun: true })).notes.filter((note) => note.startsWith('monitor'));
  expect(await notes()).toEqual([]);
  expect(await notes(true)).toEqual([
    'monitor: pod "default/a" has no livenessProbe in "main", which are restarted only if they end',
    'monitor: pod "default/b" has the restartPolicy "Never", so not every container that ends is restarted',
  ]);
  expect((await notes(false))[0]).toContain('monitor: "no" has no effect: the kubelet restarts containers');
});

test('an archive of images without a layer is rejected before anything is loaded', async () => {
  const list = [{ Config: 'config.json', RepoTags: ['localhost/web:1'], Layers: ['layer.tar'] }];
  const archive = await tar(tarEntry('config.json', {}, '{}'), tarEntry('manifest.json', {}, JSON.stringify(list)));
  const file = await gateway.package('1', { 'web.tar': archive, 'manifests/a.yaml': pod('a') });
  expect(await failure(gateway.install(file))).toContain(
    'has the archive of images "web.tar", which lacks "layer.tar", which manifest.json refers to',
  );
  expect(gateway.calls()).toEqual([]);
  expect(gateway.state()).toEqual(NOTHING);
});
