import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExitCode } from '../../src/cli/exit-code';
import { runCompose, type ComposeOptions } from '../../src/cli/run-compose';
import { problemOf } from '../edge/apps';

const FILE = `name: shop
services:
  web:
    image: nginx:1.27
    user: "10001"
    environment: { DB_PASSWORD: hunter2-blue, SITE: '\${SITE}' }
  camera:
    image: ghcr.io/acme/camera:2
    privileged: true
`;
const LOCK = JSON.stringify({
  images: { web: { repository: 'docker.io/library/nginx', tag: '1.27', digest: `sha256:${'0'.repeat(64)}` } },
});

let folder: string;
let [stdout, stderr] = ['', ''];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secure-edge-'));
  writeFileSync(join(folder, 'compose.yaml'), FILE);
  [stdout, stderr] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(console, 'error').mockImplementation((text) => void (stderr += `${String(text)}\n`));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function run(options: Partial<ComposeOptions> = {}, files = ['compose.yaml']): ExitCode {
  return runCompose(
    files.map((file) => join(folder, file)),
    {
      output: join(folder, 'out'),
      format: 'yaml',
      kubernetes: '1.30',
      namespace: true,
      profile: [],
      envFile: [],
      accept: [],
      ...options,
    },
  );
}

const SKELETON = `{
  "kind": "Pod",
  "metadata": { "name": "plant", "namespace": "line-4" },
  "spec": {
    "containers": [{
      "name": "web", "image": "nginx:1.27", "privileged": true,
      "resources": { "cpu": "1", "memory": "64Mi" }
      "workdingDir": "/srv"
    }],
  }
}
}
`;

describe('a pod skeleton', () => {
  beforeEach(() => {
    writeFileSync(join(folder, 'pod.json'), SKELETON);
  });

  test('is converted as a compose file is', () => {
    expect(run({}, ['pod.json'])).toBe(ExitCode.FOUND);
    expect(stdout).toMatch(/pod\.json:6: refused web: spec\.containers\[0\]\.privileged: .*--accept privileged:web\n/);
    expect(output('plant.k8s.yaml')).toContain('namespace: line-4');
    expect(output('plant.k8s.yaml')).not.toContain('privileged: true');
    expect(run({ accept: ['privileged:web'], format: 'typescript', namespace: 'edge' }, ['pod.json'])).toBe(
      ExitCode.DONE,
    );
    expect(output('plant.ts')).toContain("'edge'");
    expect(output('plant.ts')).toContain('// Differs: spec.containers[0].workdingDir: read as workingDir');
  });

  test.each<[string, Partial<ComposeOptions>, string[], RegExp]>([
    ['other files', {}, ['compose.yaml', 'pod.json'], /pod\.json: a pod skeleton cannot be merged with other files/],
    ['a profile', { profile: ['a'] }, ['pod.json'], /--profile and --env-file are for Compose files/],
    ['an invalid name', { projectName: 'A B' }, ['pod.json'], /"A B" is not a name/],
  ])('is not converted with %s', (_, options, files, message) => {
    expect(problemOf(() => run(options, files))).toMatch(message);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('in the form of Kubernetes is a manifest', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'b' }] } };
    writeFileSync(join(folder, 'pod.json'), JSON.stringify(pod));
    expect(problemOf(() => run({}, ['pod.json']))).toMatch(
      /pod\.json:1: the file is a Kubernetes manifest \(kind "Pod"\)/,
    );
  });
});

const output = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');

test('writes the manifests and the report, and ends with 1 if a value is left out', () => {
  expect(run()).toBe(ExitCode.FOUND);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['loss.json', 'shop.k8s.yaml']);
  expect(output('shop.k8s.yaml')).toContain('kind: Namespace');
  expect(output('shop.k8s.yaml') + output('loss.json')).not.toMatch(/hunter2|privileged: true/);
  const loss = JSON.parse(output('loss.json')) as { version: number; entries: object[]; summary: { refused: number } };
  expect(loss.version).toBe(1);
  expect(loss.summary.refused).toBe(1);
  expect(loss.entries).toContainEqual({
    service: 'camera',
    key: 'privileged',
    value: true,
    outcome: 'refused',
    reason: expect.any(String),
    field: expect.any(String),
    accept: 'privileged:camera',
    file: join(folder, 'compose.yaml'),
    line: 9,
  });
  expect(stdout).toMatch(
    /compose\.yaml:9: refused camera: privileged: .*: to keep it, use --accept privileged:camera\n/,
  );
  expect(stdout).toMatch(/\nshop: \d+ values: \d+ converted, \d+ approximated, 1 refused, /);
  expect(stderr).toBe('variable "SITE" is not set, so it is empty: set it in .env, or in the environment\n');
});

