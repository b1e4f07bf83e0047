import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readComposeProject } from '../../../../src/compose/reading/read-compose-project';
import type { ServiceDefinition } from '../../../../src/compose/service-definition';

const folder = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Merges the keys of a service in two files. The second part is the whole second file if it is a text. */
function merged(base: object, other: object | string): ServiceDefinition {
  const [first, second] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')];
  writeFileSync(first, JSON.stringify({ services: { a: { image: 'x', ...base } }, networks: { n: {}, m: {} } }));
  writeFileSync(second, typeof other === 'string' ? other : JSON.stringify({ services: { a: other } }));
  return readComposeProject([first, second], { environment: {} }).services.get('a') ?? {};
}

test.each<[string, object, object, object]>([
  ['a text is replaced', { command: 'a b' }, { command: ['c'] }, { command: ['c'] }],
  ['lists are joined', { dns: '1.1.1.1' }, { dns: ['8.8.8.8'] }, { dns: ['1.1.1.1', '8.8.8.8'] }],
  ['a list of names has each once', { cap_add: ['A'] }, { cap_add: ['A', 'B'] }, { cap_add: ['A', 'B'] }],
  [
    'variables in both forms are merged by name',
    { environment: { A: 1, B: 2 } },
    { environment: ['B=3', 'C=4'] },
    { environment: { A: '1', B: '3', C: '4' } },
  ],
  [
    'a mount replaces that of the same path',
    { volumes: ['/x:/d', '/y:/e'] },
    { volumes: ['/z:/d:ro'] },
    {
      volumes: [
        { source: '/z', target: '/d', read_only: true },
        { source: '/y', target: '/e' },
      ],
    },
  ],
  [
    'networks of a list and of a mapping are joined',
    { networks: ['n'] },
    { networks: { m: { aliases: ['x'] } } },
    { networks: { n: null, m: { aliases: ['x'] } } },
  ],
  [
    'options of another driver of logs replace those of the first',
    { logging: { driver: 'json-file', options: { a: 'b' } } },
    { logging: { driver: 'syslog', options: { c: 'd' } } },
    { logging: { driver: 'syslog', options: { c: 'd' } } },
  ],
  [
    'the parts of a health check are merged, and its test is replaced',
    { healthcheck: { test: ['CMD', 'a'], retries: 2 } },
    { healthcheck: { test: 'b' } },
    { healthcheck: { test: ['CMD-SHELL', 'b'], retries: 2 } },
  ],
  [
    'a port is published once',
    { ports: ['80:80'] },
    { ports: ['80:80', '81:80'] },
    { ports: [{ published: '80' }, { published: '81' }] },
  ],
])('%s', (_, base, other, expected) => {
  expect(merged(base, other)).toMatchObject(expected);
});

test('!reset removes a value, and !override replaces one', () => {
  const other = 'services:\n  a:\n    ports: !reset []\n    environment: !override {Z: 1}\n    dns: !reset null\n';
  const service = merged({ ports: ['80:80'], environment: { A: 1 }, dns: '1.1.1.1' }, other);
  expect(service.environment).toEqual({ Z: '1' });
  expect(service.dns).toBeUndefined();
  expect(service.ports ?? []).toEqual([]);
});

test('values that do not fit are an error with the place of the second', () => {
  expect(() => merged({ environment: { A: 1 } }, 'services:\n  a:\n    environment: 5\n')).toThrow(
    /services\.a\.environment is 5; must be a text, a list or a mapping/,
  );
});
