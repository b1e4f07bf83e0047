import * as fs from 'node:fs';
import type * as childProcess from 'node:child_process';
import {
  removeApp,
  rollBackApp,
  startApp,
  stopApp,
  type ChangeRequest,
} from '../../../src/app-package/manage/change-app';
import { installedApps } from '../../../src/app-package/manage/installed-apps';
import type { Files } from '../workbench';
import { failure, readFiles, temporaryFolder } from '../workbench';
import { Gateway, imageArchive, pod } from '../install/gateway';

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
const LATER = '2026-02-03T04:05:06.000Z';
const WEB = 'web+default+web.yaml';
let gateway: Gateway;
let notes: string[];
beforeEach(() => {
  gateway = new Gateway(folder.path());
  notes = [];
});
afterEach(() => (process.env['PATH'] = PATH));

const request = (app = 'web'): ChangeRequest => ({
  app,
  root: gateway.path('root'),
  podFolder: gateway.path('manifests'),
  now: LATER,
  onProgress: () => undefined,
  onNote: (note) => void notes.push(note),
});
const ended = (): Promise<void> => Promise.resolve();
const remove = (withData = false, app = 'web'): Promise<unknown> => removeApp(request(app), withData, ended);
const state = () => installedApps(gateway.path('root'), 'web').apps[0];
const verbs = (steps: ReadonlyArray<string>): (string | undefined)[] => steps.map((step) => step.split(' ')[0]);
const ids = { runAsUser: process.getuid?.() ?? 0 };
const DATA = { volumes: [{ name: 'db', hostPath: { path: '/secure-edge/data/volumes/db' } }], securityContext: ids };
const MOUNT = { volumeMounts: [{ name: 'db', mountPath: '/db' }] };

async function files(content: string, spec: object = {}, container: object = {}): Promise<Files> {
  return {
    'web.tar': await imageArchive('localhost/web:1', content),
    'manifests/web.yaml': pod('web', spec, container),
    'config/text': content,
  };
}

async function install(version: string, ...content: Parameters<typeof files>): Promise<void> {
  await gateway.install(await gateway.package(version, await files(...content)));
  gateway.answers('ctr', 'localhost/web:1\n');
  gateway.calls();
}

test('a stopped app has no pods, and keeps everything else; start puts the same pods back', async () => {
  await install('1.0', 'one');
  const before = gateway.staticPod(WEB);
  const folders = readFiles(gateway.path('root'));
  expect(verbs((await stopApp(request())).steps)).toEqual(['record', 'remove']);
  expect(gateway.staticPods()).toEqual([]);
  expect(state()?.state).toEqual({ isStarted: false, since: LATER });
  expect(Object.keys(readFiles(gateway.path('root')))).toEqual(Object.keys(folders));
  expect((await stopApp(request())).steps).toEqual([]);
  expect(gateway.calls()).toEqual([]);
  expect(verbs((await startApp(request())).steps)).toEqual(['write', 'record']);
  expect(gateway.staticPod(WEB)).toBe(before);
  expect((await startApp(request())).steps).toEqual([]);
});

test('start loads images again that the kubelet has deleted', async () => {
  await install('1.0', 'one');
  await stopApp(request());
  gateway.answers('ctr', '');
  expect(verbs((await startApp(request())).steps)).toEqual(['load', 'write', 'record']);
});

test('a stopped app stays stopped when a new version is installed', async () => {
  await install('1.0', 'one');
  await stopApp(request());
  const installed = await gateway.install(await gateway.package('2.0', await files('two')));
  expect(installed.notes).toContain(
    'app "web" was stopped, and stays stopped: start it with "secure-edge package start web"',
  );
  expect(gateway.staticPods()).toEqual([]);
  await startApp(request());
  expect(gateway.staticPod(WEB)).toContain('web 2.0 sha256:');
});

test('an app can be installed without a start', async () => {
  const file = await gateway.package('1.0', await files('one'));
  const { steps } = await gateway.install(file, { delayStart: true });
  expect(verbs(steps)).toEqual(['unpack', 'load', 'record']);
  expect(gateway.staticPods()).toEqual([]);
  gateway.answers('ctr', 'localhost/web:1\n');
  expect(verbs((await startApp(request())).steps)).toEqual(['write', 'record']);
});

test('rollback returns to the previous version, and a second one to the version before', async () => {
  await install('1.0', 'one');
  const one = gateway.staticPod(WEB);
  await install('2.0', 'two');
  const two = gateway.staticPod(WEB);
  const { version, steps } = await rollBackApp(request());
  expect([version, ...verbs(steps)]).toEqual(['1.0', 'load', 'replace', 'record']);
  expect(gateway.staticPod(WEB)).toBe(one);
  expect(notes).toEqual(['version 1.0 is older than version 2.0, which is installed']);
  expect((await rollBackApp(request())).version).toBe('2.0');
  expect(gateway.staticPod(WEB)).toBe(two);
});

