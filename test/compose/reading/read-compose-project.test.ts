import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ComposeProject } from '../../../src/compose/compose-project';
import {
  readComposeProject,
  readComposeTexts,
  type ReadingOptions,
} from '../../../src/compose/reading/read-compose-project';

const folder = mkdtempSync(join(tmpdir(), 'compose-'));

afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string, options: Partial<ReadingOptions> = {}): ComposeProject {
  return readComposeTexts([{ file: 'compose.yaml', text }], '/demo', { environment: {}, ...options });
}

function write(files: Readonly<Record<string, string>>): string {
  const at = mkdtempSync(join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, name)), { recursive: true });
    writeFileSync(join(at, name), text);
  }
  return at;
}

function service(lines: string): unknown {
  const text = `services:\n  web:\n    image: nginx\n${lines.replace(/^/gm, '    ')}\nvolumes: {data: }\nsecrets: {key: {file: ./key}}\n`;
  return read(text).services.get('web');
}

describe('writes out', () => {
  test.each([
    ['ports: ["8080:80/udp"]', { ports: [{ target: 80, published: '8080', protocol: 'udp', mode: 'ingress' }] }],
    [
      'ports: ["[::1]:53:53"]',
      { ports: [{ target: 53, published: '53', host_ip: '::1', protocol: 'tcp', mode: 'ingress' }] },
    ],
    ['ports: ["8000-8005:80"]', { ports: [{ target: 80, published: '8000-8005', protocol: 'tcp', mode: 'ingress' }] }],
    ['volumes: ["data:/d:ro"]', { volumes: [{ type: 'volume', source: 'data', target: '/d', read_only: true }] }],
    [
      'volumes: ["./c:/c"]',
      { volumes: [{ type: 'bind', source: '/demo/c', target: '/c', bind: { create_host_path: true } }] },
    ],
    [`command: sh -c 'a "b"' ""`, { command: ['sh', '-c', 'a "b"', ''] }],
    ['command:', { command: null }],
    ['environment: [A=1, B]', { environment: { A: '1', B: null } }],
    ['restart: no', { restart: 'no' }],
    ['privileged: yes', { privileged: true }],
    ['mem_limit: 1.5g', { mem_limit: 1_610_612_736 }],
    ['stop_grace_period: 1m30s', { stop_grace_period: 90_000 }],
    ['ulimits: {nproc: 5}', { ulimits: { nproc: { soft: 5, hard: 5 } } }],
    ['devices: [/dev/a]', { devices: [{ source: '/dev/a', target: '/dev/a', permissions: 'rwm' }] }],
    ['extra_hosts: ["a:1.2.3.4", "b=[::1]"]', { extra_hosts: { a: ['1.2.3.4'], b: ['::1'] } }],
    ['healthcheck: {test: curl x}', { healthcheck: { test: ['CMD-SHELL', 'curl x'] } }],
    ['secrets: [{source: key, mode: 0440}]', { secrets: [{ source: 'key', target: '/run/secrets/key', mode: 0o440 }] }],
    ['tmpfs: /run', { tmpfs: ['/run'] }],
    ['x-own: 1', { extensions: { 'x-own': 1 } }],
  ])('%s', (lines, expected) => {
    expect(service(lines)).toMatchObject(expected);
  });

  test('dependencies with their defaults', () => {
    const { services } = read('services: {web: {image: a, depends_on: [db]}, db: {image: b}}');
    expect(services.get('web')?.depends_on).toEqual({
      db: { condition: 'service_started', required: true, restart: false },
    });
  });
});

