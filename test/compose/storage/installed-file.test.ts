import { convertedServices } from '../project';

const OPTIONS = { installation: { payload: '/srv/payload', data: '/srv/data', configs: '.configs' } };
const reference = { source: 'it', target: '/etc/it' };

const converted = (definition: object, key: 'configs' | 'secrets' = 'configs', more: object = {}): any => {
  const { object, entries } = convertedServices({ web: { [key]: [{ ...reference, ...more }] } }, OPTIONS, {
    [key]: new Map([['it', definition]]),
  });
  const { volumes } = object('Deployment', 'web').spec.template.spec;
  return { paths: volumes.flatMap(({ hostPath }: any) => hostPath ?? []), entry: entries.get(`web ${key}[0]`) };
};

test('a config and a secret are files of the package', () => {
  const definition = { file: '/srv/shop/conf/it.txt' };
  const { paths, entry } = converted(definition);
  expect(paths).toEqual([{ path: '/srv/payload/conf/it.txt', type: 'File' }]);
  expect(entry).toMatchObject({ outcome: 'converted' });
  const secret = converted(definition, 'secrets', { mode: 0o400 });
  expect(secret.paths).toEqual(paths);
  expect(secret.entry).toMatchObject({
    outcome: 'approximated',
    reason: expect.stringMatching(/pack it only for machines that may read it.*owner and mode/),
  });
});

test.each([
  [{ environment: 'IT' }],
  [{ content: 'password=hunter2-blue' }],
  [{ external: true }],
  [{ file: '/srv/other/it.txt' }],
])('%j is not in the package, and is named', (definition) => {
  expect(converted(definition)).toMatchObject({ paths: [], entry: { outcome: 'unsupported' } });
});

test.each([[{ content: 'text' }], [{ environment: 'IT' }]])('a secret with %j is never written', (definition) => {
  expect(converted(definition, 'secrets')).toMatchObject({ paths: [], entry: { outcome: 'unsupported' } });
});

test('a secret variable is left out unless it is accepted, because there are no Secrets', () => {
  const services = {
    web: { environment: { DB_PASSWORD: 'hunter2-blue' }, command: ['run', '--password=hunter2-blue'] },
  };
  const { object, entries } = convertedServices(services, OPTIONS);
  expect(JSON.stringify(object('Deployment', 'web'))).not.toMatch(/hunter2|secretKeyRef/);
  expect(entries.get('web environment.DB_PASSWORD')).toMatchObject({ outcome: 'refused', accept: 'plain-secret:web' });
  expect(entries.get('web command')).toMatchObject({ outcome: 'refused' });
  const accepted = new Map([['plain-secret', 'accepted on the command line']]);
  const [container] = convertedServices(services, { ...OPTIONS, accepted }).object('Deployment', 'web').spec.template
    .spec.containers;
  expect(container.env).toEqual([{ name: 'DB_PASSWORD', value: 'hunter2-blue' }]);
});
