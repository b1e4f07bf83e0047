/**
 * Packs the package, looks at what is inside, and uses it as its users do: in an empty project with the settings of the
 * cdk8s CLI's own TypeScript template, down to the first example of the README and the cdk8s.yaml of docs/check.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES, CODE_EXTENSION } from '../src/cli/compiled-bundle';
import { PackageCommissioning } from '../src/gateway/package-commissioning';
import { check } from './lib/check';
import { command, tryCommand } from './lib/command';
import { problemOfComposeApps } from './lib/compose-apps';
import { added, costOf, statementProblem } from './lib/install-cost';
import { problemOfNewProject } from './lib/new-project';
import { pack } from './lib/packed-package';
import { inTemporaryFolder, ROOT } from './lib/repository';

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageManifest;

const REQUIRED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'SECURITY.md',
  'schemas/compose-spec.json',
  'schemas/edge-identities.schema.json',
  'schemas/secure-edge.schema.json',
  'lib/src/index.js',
  'lib/src/index.d.ts',
  ...Object.values(MANIFEST.bin),
  ...Object.values(BUNDLES).flatMap((name) => [`lib/src/cli/${name}.js`, `lib/src/cli/${name}${CODE_EXTENSION}`]),
];

/** The build, and nothing that only this repository needs. */
const ALLOWED =
  /^docs\/rules\/[a-z0-9-]+\.md$|^docs\/rules\/README\.md$|^lib\/(images\/images\.lock\.json|(?!src\/main\.)(src|imports)\/.+\.(js|d\.ts)|src\/cli\/[a-z.-]+\.bundle\.cache)$/;

/** As the cdk8s CLI's TypeScript template has them, but for skipLibCheck, which it leaves to its default as well. */
const TEMPLATE_COMPILER_OPTIONS = {
  alwaysStrict: true,
  experimentalDecorators: true,
  lib: ['es2016'],
  module: 'CommonJS',
  noEmit: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  resolveJsonModule: true,
  strict: true,
  stripInternal: true,
  target: 'ES2017',
  skipLibCheck: false,
};

const SYNTH = [join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), '--check-upgrade=false', 'synth'];

const TEMPLATE_DEPENDENCIES = ['typescript@5.9', 'ts-node@10', '@types/node@14'];

function failures(): number {
  return inTemporaryFolder((folder) => {
    const tarball = pack(folder);
    const project = join(folder, 'project');
    mkdirSync(project);
    const steps: [string, () => string | undefined][] = [
      ['files', () => wrongFiles(tarball)],
      ['installs', () => install(project, tarball)],
      ['dependencies', () => unwanted(join(project, 'node_modules'))],
      ['cost', () => statedCost(folder, tarball)],
      ['gateway', () => gatewayInstall(folder, tarball)],
      ['require', () => node(project, '-e', `process.exit(Object.keys(require('${MANIFEST.name}')).length ? 0 : 1)`)],
      ['import', () => node(project, '--input-type=module', '-e', `import { SecureEdgeApp } from '${MANIFEST.name}';`)],
      ['types', () => types(project)],
      ['command line', () => commandLine(project)],
      ['Compose apps', () => problemOfComposeApps(project)],
      ['README example', () => readmeExample(project)],
      ['new project', () => newProject(project, folder, tarball)],
      ['validation plugin', () => validationPlugin(project)],
    ];
    let count = 0;
    for (const [name, step] of steps) {
      const problem = problemOf(step);
      console.log(problem === undefined ? `${name}: OK` : `${name}: ${problem}`);
      if (problem !== undefined) count += 1;
    }
    return count;
  });
}

/** A step that cannot even be tried is a failure too, and the others go on. */
function problemOf(step: () => string | undefined): string | undefined {
  try {
    return step();
  } catch (error) {
    return String(error);
  }
}

function wrongFiles(tarball: string): string | undefined {
  const files = command('tar', ['-tzf', tarball])
    .trimEnd()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
  const missing = REQUIRED.filter((file) => !files.includes(file));
  const surplus = files.filter((file) => !REQUIRED.includes(file) && !ALLOWED.test(file));
  if (missing.length + surplus.length === 0) return undefined;
  return [...missing.map((file) => `${file} is missing`), ...surplus.map((file) => `${file} has no place there`)].join(
    '\n  ',
  );
}