describe('rejects, with its line,', () => {
  test.each([
    ['an unknown key', 'services:\n  web:\n    imag: a', /compose.yaml:3: .*"imag": did you mean "image"\?/],
    ['a wrong type', 'services:\n  web:\n    image: a\n    ports: 5', /:4: services.web.ports is 5; must be a list/],
    ['a required variable', 'services:\n  web:\n    image: ${X:?no}', /:3: .*X is required/],
    ['a Kubernetes manifest', 'apiVersion: v1\nkind: Pod', /:1: .*Kubernetes manifest.*secure-edge check/],
    ['an empty file', '# nothing\n', /the file is empty/],
    ['a file without services', 'volumes: {}\n', /has no service/],
    ['invalid YAML', 'services: [\n', /compose.yaml:\d+:\d+: /],
    [
      'a port that is not one',
      'services:\n  web:\n    image: a\n    ports:\n      - "1:70000"',
      /:4: .*from 0 to 65535/,
    ],
    [
      'a port that is published twice',
      'services:\n  a: {image: a, ports: ["80-82:80-82"]}\n  b:\n    image: b\n    ports: ["81:1"]',
      /:5: .*publishes the port 81\/tcp/,
    ],
    [
      'a cycle of dependencies',
      'services:\n  a: {image: a, depends_on: [b]}\n  b: {image: b, depends_on: [a]}',
      /:3: .*cycle of dependencies: a -> b -> a/,
    ],
    ['a cycle of extends', 'services:\n  a: {extends: b}\n  b: {extends: a}', /extends itself/],
    [
      'an undefined volume',
      'services:\n  a:\n    image: a\n    volumes: ["dat:/d"]\nvolumes: {data: }',
      /:4: .*"dat", which is not defined: did you mean "data"/,
    ],
    ['an invalid image', 'services:\n  a:\n    image: "a:$NONE"', /:3: services\.a\.image is "a:"; must be/],
    [
      'a user without quotes',
      'services:\n  a: {image: a, user: 1000}',
      /:2: .*must be a text: write it in quotes, such as "1000"/,
    ],
    [
      'a cycle of volumes_from',
      'services:\n  a: {image: a, volumes_from: [b]}\n  b: {image: b, volumes_from: [a]}',
      /:3: .*cycle of dependencies: a -> b -> a/,
    ],
    ['an undefined network', 'services:\n  a: {image: a, networks: [x]}', /:2: .*network "x"/],
    [
      'container names that are equal',
      'services:\n  a: {image: a, container_name: xy}\n  b: {image: b, container_name: xy}',
      /:3: .*service "a"/,
    ],
    [
      'amounts that contradict',
      'services:\n  a: {image: a, cpus: 1, deploy: {resources: {limits: {cpus: "2"}}}}',
      /:2: services.a.cpus is 1/,
    ],
    ['a missing env file', 'services:\n  a:\n    image: a\n    env_file: none.env', /:4: .*none.env.* does not exist/],
    [
      'a service that is inactive',
      'services:\n  a: {image: a, depends_on: [b]}\n  b: {image: b, profiles: [dev]}',
      /:2: .*inactive.*"dev"/,
    ],
    ['a key that is not a text', 'services:\n  1: {image: a}', /:2:\d+: .*a key is "1"/],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('every problem at once', () => {
    expect(() => read('services:\n  a: {imag: x, ports: 1}\n  b: {image: 1}')).toThrow(/3 problems/);
  });
});

test('merges files by the rules of each key, with !reset and !override', () => {
  const texts = [
    {
      file: 'a.yaml',
      text: 'services: {w: {image: a, ports: ["80:80"], environment: {A: 1, B: 2}, command: x, cap_add: [A], dns: 1.1.1.1}}',
    },
    {
      file: 'b.yaml',
      text: 'services:\n  w:\n    ports: !override ["81:81"]\n    environment: [B=3]\n    command: [y]\n    cap_add: [B]\n    dns: !reset',
    },
  ];
  const project = readComposeTexts(texts, '/demo', { environment: {} });
  expect(project.services.get('w')).toEqual({
    image: 'a',
    ports: [{ target: 81, published: '81', protocol: 'tcp', mode: 'ingress' }],
    environment: { A: '1', B: '3' },
    command: ['y'],
    cap_add: ['A', 'B'],
  });
  expect(project.placeOf('/services/w/cap_add/1')).toEqual({ file: 'b.yaml', line: 6 });
  expect(project.placeOf('/services/w/cap_add/0')).toEqual({ file: 'a.yaml', line: 1 });
});

test('extends and includes files, whose paths are relative to them', () => {
  const at = write({
    'compose.yaml':
      'include: [sub/in.yaml]\nservices:\n  web: {extends: {file: sub/base.yaml, service: base}, depends_on: [in]}\n',
    'sub/base.yaml': 'services: {base: {image: b, volumes: ["./d:/d"], env_file: x.env}}',
    'sub/in.yaml': 'services: {in: {image: "${TAG}"}}',
    'sub/.env': 'TAG=tagged\n',
    'sub/x.env': 'KEY="a b" # comment\n',
    '.env': 'COMPOSE_PROJECT_NAME=named\n',
  });
  const { name, services } = readComposeProject([join(at, 'compose.yaml')], { environment: {} });
  expect(name).toBe('named');
  expect(services.get('in')?.image).toBe('tagged');
  expect(services.get('web')).toMatchObject({
    volumes: [{ source: join(at, 'sub/d') }],
    environment: { KEY: 'a b' },
    environmentFiles: { KEY: join(at, 'sub/x.env') },
  });
});

test('rejects files outside the package, also behind a link', () => {
  const at = write({ 'in/compose.yaml': 'services: {a: {image: a, env_file: link.env}}', 'out.env': 'A=1\n' });
  symlinkSync(join(at, 'out.env'), join(at, 'in/link.env'));
  const files = [join(at, 'in/compose.yaml')];
  expect(() => readComposeProject(files, { environment: {}, within: join(at, 'in') })).toThrow('outside the package');
  expect(readComposeProject(files, { environment: {} }).services.get('a')?.environment).toEqual({ A: '1' });
});

test('rejects an include that leads to itself', () => {
  const at = write({ 'a.yaml': 'include: [b.yaml]\nservices: {}', 'b.yaml': 'include:\n  - a.yaml\nservices: {}' });
  expect(() => readComposeProject([join(at, 'a.yaml')], { environment: {} })).toThrow(/b.yaml:2: .*includes itself/);
});

test('reads version 1, and notes the keys that have other names today', () => {
  const { services, volumes, notes } = read(
    'web:\n  build: .\n  dockerfile: D\n  net: "container:db"\n  volumes: ["data:/d"]\ndb:\n  image: b\n',
  );
  expect(services.get('web')).toMatchObject({
    build: { context: '/demo', dockerfile: 'D' },
    network_mode: 'service:db',
  });
  expect([...volumes.keys()]).toEqual(['data']);
  expect(notes.map(({ place }) => place.line)).toEqual([4, 3]);
});

test('leaves out the services of profiles that are not active', () => {
  const text = 'services: {a: {image: a}, b: {image: b, profiles: [dev]}}';
  expect([...read(text).services.keys()]).toEqual(['a']);
  expect(read(text).inactive).toEqual(new Map([['b', ['dev']]]));
  expect([...read(text, { profiles: ['dev'] }).services.keys()]).toEqual(['a', 'b']);
  expect([...read(text, { environment: { COMPOSE_PROFILES: 'x, dev' } }).services.keys()]).toEqual(['a', 'b']);
});

test('rejects aliases and extends that stand for very many values', () => {
  const lines = Array.from({ length: 30 }, (_, i) => `x-${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
  expect(() => read(`x-0: &a0 [1]\n${lines.join('\n')}\nservices: {a: {image: a}}`)).toThrow('aliases');
  const labels = Array.from({ length: 700 }, (_, i) => `l${i}: x`).join(', ');
  const many = Array.from({ length: 1500 }, (_, i) => `  s${i}: {extends: base}`).join('\n');
  expect(() => read(`services:\n  base: {image: a, labels: {${labels}}}\n${many}`)).toThrow('copies too many values');
});

test('rejects ranges of very many ports', () => {
  const ports = Array.from({ length: 100 }, (_, i) => `"127.0.0.${i}:1-60000:1-60000"`).join(',');
  expect(() => read(`services: {a: {image: a, ports: [${ports}]}}`)).toThrow('more than 200000 ports');
});