test('rollback needs a previous version, with its folder', async () => {
  await install('1.0', 'one');
  expect(await failure(rollBackApp(request()))).toContain('has no previous version on this machine');
  await install('2.0', 'two');
  const [old = ''] = fs.readdirSync(gateway.path('root/installed/web')).filter((name) => name.startsWith('1.0-'));
  fs.rmSync(gateway.path('root/installed/web', old), { recursive: true });
  expect(await failure(rollBackApp(request()))).toContain('has lost the folder of its previous version 1.0');
});

test('a rollback that fails is undone', async () => {
  await install('1.0', 'one');
  await install('2.0', 'two');
  const before = gateway.state();
  fs.mkdirSync(gateway.path('manifests', `.${WEB}.new`));
  expect(await failure(rollBackApp(request()))).toMatch(/everything was undone$/);
  fs.rmdirSync(gateway.path('manifests', `.${WEB}.new`));
  expect(gateway.state()).toEqual(before);
});

test('an interrupted stop is completed by the next one', async () => {
  await install('1.0', 'one');
  const text = gateway.staticPod(WEB);
  await stopApp(request());
  // as after the step that records the state
  fs.writeFileSync(gateway.path('manifests', WEB), text);
  fs.writeFileSync(gateway.path('manifests', `.${WEB}.old`), text);
  expect(verbs((await stopApp(request())).steps)).toEqual(['remove']);
  expect(fs.readdirSync(gateway.path('manifests'))).toEqual([]);
});

describe('data of an app', () => {
  const path = (...parts: string[]): string => gateway.path('root/data/web/volumes/db', ...parts);

  test('belong to its user, and survive new versions, a rollback and a removal', async () => {
    await install('1.0', 'one', DATA, MOUNT);
    expect(fs.statSync(path())).toMatchObject({ uid: ids.runAsUser });
    expect(fs.statSync(path()).mode & 0o7777).toBe(0o700);
    expect(fs.statSync(gateway.path('root/data')).mode & 0o777).toBe(0o700);
    fs.writeFileSync(path('row'), 'of the user');
    await install('2.0', 'two', DATA, MOUNT);
    await rollBackApp(request());
    notes = [];
    await remove();
    expect(fs.readFileSync(path('row'), 'utf8')).toBe('of the user');
    expect(notes.join()).toContain(`the data of "web" stay in ${gateway.path('root/data')}/web, with the volumes "db"`);
  });

  test('are deleted on request', async () => {
    await install('1.0', 'one', DATA, MOUNT);
    fs.writeFileSync(path('row'), 'of the user');
    await remove(true);
    expect(fs.readdirSync(gateway.path('root/data'))).toEqual([]);
  });

  test('of another user are rejected', async () => {
    await install('1.0', 'one', DATA, MOUNT);
    const other = { ...DATA, securityContext: { runAsUser: ids.runAsUser + 1 } };
    const next = await gateway.package('2.0', await files('two', other, MOUNT));
    expect(await failure(gateway.install(next))).toContain(`its data on this machine belong to ${ids.runAsUser}:`);
  });

  test('are not created by an installation that fails', async () => {
    const file = await gateway.package('1.0', await files('one', DATA, MOUNT));
    gateway.fails('import');
    expect(await failure(gateway.install(file))).toMatch(/everything was undone$/);
    gateway.fails('import', false);
    fs.mkdirSync(gateway.path('manifests', `.${WEB}.new`));
    expect(await failure(gateway.install(file))).toMatch(/everything was undone$/);
    fs.rmdirSync(gateway.path('manifests', `.${WEB}.new`));
    expect(gateway.state()).toEqual({});
  });
});