test('names what is read in another form, and the services that are left out', () => {
  writeFileSync(join(folder, 'old.yaml'), 'web:\n  image: nginx:1.27\n  net: none\n  log_driver: json-file\n');
  run({}, ['old.yaml']);
  expect(stdout).toMatch(/old\.yaml:3: services\.web\.network_mode is "net" in the file, a key of an old version\n/);
  const { notes } = JSON.parse(output('loss.json')) as { notes: object[] };
  expect(notes).toContainEqual({
    file: join(folder, 'old.yaml'),
    line: 4,
    message: 'services.web.logging is "log_driver" in the file, a key of an old version',
  });
  writeFileSync(
    join(folder, 'profile.yaml'),
    'services:\n  web:\n    image: "nginx:${TAG}1"\n  tool: {image: busybox, profiles: [dev, test]}\n',
  );
  run({}, ['profile.yaml']);
  expect(stdout).toContain(
    'service "tool" is left out, because none of its profiles is active: to convert it, use --profile with "dev" or "test"\n',
  );
  expect(JSON.parse(output('loss.json'))).toMatchObject({
    notes: [],
    unsetVariables: ['TAG'],
    inactiveServices: [{ service: 'tool', profiles: ['dev', 'test'] }],
  });
});

test('keeps what is accepted, with the option as its reason, and ends with 0', () => {
  expect(run({ accept: ['privileged:camera'] })).toBe(ExitCode.DONE);
  expect(output('shop.k8s.yaml')).toContain('privileged: true');
  expect(output('shop.k8s.yaml')).toContain('reason: accepted on the command line by --accept privileged:camera');
});

test('uses the namespace, the lock file and the registry of the options', () => {
  writeFileSync(join(folder, 'lock.json'), LOCK);
  run({ namespace: 'edge', images: join(folder, 'lock.json') });
  expect(output('shop.k8s.yaml')).toContain('namespace: edge');
  expect(output('shop.k8s.yaml')).toContain(`docker.io/library/nginx:1.27@sha256:${'0'.repeat(64)}`);
  run({ namespace: false });
  expect(output('shop.k8s.yaml')).not.toContain('namespace:');
});

test('writes TypeScript', () => {
  run({ format: 'typescript' });
  expect(output('shop.ts')).toContain('SecureEdgeApp(');
});

test('names a weakness that nothing asks for', () => {
  run({ accept: ['host-pid', 'privileged'] });
  expect(stdout).toContain('--accept host-pid accepts nothing in the project: remove it\n');
});

describe('writes nothing for', () => {
  test.each<[string, Partial<ComposeOptions>, RegExp]>([
    [
      'an unknown weakness',
      { accept: ['privilege:web'] },
      /^secure-edge compose: --accept must be .*did you mean "privileged"\?$/,
    ],
    [
      'an unknown service',
      { accept: ['privileged:cam'] },
      /--accept must name a service of the project, got "privileged:cam"/,
    ],
    ['an unknown target', { kubernetes: '2.0' }, /--kubernetes/],
    ['a registry that does not exist', { identities: '/nowhere.json' }, /nowhere\.json/],
  ])('%s', (_, options, message) => {
    expect(problemOf(() => run(options))).toMatch(message);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  test('an output through a link', () => {
    mkdirSync(join(folder, 'out'));
    symlinkSync('/dev/null', join(folder, 'out/loss.json'));
    expect(run()).toBe(ExitCode.UNUSABLE);
    expect(readdirSync(join(folder, 'out'))).toEqual(['loss.json']);
  });
});
