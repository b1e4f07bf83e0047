import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { SecureEdgePlugin } from '../../src/validation/cdk8s-plugin';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { Baseline } from '../../src/policy/baseline';
import { PolicyEngine } from '../../src/policy/engine';
import { documentsOf } from '../../src/validation/plugin-files';
import { exhaustive } from '../exhaustive';
import { BUNDLE } from '../programs';

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

/** Returns what cdk8s-cli prints of an error of the plugin: all that there is in it. */
async function shownError(properties: object): Promise<string> {
  try {
    await validate([manifest('a')], properties);
  } catch (error) {
    const shown = inspect(error);
    expect(shown).not.toMatch(/\n\s+at /);
    return shown;
  }
  return 'no error';
}

test('an error in the properties has nothing but its message for cdk8s-cli to print', async () => {
  expect(await shownError({ pack: 'edgy' })).toMatch(
    /^\[SecureEdgePlugin: pack must be one of .*did you mean "edge"\?\]$/,
  );
});

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

test('checks each file for the target of its glob', async () => {
  const file = (name: string): string => {
    const path = join(folder, `${name}.yaml`);
    fs.writeFileSync(
      path,
      'apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: a}\nspec: {cidrs: [10.0.0.0/16]}\n',
    );
    return path;
  };
  const [found] = await validate([file('old-a'), file('new-a')], {
    packs: ['edge'],
    kubernetes: { 'old-*.yaml': '1.28', default: '1.34' },
  });
  const resources = found.flatMap((each: any) => each.violatingResources.map(({ manifestPath }: any) => manifestPath));
  expect([...new Set(resources)]).toEqual([join(folder, 'old-a.yaml')]);
});

test('rejects a document that is not a Kubernetes object', async () => {
  const file = join(folder, 'values.yaml');
  fs.writeFileSync(file, '---\nimage: x\n');
  await expect(validate([file])).rejects.toThrow(`${file}:2: not a Kubernetes object`);
});

test.each<[object, RegExp]>([
  [{ acknowledgements: 'no' }, /acknowledgements must be true or false, got "no"/],
  [{ neverAccept: 'no-privilegd' }, /did you mean "no-privileged"/],
  [{ kubernetes: 1.3 }, /kubernetes must be a target, or a map of globs to targets, .*, got 1\.3/],
  [{ kubernetes: { 'a*': '1.99' } }, /kubernetes must be 1\.0 to 1\.37, latest or izuma-edge, got "1\.99"/],
  [
    { failon: 'low' },
    /property must be one of pack, packs, kubernetes, .*, failOn, .*, excludeKinds, exclude, crds, baseline, got "failon": did you mean "failOn"\?/,
  ],
  [{ kubernetes: '1.99' }, /^SecureEdgePlugin: kubernetes must be 1\.0 to 1\.37/],
  [{ packs: 'edgy' }, /^SecureEdgePlugin: pack must be one of .* did you mean "edge"\?$/],
  [{ failOn: 'none' }, /failOn must be one of critical, high, medium, low, got "none"/],
  [{ pack: ['edge', 'x'] }, /pack must be one of edge/],
])('rejects the properties %j', (properties, message) => {
  expect(() => new SecureEdgePlugin({ ...properties })).toThrow(message);
});