describe('remove', () => {
  const REMOVE = 'ctr --namespace k8s.io images remove';
  const removed = (): string[] => gateway.calls().filter((call) => call.startsWith(REMOVE));

  test('ends the pods, and deletes files and images', async () => {
    await install('1.0', 'one');
    await remove();
    expect(gateway.state()).toEqual({ 'root/installed': 'folder' });
    expect(removed()).toEqual([`${REMOVE} localhost/web:1`]);
    expect(installedApps(gateway.path('root')).apps).toEqual([]);
  });

  test('deletes the name that the kubelet gave to the image, unless another name stays', async () => {
    await install('1.0', 'one');
    const [a, b] = ['a', 'b'].map((digit) => digit.repeat(64));
    const names = ['localhost/web:1', `sha256:${'1'.repeat(64)}`, 'other:1', `sha256:${'2'.repeat(64)}`];
    const rows = names.map((name, i) => `${name} application/x sha256:${i < 2 ? a : b} 1 MiB`);
    gateway.says('images list --quiet', `${names.join('\n')}\n`);
    gateway.says('k8s.io images list', `REF TYPE DIGEST SIZE\n${rows.join('\n')}\n`);
    await remove();
    expect(removed()).toEqual([`${REMOVE} localhost/web:1 ${names[1]}`]);
  });

  test.each<[string, () => Promise<void>]>([
    [
      'another app contains',
      async () => {
        const content = { 'web.tar': await imageArchive('localhost/web:1', 'one'), 'manifests/a.yaml': pod('a') };
        await gateway.install(await gateway.package('1', content, 'other'));
      },
    ],
    [
      'another app uses',
      async () => {
        await gateway.install(await gateway.package('1', { 'manifests/a.yaml': pod('a') }, 'other'));
      },
    ],
    [
      'a static pod of others uses',
      () => Promise.resolve(fs.writeFileSync(gateway.path('manifests/own.yaml'), pod('own'))),
    ],
  ])('keeps an image that %s', async (_, use) => {
    await install('1.0', 'one');
    await use();
    gateway.calls();
    await remove();
    expect(removed()).toEqual([]);
  });

  test('keeps an image that the machine had before', async () => {
    gateway.answers('ctr', 'localhost/web:1\n');
    const accepted = { acceptedImages: new Set(['localhost/web:1']) };
    await gateway.install(await gateway.package('1.0', await files('one')), accepted);
    gateway.calls();
    await remove();
    expect(removed()).toEqual([]);
  });

  test('reports an image that cannot be deleted', async () => {
    await install('1.0', 'one');
    gateway.fails('images remove');
    await remove();
    expect(notes.join()).toContain('image localhost/web:1 stays: ctr --namespace k8s.io images remove');
    expect(gateway.state()).toEqual({ 'root/installed': 'folder' });
  });

  test('that fails is undone', async () => {
    await install('1.0', 'one', DATA, MOUNT);
    const before = gateway.state();
    const { rename } = fs.promises;
    const spy = jest
      .spyOn(fs.promises, 'rename')
      .mockImplementation((from, to) =>
        String(to).endsWith('.web.old') && String(to).includes('installed')
          ? Promise.reject(new Error('read-only file system'))
          : rename(from, to),
      );
    const message = await failure(remove(true));
    spy.mockRestore();
    expect(message).toMatch(/could not delete the files .*; everything was undone$/);
    expect(gateway.state()).toEqual(before);
    expect(removed()).toEqual([]);
  });

  test('that was interrupted is completed by the next installation', async () => {
    await install('1.0', 'one');
    fs.renameSync(gateway.path('root/installed/web'), gateway.path('root/installed/.web.old'));
    fs.mkdirSync(gateway.path('root/data/.web.old'), { recursive: true });
    const content = { 'manifests/a.yaml': pod('a', {}, { image: 'x' }) };
    const other = await gateway.package('1', content, 'other');
    await gateway.install(other, { dryRun: true });
    expect(removed()).toEqual([]);
    await gateway.install(other);
    expect(removed()).toEqual([`${REMOVE} localhost/web:1`]);
    expect(fs.readdirSync(gateway.path('root/installed'))).toEqual(['other']);
    expect(fs.readdirSync(gateway.path('root/data'))).toEqual([]);
  });
});

test('an app that is not installed is an error with the names of those that are', async () => {
  expect(await failure(stopApp(request()))).toBe('app "web": is not installed on this machine; no app is installed');
  await install('1.0', 'one');
  for (const name of ['Web', '../web', ''])
    expect(await failure(startApp(request(name)))).toContain('is not installed on this machine; installed: "web"');
});

test('the record of an earlier version of the command is read, and its app must be installed again', async () => {
  await install('1.0', 'one');
  const file = gateway.path('root/installed/web/installed.json');
  const {
    version,
    app,
    appVersion,
    folder: kept,
    previous,
    images,
    applied,
  } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  fs.writeFileSync(file, JSON.stringify({ version, app, appVersion, folder: kept, previous, images, applied }));
  expect(state()).toMatchObject({ appVersion: '1.0', form: null, digest: null, former: null });
  expect(await failure(stopApp(request()))).toContain('an earlier version of this command installed it');
  const { steps } = await gateway.install(await gateway.package('1.0', await files('one')));
  expect(verbs(steps)).toEqual(['record']);
  expect(verbs((await stopApp(request())).steps)).toEqual(['record', 'remove']);
});

test.each<[string, unknown, string]>([
  ['pods', [{ pod: '../../etc/x', text: 'a: b' }], '"pods" that are not'],
  ['volumes', [{ name: '../x', uid: 0, gid: 0, mode: 0 }], '"volumes" that are not'],
  ['state', { isStarted: 'no' }, 'has the state'],
  ['former', { folder: '../..' }, 'in "former"'],
  ['digest', 'x', 'has the digest "x"'],
])('a record with wrong %s is an error', async (key, value, words) => {
  await install('1.0', 'one');
  const file = gateway.path('root/installed/web/installed.json');
  const record = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...record, [key]: value }));
  expect(await failure(stopApp(request()))).toContain(words);
});
