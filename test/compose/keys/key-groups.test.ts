import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertProject, manifestsOf, type Conversion } from '../../../src/compose/compose-converter';
import type { ConversionOptions } from '../../../src/compose/conversion-options';
import { KEY_GROUPS } from '../../../src/compose/keys/key-groups';
import type { KeyRow } from '../../../src/compose/keys/key-group';
import type { ServiceDefinition } from '../../../src/compose/service-definition';
import type { ProjectEntry } from '../../../src/compose/storage/project-files';
import { everyWish } from '../../../src/compose/wishes';
import { leavesOf, keyPath } from '../../../src/compose/key-path';
import { Target } from '../../../src/kubernetes/target';
import { exhaustive } from '../../exhaustive';
import { projectOf } from '../project';
import { SAMPLES } from '../service-samples';

interface Schema {
  readonly $defs: Readonly<Record<string, { readonly properties?: object }>>;
}

const schema = JSON.parse(readFileSync(join(__dirname, '../../../schemas/compose-spec.json'), 'utf8')) as Schema;
const keysOf = (name: string): string[] => Object.keys(schema.$defs[name]?.properties ?? {});
const rows = new Map<string, KeyRow>(KEY_GROUPS.flatMap((group) => Object.entries(group.rows)));

const ENTRIES: Readonly<Record<string, ProjectEntry>> = {
  '/srv/shop/site.conf': { type: 'file', text: 'listen 80', isExecutable: false },
  '/srv/shop/conf.d': { type: 'folder', files: new Map([['a/b.sh', 'exit']]), isExecutable: true },
  '/srv/shop/secrets': { type: 'folder', files: new Map([['db.env', 'PASSWORD=hunter2-blue']]), isExecutable: false },
  '/srv/shop/key.env': {
    type: 'file',
    text: 'API_TOKEN=ghp_0123456789abcdefABCDEF0123456789abcd',
    isExecutable: false,
  },
  '/srv/shop/binary': { type: 'other', reason: 'it is not a text' },
};
const files = { entryAt: (path: string): ProjectEntry => ENTRIES[path] ?? { type: 'missing' as const } };

const all = new Map(everyWish().map((wish) => [wish, 'accepted in the test']));
const OPTIONS: Readonly<Record<string, ConversionOptions>> = {
  'a cluster': { target: Target.kubernetes('1.30'), accepted: new Map(), namespace: 'shop', files },
  'a cluster that accepts everything': { target: Target.kubernetes('1.37'), accepted: all, namespace: 'shop', files },
  'a gateway of izuma-edge': { target: Target.izumaEdge(), accepted: all, gateway: 'gateway-1', files },
  'an installed package': {
    target: Target.kubernetes('1.27'),
    accepted: new Map(),
    gateway: 'gateway-1',
    files,
    installation: {
      payload: '/var/lib/secure-edge/apps/shop/payload',
      data: '/var/lib/secure-edge/apps/shop/data',
      configs: '.configs',
    },
  },
};

/** Words of the definitions for which the second service matters. */
const OTHER = /\bother\b|shared|"restart"/;

function converted(definition: ServiceDefinition, options: ConversionOptions): Conversion {
  const others: ServiceDefinition = {
    image: 'docker.io/library/redis:7',
    user: '20001',
    volumes: [{ type: 'volume', source: 'shared', target: '/shared' }],
  };
  const needsOther = exhaustive || OTHER.test(JSON.stringify(definition));
  const services = {
    web: { image: 'docker.io/library/nginx:1.27', ...definition },
    ...(needsOther && { other: others }),
  };
  return convertProject(
    projectOf(services, {
      networks: new Map([['back', { internal: true }]]),
      volumes: new Map<string, object>([
        ['data', { driver: 'local', driver_opts: { size: '5g' } }],
        ['shared', { driver: 'nfs' }],
        ['outside', { external: true, name: 'Out_Side' }],
        ['unused', {}],
      ]) as never,
      secrets: new Map<string, object>([
        ['db_password', { file: '/srv/shop/db_password.txt' }],
        ['key', { environment: 'KEY' }],
      ]) as never,
      configs: new Map<string, object>([
        ['site', { file: '/srv/shop/site.conf' }],
        ['text', { content: 'a: b' }],
        ['kept', { external: true, name: 'kept-config' }],
        ['hidden', { content: 'password=hunter2-blue' }],
        ['variable', { environment: 'A' }],
      ]) as never,
      others: new Map<string, unknown>([
        ['version', '3'],
        ['x-a', 1],
      ]),
    }),
    options,
  );
}

const cases = Object.entries(SAMPLES).flatMap(([key, values]) =>
  (values as ReadonlyArray<unknown>).map((value, i) => [`${key} ${i + 1}`, key, value] as const),
);

test('each key of a service in the specification has a row, and no other key has one', () => {
  const services = ['workload_spec', 'container_spec', 'service'].flatMap(keysOf).filter((key) => key !== 'deploy');
  const keys = [...services, ...keysOf('deployment').map((key) => `deploy.${key}`)];
  expect(services.length).toBeGreaterThan(90);
  expect([...rows.keys()].sort()).toEqual(keys.sort());
});

test('no two groups have a row for one key', () => {
  const keys = KEY_GROUPS.flatMap((group) => Object.keys(group.rows));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

/** Keys whose conversion depends on the objects that the target has. */
const OF_TARGET: ReadonlySet<string> = new Set(
  'configs depends_on deploy devices dns extra_hosts healthcheck links network_mode networks pid ports restart runtime secrets sysctls user volumes'.split(
    ' ',
  ),
);

/** Names of the options with which a key is converted. */
const optionsOf = (key: string): string[] =>
  Object.keys(OPTIONS).filter((name) => name.startsWith('a cluster') || OF_TARGET.has(key));

/** For each case, the options with which its manifests are written: by default one of them, in turn. */
const written = new Map(
  cases.map(([title, key], i) => {
    const names = optionsOf(key);
    return [title, exhaustive ? names : [names[i % names.length]]] as const;
  }),
);

describe.each(Object.entries(OPTIONS))('for %s', (name, options) => {
  test.each(cases.filter(([, key]) => optionsOf(key).includes(name)))(
    'every value of %s is in the report, with an outcome of its row',
    (title, key, value) => {
      const conversion = converted({ [key]: value }, options);
      if (written.get(title)?.includes(name) === true) expect(manifestsOf(conversion).length).toBeGreaterThan(0);
      const entries = conversion.report.entries;
      const isLeftOut = 'provider' === key;
      expect(entries.filter(({ reason }) => reason.includes('does not read'))).toEqual([]);
      for (const { service, key: path, outcome } of entries) {
        if (service === null || isLeftOut) continue;
        const [first = '', second = ''] = path.split(/[.[]/);
        const row = rows.get(first === 'deploy' ? `deploy.${second}` : first);
        if (row === undefined) expect(first).toBe('x-team');
        else expect([path, row.outcomes]).toEqual([path, expect.arrayContaining([outcome])]);
      }
      if (key === 'environmentFiles' || key === 'extensions') return;
      const covered = new Set(entries.filter(({ service }) => service === 'web').map((entry) => entry.key));
      for (const leaf of leavesOf(value, [key]))
        expect(leaf.map((___, i) => covered.has(keyPath(...leaf.slice(0, i + 1))))).toContain(true);
    },
  );
});
