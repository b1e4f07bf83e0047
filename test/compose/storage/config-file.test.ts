import { convertProject } from '../../../src/compose/compose-converter';
import type { ConfigFile } from '../../../src/compose/storage/config-file';
import { Target } from '../../../src/kubernetes/target';
import { convertedServices, projectOf } from '../project';

const OPTIONS = { installation: { payload: '/srv/payload', data: '/srv/data', configs: '.configs' } };
const configs = new Map([
  ['it', { content: 'hello\n' }],
  ['../../etc/It ü', { content: 'odd' }],
  ['var', { environment: 'GREETING' }],
]);
const configVariables = new Map([['var', 'from .env']]);

const planned = (...references: object[]): { files: readonly ConfigFile[]; paths: unknown[]; entries: any } => {
  const web = { image: 'example.test/app:1', configs: references as any };
  const { configFiles } = convertProject(projectOf({ web }, { configs, configVariables }), {
    target: Target.kubernetes('1.30'),
    accepted: new Map(),
    ...OPTIONS,
  });
  const { object, entries } = convertedServices({ web }, OPTIONS, { configs, configVariables });
  const { volumes } = object('Deployment', 'web').spec.template.spec;
  return { files: configFiles, paths: volumes.flatMap(({ hostPath }: any) => hostPath?.path ?? []), entries };
};

test('a text of the compose file, or of a variable, is a file that everyone may read', () => {
  const { files, paths, entries } = planned({ source: 'it', target: '/it' }, { source: 'var', target: '/var/it' });
  expect(files.map(({ name: _, ...file }) => file)).toEqual([
    { text: 'hello\n', mode: 0o444 },
    { text: 'from .env', mode: 0o444 },
  ]);
  expect(paths).toEqual(files.map(({ name }) => `/srv/payload/.configs/${name}`));
  for (const key of ['web configs[0]', 'web configs[1]', 'configs.it', 'configs.var'])
    expect(entries.get(key)).toMatchObject({ outcome: 'converted' });
});

test('mode and owner are those of the service, and a file of root stays readable', () => {
  const { files, entries } = planned(
    { source: 'it', target: '/a', uid: '10010', mode: 0o640 },
    { source: 'it', target: '/b', mode: 0o400 },
    { source: 'it', target: '/c', mode: 0o4755 },
    { source: 'it', target: '/d', uid: 'web' },
  );
  expect(files.map(({ mode, owner }) => [mode, owner])).toEqual([
    [0o440, { uid: 10010, gid: 0 }],
    [0o444, undefined],
    [0o555, undefined],
  ]);
  expect(new Set(files.map(({ name }) => name)).size).toBe(3);
  expect(entries.get('web configs[1]')).toMatchObject({ outcome: 'approximated' });
  expect(entries.get('web configs[3]')).toMatchObject({ outcome: 'unsupported' });
});

test('a name with any characters is the name of one file', () => {
  const { files } = planned({ source: '../../etc/It ü', target: '/odd' });
  expect(files).toEqual([{ name: expect.stringMatching(/^[a-z0-9][a-z0-9-]*$/), text: 'odd', mode: 0o444 }]);
});
