import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdgeNamespace, RegistryCredentials, SecureEdgeApp } from 'cdk8s-secure-edge';
import { chartFor, image, manifestOf, podOf, problemOf } from './apps';

const folder = mkdtempSync(join(tmpdir(), 'registry-credentials-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PASSWORD = 'correct-horse-battery';
const auth = Buffer.from(`robot:${PASSWORD}`).toString('base64');
const reason = 'the pipeline deletes the output';

function fileWith(content: unknown, name = 'config.json'): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function credentials(file: string, registries = ['ghcr.io']): RegistryCredentials {
  return new RegistryCredentials(new EdgeNamespace(chartFor(), 'factory'), 'registry', { file, registries, reason });
}

test('the Secret contains only the chosen registries, with the reason', () => {
  const chart = chartFor();
  const factory = new EdgeNamespace(chart, 'factory');
  const file = fileWith({ auths: { 'ghcr.io': { auth }, 'docker.io': { auth: 'b3RoZXI6b3RoZXI=' } }, HttpHeaders: {} });
  const registry = new RegistryCredentials(factory, 'registry', { file, registries: ['ghcr.io'], reason });
  const { data, metadata, type } = manifestOf(chart, 'Secret');
  expect(JSON.parse(Buffer.from(data['.dockerconfigjson'], 'base64').toString())).toEqual({
    auths: { 'ghcr.io': { auth } },
  });
  expect(type).toBe('kubernetes.io/dockerconfigjson');
  expect(metadata).toMatchObject({ name: 'registry', namespace: 'factory' });
  expect(metadata.annotations['secure-edge.dev/acknowledge']).toBe(
    `- rule: no-secret-manifest\n  reason: ${reason}\n  value: .dockerconfigjson\n`,
  );
  const app = new SecureEdgeApp(factory, 'web', { image, pullSecrets: [registry] });
  expect(podOf(app).spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
});

test('a user and a password are credentials, too', () => {
  const file = fileWith({ auths: { 'ghcr.io': { username: 'robot', password: PASSWORD } } });
  expect(() => credentials(file)).not.toThrow();
});

test.each<[unknown, string]>([
  [{ auths: {} }, 'does not contain credentials of "ghcr.io"'],
  [{ auths: { 'ghcr.io': {} } }, 'does not contain credentials of "ghcr.io"'],
  [{ auths: { 'ghcr.io': { auth: 'cm9ib3Q=' } } }, 'does not contain credentials of "ghcr.io"'],
  [{ auths: { 'ghcr.io': {} }, credsStore: 'desktop' }, 'leaves the credentials of "ghcr.io" to a helper'],
  [{ credHelpers: { 'ghcr.io': 'gcloud' } }, 'leaves the credentials of "ghcr.io" to a helper'],
  [`{ "auths": ${PASSWORD}`, 'must be the JSON of a Docker configuration'],
  [[PASSWORD], 'must be the JSON of a Docker configuration'],
])('a file without credentials is rejected (%#)', (content, message) => {
  const problem = problemOf(() => credentials(fileWith(content)));
  expect(problem).toContain(message);
  expect(problem).not.toContain(PASSWORD);
});

test('a file in a Git repository is rejected, and one that does not exist', () => {
  const repository = join(folder, 'project');
  mkdirSync(join(repository, '.git'), { recursive: true });
  mkdirSync(join(repository, 'secrets'));
  const file = fileWith({ auths: { 'ghcr.io': { auth } } }, 'project/secrets/config.json');
  expect(problemOf(() => credentials(file))).toContain('file must be outside of a Git repository');
  expect(problemOf(() => credentials(join(folder, 'none.json')))).toContain('none.json');
});

test('needs registries and a reason', () => {
  const file = fileWith({ auths: { 'ghcr.io': { auth } } });
  expect(problemOf(() => credentials(file, []))).toContain('registries must not be empty');
  const short = { file, registries: ['ghcr.io'], reason: 'no' };
  expect(problemOf(() => new RegistryCredentials(chartFor(), 'registry', short))).toContain('at least 10 characters');
});