/** Installs the packages of the README's command, in the versions that the repository tests with. */
function install(project: string, tarball: string): string | undefined {
  const command = /^npm install (.+)$/m.exec(
    firstBlock(readFileSync(join(ROOT, 'README.md'), 'utf8'), 'sh') ?? '',
  )?.[1];
  if (command === undefined) return 'README.md does not begin its commands with npm install';
  const packages = command
    .split(' ')
    .map((name) => (name === MANIFEST.name ? tarball : `${name}@${MANIFEST.devDependencies[name]}`));
  writeFileSync(join(project, 'package.json'), '{"private":true}');
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: TEMPLATE_COMPILER_OPTIONS, include: ['*.ts'] }),
  );
  return refusal('npm', ['install', ...QUIET, ...packages, ...TEMPLATE_DEPENDENCIES], project);
}

const QUIET = ['--no-audit', '--no-fund', '--silent', '--prefer-offline'];

interface InstalledPackage {
  readonly version: string;
  readonly hasInstallScript?: boolean;
}

/** Releases of axios before this one leak credentials, or read answers without a limit. */
const SOUND_AXIOS = [1, 12, 0] as const;

/** Packages that no default install may bring: a release tool of others, an old axios, and whatever runs a script. */
function unwanted(folder: string): string | undefined {
  const found = Object.entries(installed(folder)).flatMap(([path, { version, hasInstallScript }]) => {
    const name = path.split('node_modules/').at(-1) ?? path;
    if (name === 'backport') return [`${path} ${version}`];
    if (name === 'axios' && isBefore(version, SOUND_AXIOS))
      return [`${path} ${version}, which is known to be vulnerable`];
    return hasInstallScript === true ? [`${path} ${version}, which runs a script when it is installed`] : [];
  });
  return found.length === 0 ? undefined : `brings ${found.join(', ')}`;
}

function installed(folder: string): Record<string, InstalledPackage> {
  const lock = JSON.parse(readFileSync(join(folder, '.package-lock.json'), 'utf8')) as {
    readonly packages: Record<string, InstalledPackage>;
  };
  return lock.packages;
}

function isBefore(version: string, bound: ReadonlyArray<number>): boolean {
  const numbers = version.split('.').map((part) => parseInt(part, 10));
  const i = bound.findIndex((each, at) => each !== numbers[at]);
  return i >= 0 && !((numbers[i] ?? 0) > (bound[i] ?? 0));
}

/** Measures what the package adds to a cdk8s project, and compares it with the pages that state it. */
function statedCost(folder: string, tarball: string): string | undefined {
  const project = join(folder, 'cost');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"private":true}');
  const beside = ['cdk8s', 'constructs'].map((name) => `${name}@${MANIFEST.devDependencies[name]}`);
  const without = refusal('npm', ['install', ...QUIET, ...beside], project);
  if (without !== undefined) return without;
  const before = costOf(project);
  const problem = refusal('npm', ['install', ...QUIET, tarball], project);
  if (problem !== undefined) return problem;
  const cost = added(before, costOf(project));
  return ['README.md', 'docs/guide/first-app.md']
    .map((page) => statementProblem(page, readFileSync(join(ROOT, page), 'utf8'), cost))
    .find((each) => each !== undefined);
}