/** Folder of an app that cdk8s can synthesize, with the properties of the plugin. */
function project(properties: string): () => { status: number | null; output: string } {
  fs.mkdirSync(join(folder, 'plugin'));
  fs.writeFileSync(
    join(folder, 'plugin/index.js'),
    `module.exports = require(${JSON.stringify(join(BUNDLE, 'src/index.js'))});`,
  );
  const written = fs.readFileSync(manifest('weak'), 'utf8');
  fs.writeFileSync(
    join(folder, 'app.js'),
    `const fs = require('fs'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/weak.k8s.yaml', ${JSON.stringify(written)});`,
  );
  fs.writeFileSync(
    join(folder, 'cdk8s.yaml'),
    'language: typescript\napp: node app.js\noutput: dist\nvalidations:\n' +
      `  - {package: ./plugin, version: 0.1.0, class: SecureEdgePlugin, properties: ${properties}}\n`,
  );
  const cdk8s = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  return () => {
    const args = [cdk8s, '--check-upgrade=false', 'synth'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };
}

test('shows an error in its properties without a trace', () => {
  const { status, output } = project('{kubernets: "1.30", failOn: hihg}')();
  expect(output).toContain('SecureEdgePlugin: 2 problems');
  expect(output).toContain('got "kubernets": did you mean "kubernetes"?');
  expect(output).not.toMatch(/\n\s+at /);
  expect(status).not.toBe(0);
}, 60_000);

test('is loaded by cdk8s from cdk8s.yaml, runs the rules of packs in every form of file, and exits with 2 if there is an open finding', () => {
  const classes = (name: string): string => `class OwnRule extends ContainerRule {
  constructor() { super({ id: '${name}-rule', title: 'None', severity: 'high', rationale: 'None.', fix: 'nothing' }); }
  check() { return [{ path: '/image', message: 'found' }]; }
}
const own = new Pack({ name: '${name}', title: '${name}', rules: [new OwnRule()] });`;
  const files = {
    'script.js': `const { ContainerRule, Pack } = require('./plugin'); ${classes('script')} module.exports = own;`,
    'module.mjs': `import plugin from './plugin/index.js'; const { ContainerRule, Pack } = plugin; ${classes('module')} export default own;`,
    'compiled.js': `'use strict'; Object.defineProperty(exports, '__esModule', { value: true }); const { ContainerRule, Pack } = require('./plugin'); ${classes('compiled')} exports.default = { own };`,
  };
  const synth = project('{packs: [pss-baseline, ./script.js, ./module.mjs, ./compiled.js]}');
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(folder, name), text);
  const { status, output } = synth();
  expect(output).toContain('no-privileged (critical)');
  for (const form of ['script', 'module', 'compiled']) expect(output).toContain(`${form}-rule (high)`);
  expect(status).toBe(2);
}, 60_000);

test('says which pack cannot be loaded, without a trace', async () => {
  const message = /SecureEdgePlugin: pack "\.\/none\.js" cannot be loaded: (Error: )?Cannot find module/;
  expect(await shownError({ packs: ['./none.js'] })).toMatch(message);
  if (!exhaustive) return;
  const { status, output } = project('{packs: [./none.js]}')();
  expect(output).toMatch(message);
  expect(output).not.toMatch(/\n\s+at /);
  expect(status).not.toBe(0);
}, 60_000);

describe('settings of the command', () => {
  test('exclude leaves out files', async () => {
    const files = [manifest('a'), manifest('b')];
    const [[violation], submitted] = await validate(files, { exclude: ['b.yaml'] });
    expect(violation.violatingResources.map((each: any) => each.resourceName)).toEqual(['a']);
    expect(submitted.status).toBe('failure');
    expect((await validate(files, { exclude: [`${folder}/*`] }))[1].status).toBe('success');
    expect(() => new SecureEdgePlugin({ exclude: [''] })).toThrow('exclude must contain globs');
  });

  test('baseline has the known findings', async () => {
    const known = [manifest('a')];
    const engine = new PolicyEngine({ packs: [BuiltInPacks.named('pss-baseline')] });
    const file = join(folder, 'baseline.json');
    fs.writeFileSync(file, Baseline.of(engine.check(known.flatMap((each) => documentsOf(each)))).toJson());
    expect(await validate(known, { baseline: file })).toMatchObject([[], { status: 'success' }]);
    const [[violation], submitted] = await validate([...known, manifest('b')], { baseline: file });
    expect(violation.violatingResources.map((each: any) => each.resourceName)).toEqual(['b']);
    expect(submitted.status).toBe('failure');
    expect(() => new SecureEdgePlugin({ baseline: join(folder, 'none') })).toThrow('baseline');
    fs.writeFileSync(file, '{}');
    expect(() => new SecureEdgePlugin({ baseline: file })).toThrow(file);
  });

  test('crds has the definitions of custom resources', async () => {
    const version =
      '{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {size: {type: integer}}}}}';
    const crd = join(folder, 'crd.yaml');
    fs.writeFileSync(
      crd,
      `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [${version}]}}`,
    );
    const widget = join(folder, 'widget.yaml');
    fs.writeFileSync(
      widget,
      '{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, namespace: edge}, siz: 1}',
    );
    const rules = async (properties: object): Promise<string[]> =>
      (await validate([widget], { pack: 'edge', ...properties }))[0].map(({ ruleName }) => ruleName);
    expect(await rules({ crds: crd })).toContain('valid-structure (high)');
    expect(await rules({})).not.toContain('valid-structure (high)');
    expect(() => new SecureEdgePlugin({ crds: [widget] })).toThrow('found none in');
    expect(() => new SecureEdgePlugin({ crds: [join(folder, 'none.yaml')] })).toThrow('crds');
  });
});
