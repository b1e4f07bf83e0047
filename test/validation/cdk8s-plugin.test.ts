import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecureEdgePlugin } from '../../src/validation/cdk8s-plugin';

const ROOT = join(__dirname, '../..');

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(join(tmpdir(), 'secure-edge-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function manifest(name: string, more = ''): string {
  const file = join(folder, `${name}.yaml`);
  const container = '{name: main, image: x, securityContext: {privileged: true}}';
  fs.writeFileSync(
    file,
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${more}}\nspec:\n  containers:\n    - ${container}\n---\n`,
  );
  return file;
}

async function validate(manifests: string[], properties: object = {}): Promise<[any[], any]> {
  const violations: any[] = [];
  let submitted: any;
  const report = {
    addViolation: (violation: any) => violations.push(violation),
    submit: (status: string, metadata: any) => (submitted = { status, ...metadata }),
  };
  await new SecureEdgePlugin({ pack: 'pss-baseline', ...properties }).validate({ manifests, report });
  return [violations, submitted];
}

test('reports one violation for each rule, with all its resources, and counts acknowledged findings', async () => {
  const reason = ', annotations: {secure-edge.dev/acknowledge: "[{rule: no-privileged, reason: the vendor needs it}]"}';
  const [violations, submitted] = await validate([manifest('a'), manifest('b'), manifest('c', reason)]);
  expect(violations).toEqual([
    {
      ruleName: 'no-privileged (critical)',
      recommendation: expect.stringMatching(/^A privileged container/),
      fix: expect.stringMatching(/^remove privileged/),
      violatingResources: ['a', 'b'].map((name) => ({
        resourceName: name,
        locations: [expect.stringMatching(/^\/spec\/containers\/0\/securityContext\/privileged, line 6: /)],
        manifestPath: join(folder, `${name}.yaml`),
      })),
    },
  ]);
  expect(submitted).toMatchObject({ status: 'failure', critical: '2', acknowledged: '1', packs: 'pss-baseline' });
});

test('accepts no acknowledgements if the property is false', async () => {
  const reason = ', annotations: {secure-edge.dev/acknowledge: "[{rule: no-privileged, reason: the vendor needs it}]"}';
  const file = manifest('a', reason);
  expect((await validate([file]))[1]).toMatchObject({ status: 'success', acknowledged: '1' });
  for (const properties of [
    { acknowledgements: false },
    { neverAccept: 'no-privileged' },
    { neverAccept: ['no-privileged'] },
  ])
    expect((await validate([file], properties))[1]).toMatchObject({ status: 'failure', acknowledged: '0' });
});

test('lists each unchecked kind that is not excluded', async () => {
  const file = join(folder, 'w.yaml');
  fs.writeFileSync(file, 'apiVersion: a.example/v1\nkind: Workflow\nmetadata: {name: w}\n');
  expect((await validate([file]))[1]).toMatchObject({ notJudged: 'a.example/v1 Workflow (1)' });
  expect((await validate([file], { excludeKinds: ['a.example/Workflow'] }))[1]).toMatchObject({ notJudged: '' });
});

test('rejects a document that is not a Kubernetes object', async () => {
  const file = join(folder, 'values.yaml');
  fs.writeFileSync(file, '---\nimage: x\n');
  await expect(validate([file])).rejects.toThrow(`${file}:2: not a Kubernetes object`);
});

test.each<[object, RegExp]>([
  [{ acknowledgements: 'no' }, /acknowledgements must be true or false, got "no"/],
  [{ neverAccept: 'no-privilegd' }, /did you mean "no-privileged"/],
  [{ kubernetes: 1.3 }, /kubernetes must be a text, got 1\.3: write it in quotes/],
  [
    { failon: 'low' },
    /property must be one of pack, kubernetes, failOn, asOf, acknowledgements, neverAccept, excludeKinds, got "failon"/,
  ],
  [{ failOn: 'none' }, /failOn must be one of critical, high, medium, low, got "none"/],
  [{ pack: ['edge', 'x'] }, /pack must be one of edge/],
])('rejects the properties %j', (properties, message) => {
  expect(() => new SecureEdgePlugin({ ...properties })).toThrow(message);
});

test('is loaded by cdk8s from cdk8s.yaml, which exits with 2 if there is an open finding', () => {
  fs.mkdirSync(join(folder, 'plugin'));
  fs.writeFileSync(
    join(folder, 'plugin/index.js'),
    `require(${JSON.stringify(require.resolve('tsx/cjs'))}); module.exports = require(${JSON.stringify(join(ROOT, 'src/validation/cdk8s-plugin.ts'))});`,
  );
  const written = fs.readFileSync(manifest('weak'), 'utf8');
  fs.writeFileSync(
    join(folder, 'app.js'),
    `const fs = require('fs'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/weak.k8s.yaml', ${JSON.stringify(written)});`,
  );
  fs.writeFileSync(
    join(folder, 'cdk8s.yaml'),
    'language: typescript\napp: node app.js\noutput: dist\nvalidations:\n' +
      '  - {package: ./plugin, version: 0.1.0, class: SecureEdgePlugin, properties: {pack: pss-baseline}}\n',
  );
  const cdk8s = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cdk8s, '--check-upgrade=false', 'synth'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain('no-privileged (critical)');
  expect(status).toBe(2);
}, 60_000);
