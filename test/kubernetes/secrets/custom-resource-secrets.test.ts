import fc from 'fast-check';
import { secretsInCustomResource } from '../../../src/kubernetes/secrets/custom-resource-secrets';

const holders = (spec: unknown): string[] => secretsInCustomResource({ spec }).map(({ holder }) => holder);

test.each<[string, unknown, string[]]>([
  ['a password', { auth: { password: 'hunter2' } }, ['spec.auth.password']],
  ['a password in a list', { users: [{ password: 'hunter2' }] }, ['spec.users.password']],
  ['a list of passwords', { passwords: ['hunter2'] }, ['spec.passwords']],
  ['a parameter of Argo CD', { parameters: [{ name: 'db.password', value: 'hunter2' }] }, ['db.password']],
  ['a variable', { env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }, ['DB_PASSWORD']],
  ['a token under any name', { note: `ghp_${'a1B2c3D4e5F6'.repeat(3)}` }, ['spec.note']],
  ['a password in a URL', { url: 'postgres://app:hunter2@db.example/app' }, ['spec.url']],
  ['a random token', { token: 'Zx81kQ9vT2mB47hLr5' }, ['spec.token']],
  ['a user and a password', { basicAuth: 'admin:Sup3rS3cret' }, ['spec.basicAuth']],
  ['a secret with a blank', { credentials: 'correct horse' }, ['spec.credentials']],
  ['a text with settings', { valuesContent: 'auth:\n  password: hunter2\n' }, ['spec.valuesContent']],
  [
    'a token in a field for a reference',
    { authSecret: { note: `ghp_${'a1B2c3D4e5F6'.repeat(3)}` } },
    ['spec.authSecret.note'],
  ],
])('%s is a secret', (_, spec, expected) => {
  expect(holders(spec)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['a placeholder', { password: '{{ .password }}' }],
  ['the name of a Secret', { credentials: 'cloud', secret: 'web', token: 'vault-token' }],
  ['a key in a Secret that the field names', { passwordSecret: { secretName: 'app', password: 'mqtt' } }],
  ['a key beside the name of a Secret', { login: { secretName: 'app', password: 'mqtt' } }],
  [
    'a key of External Secrets',
    { data: [{ secretKey: 'database-host', remoteRef: { key: 'db', property: 'password' } }] },
  ],
  ['labels', { selector: { matchLabels: { password: 'rotated' } } }],
  ['an encrypted value', { encryptedData: { password: 'AgBy3i4OJSWK' } }],
  ['a file of SOPS', { settings: { password: 'abc', sops: {} } }],
  ['a number', { password: 5 }],
])('%s is not a secret', (_, spec) => {
  expect(holders(spec)).toEqual([]);
});

test('metadata, status and parts that are judged in another way are left out', () => {
  const pod = { password: 'hunter2' };
  const object = { metadata: { password: 'hunter2' }, status: { password: 'hunter2' }, spec: { pod } };
  expect(secretsInCustomResource(object, [pod])).toEqual([]);
  expect(secretsInCustomResource(object)).toEqual([
    { pointer: '/spec/pod/password', holder: 'spec.pod.password', what: 'a value under the name of a secret' },
  ]);
});

test('an object in itself, deep ones and many secrets end the search', () => {
  const round: { [key: string]: unknown } = { password: 'hunter2' };
  round['self'] = round;
  expect(holders(round)).toEqual(['spec.password']);
  let deep: unknown = { password: 'hunter2' };
  for (let i = 0; i < 5_000; i += 1) deep = { a: deep };
  expect(holders(deep)).toEqual([]);
  expect(holders(Array.from({ length: 5_000 }, () => ({ password: 'hunter2' })))).toHaveLength(100);
});

test('no content throws, and each pointer leads to a value', () => {
  fc.assert(
    fc.property(fc.object({ withNullPrototype: false }), (spec) => {
      for (const { pointer } of secretsInCustomResource({ spec })) expect(pointer).toMatch(/^\/spec/);
    }),
    { numRuns: 200 },
  );
});
