import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import type * as childProcess from 'node:child_process';
import {
  appStatuses,
  isAsWanted,
  machinePods,
  PodState,
  type AppStatus,
} from '../../../src/app-package/manage/app-status';
import { stopApp } from '../../../src/app-package/manage/change-app';
import { podsHaveEnded } from '../../../src/app-package/manage/end-of-pods';
import { installedApps } from '../../../src/app-package/manage/installed-apps';
import { kubeletPods } from '../../../src/app-package/manage/kubelet-pods';
import type { RuntimePods } from '../../../src/app-package/manage/runtime-pod';
import { runtimePods } from '../../../src/app-package/manage/runtime-pods';
import { failure, temporaryFolder } from '../workbench';
import { Gateway, pod } from '../install/gateway';

jest.setTimeout(60_000);

jest.mock('node:child_process', () => {
  const actual = jest.requireActual<typeof childProcess>('node:child_process');
  const spawn = (program: string, args: string[], options: object): unknown =>
    actual.spawn(program, args, { ...options, env: process.env });
  return { ...actual, spawn };
});

const folder = temporaryFolder();
const PATH = process.env['PATH'];
const NODE = os.hostname().toLowerCase();
let gateway: Gateway;
beforeEach(() => (gateway = new Gateway(folder.path())));
afterEach(() => (process.env['PATH'] = PATH));

async function installed(): Promise<void> {
  const init = { initContainers: [{ name: 'first', image: 'localhost/web:1' }] };
  await gateway.install(
    await gateway.package('1', { 'manifests/web.yaml': pod('web', init), 'manifests/db.yaml': pod('web-db') }),
  );
}

const reported = (...pods: object[]): RuntimePods =>
  ({
    source: 'test',
    pods: pods.map((each) => ({ namespace: 'default', reason: '', ...each })),
  }) as unknown as RuntimePods;
const container = (name: string, state: string, reason = ''): object => ({ name, state, reason, restarts: 0 });

async function statuses(found?: RuntimePods): Promise<AppStatus | undefined> {
  const { apps } = installedApps(gateway.path('root'));
  return (await appStatuses(apps, found, gateway.path('manifests')))[0];
}

const states = async (found?: RuntimePods): Promise<unknown> =>
  Object.fromEntries((await statuses(found))?.pods.map(({ pod: name, state }) => [name, state]) ?? []);

test('each pod has the state that the kubelet reports', async () => {
  await installed();
  const db = { name: `web-db-${NODE}`, phase: 'Running', containers: [container('main', 'running')] };
  const web = (phase: string, ...containers: object[]): RuntimePods =>
    reported({ name: `web-${NODE}`, phase, containers }, db);
  const first = container('first', 'ended', 'Completed: exit code 0');
  const of = async (found: RuntimePods): Promise<unknown> =>
    ((await states(found)) as Record<string, unknown>)['default/web'];
  expect(await states(web('Running', first, container('main', 'running')))).toEqual({
    'default/web': PodState.RUNNING,
    'default/web-db': PodState.RUNNING,
  });
  expect(await of(web('Pending', container('first', 'waiting', 'ErrImagePull')))).toBe(PodState.FAILING);
  expect(await of(web('Running', first, container('main', 'waiting', 'CrashLoopBackOff')))).toBe(PodState.FAILING);
  expect(await of(web('Running', first, container('main', 'ended', 'Error: exit code 1')))).toBe(PodState.FAILING);
  expect(await of(web('Succeeded', first, container('main', 'ended', 'Completed')))).toBe(PodState.COMPLETED);
  expect(await of(web('Failed'))).toBe(PodState.FAILING);
});

test('a node with another name than the host has the same pods', async () => {
  await installed();
  const pods = ['web-edge-1', 'web-db-edge-1'].map((name) => ({
    name,
    containers: [container('first', 'ended'), container('main', name === 'web-edge-1' ? 'running' : 'waiting')],
  }));
  expect(await states(reported(...pods))).toEqual({ 'default/web': 'running', 'default/web-db': 'failing' });
});

test('a pod without a report, with another file, or without an answer has its own state', async () => {
  await installed();
  gateway.addProgram('journalctl');
  gateway.answers('journalctl', 'x\n"Could not process manifest file" path="/m/web+default+web.yaml" err="y"\n');
  expect((await statuses(reported()))?.pods).toMatchObject([
    { pod: 'default/web-db', state: PodState.NOT_STARTED, reason: 'the kubelet has not started it: see its log' },
    {
      pod: 'default/web',
      state: PodState.NOT_STARTED,
      reason: 'the kubelet says: "Could not process manifest file" path="/m/web+default+web.yaml" err="y"',
    },
  ]);
  expect(await states(undefined)).toEqual({ 'default/web': 'unknown', 'default/web-db': 'unknown' });
  fs.appendFileSync(gateway.path('manifests/web+default+web.yaml'), '# more');
  fs.rmSync(gateway.path('manifests/web+default+web-db.yaml'));
  expect(await states(reported())).toEqual({ 'default/web': 'changed', 'default/web-db': 'changed' });
});

test('the pods of a stopped app end', async () => {
  await installed();
  await stopApp({
    app: 'web',
    root: gateway.path('root'),
    podFolder: gateway.path('manifests'),
    now: '2026-02-03T04:05:06.000Z',
    onProgress: () => undefined,
    onNote: () => undefined,
  });
  const running = reported({ name: `web-${NODE}`, containers: [container('main', 'running')] });
  expect(await states(running)).toEqual({ 'default/web': 'stopping', 'default/web-db': 'stopped' });
  expect(isAsWanted((await statuses(running))!)).toBe(false);
  expect(isAsWanted((await statuses(reported()))!)).toBe(true);
});