/** Checks that the installation of a gateway's script opens packages, and contains nothing that only synthesis needs. */
function gatewayInstall(folder: string, tarball: string): string | undefined {
  const script = new PackageCommissioning({ machine: 'm', trustedKey: TRUSTED_KEY }).toShellScript();
  const options = /^ *npm install (.+) "cdk8s-secure-edge@\$1"/m.exec(script)?.[1]?.split(' ');
  if (options === undefined) return 'the script of a gateway installs nothing';
  const prefix = join(folder, 'gateway');
  const problem = refusal('npm', ['install', ...QUIET, `--prefix=${prefix}`, ...options, tarball], folder);
  if (problem !== undefined) return problem;

  const own = join(prefix, 'lib/node_modules', MANIFEST.name);
  const names = readdirSync(join(own, 'node_modules')).filter((name) => !name.startsWith('.'));
  const surplus = names.filter((name) => /^(cdk8s-plus-\d+|typescript|backport|axios)$/.test(name));
  if (surplus.length > 0) return `brings ${surplus.join(', ')}`;
  const stated = /--omit=optional \S+`: (\d+) packages/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1];
  if (stated !== String(names.length + 1)) return `has ${names.length + 1} packages, but README.md says ${stated}`;

  const app = join(folder, 'app');
  mkdirSync(join(app, 'manifests'), { recursive: true });
  mkdirSync(join(folder, 'pods'));
  writeFileSync(join(app, 'manifests/pod.yaml'), POD);
  const steps = [
    ['keygen', 'm', '--output', 'keys'],
    ['pack', 'app', '--output', 'web.pkg', '--name', 'web', '--app-version', '1', '--machine', 'm=keys/m.pub.pem'],
    ['install', 'web.pkg', '--machine', 'm', '--key', 'keys/m.key.pem', '--accept-unsigned', '--dry-run'].concat(
      '--root=root',
      '--static-pod-path=pods',
    ),
  ];
  const program = join(prefix, 'bin/secure-edge');
  return steps.map((args) => refusal(program, ['package', ...args], folder)).find((each) => each !== undefined);
}

const TRUSTED_KEY = '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n';

/** A pod whose image is on the machine already. */
const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: web, image: registry.example/web:1, imagePullPolicy: Never}]}
`;

function node(project: string, ...args: string[]): string | undefined {
  return refusal(process.execPath, args, project);
}

function types(project: string): string | undefined {
  writeFileSync(
    join(project, 'main.ts'),
    `import * as edge from '${MANIFEST.name}';\nexport const { SecureEdgeApp } = edge;\n`,
  );
  return node(project, 'node_modules/typescript/bin/tsc', '--project', '.');
}

function commandLine(project: string): string | undefined {
  const run = (...args: string[]): { readonly ok: boolean; readonly stdout: string; readonly stderr: string } =>
    tryCommand(join(project, 'node_modules/.bin/secure-edge'), args, { cwd: project });
  const version = run('--version');
  if (!version.ok || version.stdout.trim() !== MANIFEST.version)
    return `--version gave ${version.stdout}${version.stderr}`;
  writeFileSync(join(project, 'own.js'), OWN_PACK);
  writeFileSync(join(project, 'map.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n');
  for (const [pack, found] of [
    ['pss-restricted', 0],
    ['./own.js', 1],
  ] as const) {
    const { stdout, stderr } = run('check', 'map.yaml', '--format', 'json', '--pack', pack);
    const findings = stdout === '' ? undefined : (JSON.parse(stdout) as { findings: object[] }).findings.length;
    if (findings !== found) return `check --pack ${pack} found ${findings}, and not ${found}: ${stderr}`;
  }
  writeFileSync(join(project, 'compose.yaml'), COMPOSE);
  const compose = run('compose', 'compose.yaml', '--output', 'converted');
  if (!compose.ok) return `compose gave ${compose.stdout}${compose.stderr}`;
  return internalError(project);
}

const COMPOSE = `name: shop
services:
  web:
    image: registry.example/web:1
    user: '10001'
    ports: ['8080:8080']
`;

/** The one file and the plain modules end alike for an unforeseen error: exit code 70, and a stack trace only on request. */
function internalError(project: string): string | undefined {
  writeFileSync(join(project, 'mistake.cjs'), MISTAKE);
  for (const pack of ['pss-restricted', './own.js'])
    for (const debug of [false, true]) {
      const args = ['check', 'map.yaml', '--pack', pack, ...(debug ? ['--debug'] : [])];
      const program = join(project, 'node_modules/.bin/secure-edge');
      const { status, stderr } = spawnSync(process.execPath, ['--require', './mistake.cjs', program, ...args], {
        cwd: project,
        encoding: 'utf8',
      });
      if (status !== 70 || !stderr.startsWith('internal error, please report it to https://'))
        return `an unforeseen error with --pack ${pack} ended with ${status}: ${stderr}`;
      if (/\n *at /.test(stderr) !== debug) return `${args.join(' ')} showed ${debug ? 'no' : 'a'} stack trace`;
    }
  return undefined;
}

function newProject(project: string, folder: string, tarball: string): string | undefined {
  const parent = join(folder, 'new');
  mkdirSync(parent);
  return problemOfNewProject(join(project, 'node_modules/.bin/secure-edge'), tarball, parent);
}

const MISTAKE = `process.stdout.write = () => { throw new TypeError('a mistake'); };\n`;

/** A pack that finds fault with everything. */
const OWN_PACK = `const { ObjectRule, Pack, Severity } = require('${MANIFEST.name}');
class Nothing extends ObjectRule {
  constructor() { super({ id: 'nothing', title: 'x', severity: Severity.HIGH, rationale: 'x', fix: 'x' }); }
  check() { return [{ path: '', message: 'x' }]; }
}
module.exports = new Pack({ name: 'own', title: 'x', rules: [new Nothing()] });
`;

/** The first TypeScript block is the whole main.ts, the first YAML block all that it writes. */
function readmeExample(project: string): string | undefined {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [typescript, yaml] = ['ts', 'yaml'].map((language) => firstBlock(readme, language));
  if (typescript === undefined) return 'README.md has no ```ts block';
  if (yaml === undefined) return 'README.md has no ```yaml block';

  writeFileSync(join(project, 'main.ts'), typescript);
  writeFileSync(join(project, 'cdk8s.yaml'), 'language: typescript\napp: node_modules/.bin/ts-node main.ts\n');
  const problem = node(project, ...SYNTH);
  if (problem !== undefined) return problem;

  const dist = join(project, 'dist');
  const written = readdirSync(dist)
    .sort()
    .map((file) => readFileSync(join(dist, file), 'utf8'))
    .join('---\n');
  return written === yaml ? undefined : `README.md shows other YAML than the example writes:\n${written}`;
}

/** One container, and it is privileged. */
const WEAK_APP = `import { ApiObject, App, Chart } from 'cdk8s';

const app = new App();
const spec = { containers: [{ name: 'web', image: 'web', securityContext: { privileged: true } }] };
new ApiObject(new Chart(app, 'weak'), 'web', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
app.synth();
`;

/** Checks that the cdk8s.yaml of docs/check.md accepts the README's app, and rejects a weak one with the name of the rule. */
function validationPlugin(project: string): string | undefined {
  const config = firstBlock(readFileSync(join(ROOT, 'docs/check.md'), 'utf8'), 'yaml', '# cdk8s.yaml');
  if (config === undefined) return 'docs/check.md has no cdk8s.yaml';
  writeFileSync(join(project, 'cdk8s.yaml'), config);
  const hardened = tryCommand(process.execPath, SYNTH, { cwd: project });
  if (!hardened.ok || !/Status .*success/.test(hardened.stdout))
    return `the README's app did not pass:\n${hardened.stdout}${hardened.stderr}`;

  writeFileSync(join(project, 'main.ts'), WEAK_APP);
  const weak = tryCommand(process.execPath, SYNTH, { cwd: project });
  const expected = [
    /Status .*failure/,
    /no-privileged \(critical\)/,
    /Construct Path: weak\/web/,
    /Manifest Path: dist\/weak\.k8s\.yaml/,
    /\/spec\/containers\/0\/securityContext\/privileged, line \d+: /,
    /How to fix: remove privileged/,
  ];
  const missing = expected.filter((each) => !each.test(weak.stdout));
  if (!weak.ok && missing.length === 0) return undefined;
  return `a weak app ${weak.ok ? 'passed' : `was refused without ${missing.join(', ')}`}:\n${weak.stdout}${weak.stderr}`;
}

function firstBlock(markdown: string, language: string, start = ''): string | undefined {
  return new RegExp(`^ *\`\`\`${language}\\n(${start}.*?)^ *\`\`\``, 'ms').exec(markdown)?.[1];
}

function refusal(program: string, args: string[], cwd: string): string | undefined {
  const { ok, stdout, stderr } = tryCommand(program, args, { cwd });
  return ok ? undefined : `${stdout}${stderr}`.trim() || 'failed without a word';
}

check(failures);
