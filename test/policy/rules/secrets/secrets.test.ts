import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { examplePod } from '../../../../src/policy/example';
import { PolicyVersion } from '../../../../src/policy/policy-version';
import { runRules } from '../../../../src/policy/run-rules';
import { ManifestSet } from '../../../../src/policy/subject/manifest-set';
import { documents } from '../../judging';

/** Returns the violations of a rule, each as `path | value | message`. */
function found(rule: string, yaml: string): string[] {
  const manifests = ManifestSet._of(documents(yaml), PolicyVersion.parse('latest'));
  const all = [...runRules([BuiltInRules.named(rule)], manifests).values()].flat();
  return all.map(({ path, value, violation }) => `${path} | ${value} | ${violation.message}`).sort();
}

describe('a plain secret in the environment', () => {
  test('has the name of its variable as value', () => {
    const pod = examplePod({
      container:
        'env: [{name: DB_PASSWORD, value: hunter2}, {name: URL, value: "redis://:hunter2@redis"}, {name: JAVA_OPTS, value: "-Da.password=hunter2 -Db.token=abc123"}]',
    });
    expect(found('no-plain-secret-env', pod)).toEqual([
      '/spec/containers/0/env/0/value | DB_PASSWORD | the value of "DB_PASSWORD" looks like a secret',
      '/spec/containers/0/env/1/value | URL | the value of "URL" contains a password in a URL',
      '/spec/containers/0/env/2/value | JAVA_OPTS: a.password | the value of "JAVA_OPTS" contains what looks like a secret: "a.password"',
      '/spec/containers/0/env/2/value | JAVA_OPTS: b.token | the value of "JAVA_OPTS" contains what looks like a secret: "b.token"',
    ]);
  });

  test('has a value of its own if two variables have the same name', () => {
    const pod = examplePod({ container: 'env: [{name: TOKEN, value: abc123}, {name: TOKEN, value: def456}]' });
    const values = found('no-plain-secret-env', pod).map((each) => each.split(' | ')[1]);
    expect([values.length, new Set(values).size]).toEqual([2, 2]);
    expect(values).toContain('TOKEN');
  });
});

describe('a plain secret in a command', () => {
  test('is found across command and args', () => {
    const pod = examplePod({ container: 'command: [redis-server, --requirepass]\nargs: [hunter2]' });
    expect(found('no-plain-secret-args', pod)).toEqual([
      '/spec/containers/0/args/0 | --requirepass | argument 1 of args, "--requirepass", contains a password',
    ]);
  });

  test('is found in probes, their headers and lifecycle hooks', () => {
    const pod = examplePod({
      container: [
        'livenessProbe: {exec: {command: [redis-cli, -a, hunter2, ping]}}',
        'readinessProbe: {httpGet: {port: 80, httpHeaders: [{name: Authorization, value: Basic Ym9iOmh1bnRlcjI=}, {name: Host, value: a}]}}',
        'lifecycle: {preStop: {exec: {command: [sh, -c, "TOKEN=abc123 stop"]}}}',
      ].join('\n'),
    });
    expect(found('no-plain-secret-args', pod)).toEqual([
      '/spec/containers/0/lifecycle/preStop/exec/command/2 | TOKEN | argument 3 of preStop, "TOKEN", looks like a secret',
      '/spec/containers/0/livenessProbe/exec/command/2 | -a | argument 3 of livenessProbe, "-a", contains a password',
      '/spec/containers/0/readinessProbe/httpGet/httpHeaders/0/value | Authorization | the header of readinessProbe, "Authorization", contains the credentials of a request',
    ]);
  });
});

describe('a plain secret in a ConfigMap', () => {
  const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n${data}\n`;

  test('has the key and the name in the file as value', () => {
    const data =
      'data:\n  app.properties: |\n    user=app\n    db.password=hunter2\n    api.token=abc123\n  token: abc123';
    expect(found('no-plain-secret-config', map(data))).toEqual([
      '/data/app.properties | app.properties: api.token | the value of "app.properties" contains what looks like a secret: line 3, "api.token"',
      '/data/app.properties | app.properties: db.password | the value of "app.properties" contains what looks like a secret: line 2, "db.password"',
      '/data/token | token | the value of "token" looks like a secret',
    ]);
  });

  test('is found in binary data', () => {
    const key = Buffer.from('-----BEGIN EC PRIVATE KEY-----\nMHcC\n').toString('base64');
    expect(found('no-plain-secret-config', map(`binaryData: {a: ${key}}`))).toEqual([
      '/binaryData/a | a | the value of "a" contains a private key',
    ]);
  });
});

describe('a secret in an annotation', () => {
  test('is found in the copy that kubectl apply made of a pod', () => {
    const applied = JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: {
        template: {
          spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }], args: ['--token=abc123'] }] },
        },
      },
    });
    const pod = examplePod({
      metadata: `annotations: {kubectl.kubernetes.io/last-applied-configuration: '${applied}'}`,
    });
    expect(found('no-plain-secret-annotation', pod).map((each) => each.split(' | ')[1])).toEqual([
      'kubectl.kubernetes.io/last-applied-configuration: --token',
      'kubectl.kubernetes.io/last-applied-configuration: DB_PASSWORD',
    ]);
  });

  test('is found in the template of a workload', () => {
    const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: sensor}
spec:
  template:
    metadata: {annotations: {example.com/password: hunter2}}
    spec: {containers: [{name: main, image: a}]}
`;
    expect(found('no-plain-secret-annotation', yaml)).toEqual([
      '/spec/template/metadata/annotations/example.com~1password | example.com/password | the value of "example.com/password" looks like a secret',
    ]);
  });
});

describe('the content of a Secret', () => {
  const secret = (data: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: cloud}\n${data}\n`;

  test('has one finding for each key', () => {
    expect(
      found('no-secret-manifest', secret('data: {a: aHVudGVyMg==, b: YWJj}\nstringData: {b: abc, c: ""}')),
    ).toEqual([
      '/data/a | a | Secret "cloud" contains the value of "a"',
      '/stringData/b | b | Secret "cloud" contains the value of "b"',
    ]);
  });

  test('is neither a placeholder nor a certificate', () => {
    const certificate = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n').toString('base64');
    expect(
      found('no-secret-manifest', secret(`data: {ca.crt: ${certificate}}\nstringData: {a: "\${A}", b: "<b>"}`)),
    ).toEqual([]);
  });
});