describe('the kubelet', () => {
  let server: http.Server;
  let answer: [number, string];
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeEach(async () => {
    server = http.createServer((request, response) => {
      response.statusCode = request.url === '/pods' ? answer[0] : 404;
      response.end(answer[1]);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => server.close());

  test('reports pods with the reasons of their containers', async () => {
    const status = {
      phase: 'Pending',
      reason: 'Evicted',
      initContainerStatuses: [
        { name: 'i', restartCount: 0, state: { terminated: { reason: 'Completed', exitCode: 0 } } },
      ],
      containerStatuses: [
        { name: 'a', restartCount: 2, state: { waiting: { reason: 'ErrImagePull', message: 'no such host' } } },
        { name: 'b', restartCount: 0, state: { running: {} } },
      ],
    };
    answer = [
      200,
      JSON.stringify({
        kind: 'PodList',
        items: [
          {
            metadata: { name: 'web-n', namespace: 'edge', annotations: { 'secure-edge.dev/package': 'web 1' } },
            status,
          },
        ],
      }),
    ];
    expect((await machinePods({ url: url() }))?.pods).toEqual([
      {
        namespace: 'edge',
        name: 'web-n',
        package: 'web 1',
        phase: 'Pending',
        reason: 'Evicted',
        containers: [
          { name: 'i', state: 'ended', restarts: 0, reason: 'Completed: exit code 0' },
          { name: 'a', state: 'waiting', restarts: 2, reason: 'ErrImagePull: no such host' },
          { name: 'b', state: 'running', restarts: 0, reason: '' },
        ],
      },
    ]);
  });

  test.each<[string, [number, string], string]>([
    ['does not allow it', [401, 'Unauthorized'], 'does not report its pods: it answers with status 401'],
    ['returns no JSON', [200, '<'], 'returned an answer that is not JSON'],
    ['returns something else', [200, '{"kind":"Pod"}'], 'returned no list of pods'],
  ])('that %s is an error', async (_, given, words) => {
    answer = given;
    expect(await failure(kubeletPods({ url: url() }))).toContain(words);
  });

  test('needs an address', async () => {
    for (const bad of ['localhost', 'ftp://x', 'file:///etc/passwd'])
      expect(await failure(kubeletPods({ url: bad }))).toContain('must be an address such as https://127.0.0.1:10250');
  });
});

describe('without the kubelet, the pods are reported by', () => {
  test('crictl: of each container the last attempt, and only pods with a sandbox that is ready', async () => {
    gateway.addProgram('crictl');
    const metadata = (name: string): object => ({ name, namespace: 'default', attempt: 0 });
    const labels = { 'io.kubernetes.pod.name': 'web-n', 'io.kubernetes.pod.namespace': 'default' };
    gateway.says(
      'crictl pods',
      JSON.stringify({
        items: [
          { metadata: metadata('web-n'), state: 'SANDBOX_READY', annotations: { 'secure-edge.dev/package': 'web 1' } },
          { metadata: metadata('old-n'), state: 'SANDBOX_NOTREADY' },
        ],
      }),
    );
    gateway.says(
      'crictl ps',
      JSON.stringify({
        containers: [
          {
            metadata: { name: 'main', attempt: 1 },
            state: 'CONTAINER_RUNNING',
            labels,
            annotations: { 'io.kubernetes.container.restartCount': '1' },
          },
          { metadata: { name: 'main', attempt: 0 }, state: 'CONTAINER_EXITED', labels },
        ],
      }),
    );
    expect(await runtimePods()).toEqual({
      source: 'crictl',
      pods: [
        {
          namespace: 'default',
          name: 'web-n',
          package: 'web 1',
          phase: undefined,
          reason: '',
          containers: [{ name: 'main', state: 'running', restarts: 1, reason: '' }],
        },
      ],
    });
  });

  test('ctr', async () => {
    const info = (more: object): string =>
      JSON.stringify({ Labels: { 'io.kubernetes.pod.name': 'web-n', 'io.kubernetes.pod.namespace': 'edge', ...more } });
    gateway.says('containers list', 'box\nmain\nelse\n');
    gateway.says('info box', info({ 'io.cri-containerd.kind': 'sandbox' }));
    gateway.says('info main', info({ 'io.kubernetes.container.name': 'main' }));
    gateway.says('info else', JSON.stringify({ Labels: null }));
    gateway.says('tasks list', 'TASK    PID    STATUS\nbox     1      RUNNING\nmain    2      STOPPED\n');
    expect(await runtimePods()).toMatchObject({
      source: 'ctr',
      pods: [{ namespace: 'edge', name: 'web-n', containers: [{ name: 'main', state: 'ended' }] }],
    });
  });

  test('nothing, if no program answers', async () => {
    gateway.fails('ctr');
    expect(await runtimePods()).toBeUndefined();
  });
});

test('the end of pods is waited for, for a limited time', async () => {
  await installed();
  const [app] = installedApps(gateway.path('root')).apps;
  for (const name of gateway.staticPods()) fs.rmSync(gateway.path('manifests', name));
  gateway.says('containers list', 'box\n');
  gateway.says('tasks list', 'TASK    PID    STATUS\nbox     1      RUNNING\n');
  gateway.says(
    'info box',
    JSON.stringify({
      Labels: {
        'io.kubernetes.pod.name': `web-${NODE}`,
        'io.kubernetes.pod.namespace': 'default',
        'io.cri-containerd.kind': 'sandbox',
      },
    }),
  );
  const wait = (): Promise<boolean> => podsHaveEnded(app!, undefined, gateway.path('manifests'), 1);
  expect(await wait()).toBe(false);
  gateway.says('tasks list', 'TASK    PID    STATUS\n');
  expect(await wait()).toBe(true);
  gateway.fails('ctr');
  expect(await wait()).toBe(false);
});
