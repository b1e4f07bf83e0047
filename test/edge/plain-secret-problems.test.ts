import { Acknowledgement, type SecureEdgeAppProps } from 'cdk8s-secure-edge';
import { containerOf, image, problemOf, REASON, web } from './apps';

const SECRET = 'hunter2';
const rule = 'no-plain-secret-env';

const accepting = (props: { container?: string; value?: string }): Partial<SecureEdgeAppProps> => ({
  acknowledgements: [new Acknowledgement({ rule, reason: REASON, ...props })],
});

test('rejects a secret in a variable, names the fix, and does not repeat the secret', () => {
  const problem = problemOf(() => web({ env: { DB_PASSWORD: SECRET, MODE: 'fast' } }));
  expect(problem).toContain('environment variable "DB_PASSWORD" of container "web" must not contain a secret');
  expect(problem).toContain('EnvReference.secretKey or MountedFiles.fromSecret');
  expect(problem).not.toContain(SECRET);
  expect(problem).not.toContain('MODE');
});

test.each([
  ['a URL', 'DATABASE_URL', `postgres://app:${SECRET}@db.example/app`],
  ['options of Java', 'JAVA_OPTS', `-Da.password=${SECRET}`],
  ['a login', 'BASIC_AUTH', 'admin:Sup3rS3cret'],
])('rejects a secret in %s', (_, name, value) => {
  expect(problemOf(() => web({ env: { [name]: value } }))).toContain(JSON.stringify(name));
});

test('accepts settings, paths and references to other variables', () => {
  const env = {
    PASSWORD_FILE: '/run/secrets/password',
    TOKEN_TTL: '24h',
    PASSWORD: '$(OTHER)',
    LOGIN_URL: 'https://a.example',
  };
  expect(containerOf(web({ env })).env).toHaveLength(4);
});

test.each([
  [{}, true],
  [{ container: 'web' }, true],
  [{ value: 'DB_PASSWORD' }, true],
  [{ container: 'web', value: 'DB_PASSWORD' }, true],
  [{ container: 'other' }, false],
  [{ value: 'OTHER' }, false],
])('an acknowledgement with %j accepts the secret: %s', (props, isAccepted) => {
  const make = (): unknown => containerOf(web({ env: { DB_PASSWORD: SECRET }, ...accepting(props) }));
  if (isAccepted) expect(make()).toMatchObject({ env: [{ name: 'DB_PASSWORD', value: SECRET }] });
  else expect(problemOf(make)).toContain('DB_PASSWORD');
});

test('each secret in a variable needs its acknowledgement', () => {
  const env = { JAVA_OPTS: `-Da.password=${SECRET} -Db.token=abc123x` };
  expect(problemOf(() => web({ env, ...accepting({ value: 'JAVA_OPTS: a.password' }) }))).toContain('JAVA_OPTS');
  expect(() => web({ env, ...accepting({}) })).not.toThrow();
});

test('an acknowledgement of another rule does not accept it', () => {
  const acknowledgements = [new Acknowledgement({ rule: 'no-secret-env', reason: REASON })];
  expect(problemOf(() => web({ env: { DB_PASSWORD: SECRET }, acknowledgements }))).toContain('DB_PASSWORD');
});

test('rejects a secret in a sidecar, unless the app accepts it', () => {
  const sidecar = { image, env: { DB_PASSWORD: SECRET } };
  expect(
    problemOf(() => {
      web().addSidecar('proxy', sidecar);
    }),
  ).toContain('container "proxy"');
  expect(() => {
    web(accepting({ container: 'proxy' })).addSidecar('proxy', sidecar);
  }).not.toThrow();
});
