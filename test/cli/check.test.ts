import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { CheckOptions } from '../../src/cli/run-check';
import { runCheck } from '../../src/cli/run-check';
import { runRules } from '../../src/cli/run-rules';
import { InputError } from '../../src/diagnostics/input-error';
import { Severity } from '../../src/diagnostics/severity';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { rulePages } from '../../src/report/rule-page';
import { runs } from '../exhaustive';
import { runCommand, startCommand } from './command';

const ROOT = path.join(__dirname, '../..');
const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const WEAK = `apiVersion: v1
kind: Pod
metadata:
  name: weak
spec:
  containers:
    - name: main
      image: x
      securityContext:
        privileged: yes
`;
const ACKNOWLEDGED = `apiVersion: v1
kind: Pod
metadata:
  name: known
  annotations:
    secure-edge.dev/acknowledge: |
      - {rule: no-privileged, reason: the vendor needs it, until: 2026-06-30}
spec:
  containers:
    - {name: main, image: x, securityContext: {privileged: true}}
`;
const CLEAN = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: clean, namespace: shop}\n';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(ROOT);
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
async function captured(run: () => number | Promise<number>): Promise<Run> {
  let [stdout, stderr] = ['', ''];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = jest.spyOn(console, 'error').mockImplementation((text) => void (stderr += `${String(text)}\n`));
  try {
    const code = await run();
    return { code, stdout, stderr };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

function check(paths: string[], options: Partial<CheckOptions> = {}): Promise<Run> {
  const all = { kubernetes: '1.27', pack: [], format: 'json', failOn: Severity.HIGH, asOf: '2026-01-01' };
  return captured(() =>
    runCheck(paths, { ...all, acknowledgements: true, neverAccept: [], exclude: [], excludeKind: [], ...options }),
  );
}

const rulesFound = (run: Run): string[] => JSON.parse(run.stdout).findings.map((f: any) => f.rule);

describe('the exit code', () => {
  test.each<[string, string, Partial<CheckOptions>, number]>([
    ['0 without findings', CLEAN, { pack: ['pss-restricted'] }, 0],
    ['1 with a finding', WEAK, {}, 1],
    ['0 if all findings are acknowledged', ACKNOWLEDGED, { pack: ['pss-baseline'] }, 0],
    ['1 if the acknowledgement has expired', ACKNOWLEDGED, { pack: ['pss-baseline'], asOf: '2026-07-01' }, 1],
    ['2 with unreadable input, even if there is a finding', `${WEAK}---\na: [`, {}, 2],
    ['2 if nothing is judged', 'a: 1', {}, 2],
    ['2 for an empty file', '', {}, 2],
  ])('is %s', async (_what, text, options, code) => {
    fs.writeFileSync('a.yaml', text);
    expect((await check(['a.yaml'], options)).code).toBe(code);
  });

  test('depends on the failing severity', async () => {
    fs.writeFileSync(
      'a.yaml',
      WEAK.replace('privileged: yes', 'runAsNonRoot: true').replace('kind: Pod', 'kind: Pod # medium at most'),
    );
    const pack = path.join(folder, 'own.js');
    fs.writeFileSync(
      pack,
      `const { BuiltInRules } = require(${JSON.stringify(path.join(ROOT, 'src/policy/built-in-rules'))});
       const { Pack } = require(${JSON.stringify(path.join(ROOT, 'src/policy/pack'))});
       exports.own = new Pack({ name: 'own', title: 'own', rules: [BuiltInRules.named('read-only-root-filesystem')] });`,
    );
    expect((await check(['a.yaml'], { pack: [pack] })).code).toBe(0);
    expect((await check(['a.yaml'], { pack: [pack], failOn: Severity.MEDIUM })).code).toBe(1);
  });
});

test('the JSON form contains every key, with null for a missing value', async () => {
  fs.mkdirSync('in');
  fs.writeFileSync('in/a.yaml', `---\n---\n${WEAK}---\n${ACKNOWLEDGED}---\na: {{ .Values.a }}\n`);
  const run = await check(['in', 'nothing.yaml'], { pack: ['pss-baseline'] });
  const { findings, ...rest } = JSON.parse(run.stdout);
  expect(rest).toEqual({
    version: 1,
    kubernetes: '1.27',
    targets: [{ kubernetes: '1.27', objects: 2 }],
    packs: ['pss-baseline'],
    notices: [],
    errors: [
      { file: 'in/a.yaml', line: 25, message: expect.stringMatching(/template/) },
      { file: 'nothing.yaml', line: null, message: 'does not exist' },
    ],
    summary: {
      objects: 2,
      findings: { critical: 1, high: 0, medium: 0, low: 0 },
      acknowledged: 1,
      known: null,
      notJudged: [],
    },
  });
  expect(findings).toHaveLength(2);
  expect(findings[0]).toEqual({
    rule: 'no-privileged',
    check: 'privileged',
    severity: 'critical',
    resource: { apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'weak' },
    container: 'main',
    path: '/spec/containers/0/securityContext/privileged',
    value: 'true',
    message: expect.any(String),
    fix: expect.any(String),
    frameworks: expect.arrayContaining([{ name: 'NIST SP 800-190', id: '4.4.3' }]),
    source: { file: 'in/a.yaml', document: 1, line: 12 },
    acknowledged: null,
    refused: null,
    known: false,
  });
  expect(findings[1]).toMatchObject({
    source: { document: 2, line: 23 },
    acknowledged: { reason: 'the vendor needs it', until: '2026-06-30' },
  });
  expect(run.stderr).toMatch(/^in\/a\.yaml:25: .*\nnothing\.yaml: does not exist\n$/);
});

describe('the text form', () => {
  test('has one line for each finding, below its object, and the counts in the last line', async () => {
    fs.writeFileSync('a.yaml', `${WEAK}---\n${ACKNOWLEDGED}`);
    const { stdout } = await check(['a.yaml'], { format: 'text', pack: ['pss-baseline'] });
    expect(stdout).toBe(`Pod weak  a.yaml
  10  critical  no-privileged  main  privileged (container "main" must not set securityContext.privileged=true)

Accepted
  no-privileged  true  Pod known, main  the vendor needs it, until 2026-06-30

why, and how to fix it: --details, or secure-edge rules RULE
2 objects judged for Kubernetes 1.27 by pss-baseline
1 critical, 0 high, 0 medium, 0 low, 1 accepted
`);
  });

  test('shows with --details where, why and how to fix it as YAML', async () => {
    fs.writeFileSync('a.yaml', `${WEAK}---\n${ACKNOWLEDGED}`);
    const { stdout } = await check(['a.yaml'], { format: 'text', details: true, pack: ['pss-baseline'] });
    expect(stdout).toBe(`Pod weak in a.yaml
  critical  no-privileged  container main  a.yaml:10
          privileged (container "main" must not set securityContext.privileged=true)
          at    /spec/containers/0/securityContext/privileged
          value true
          why   A privileged container has every capability and every device of the node, without seccomp or AppArmor. Its processes have root access to the gateway.
          for   Pod Security privileged, NIST SP 800-190 4.1.2, NIST SP 800-190 4.4.3, CIS Kubernetes Benchmark 1.10 5.2.2, CIS Kubernetes Benchmark 1.12 5.2.2, NSA/CISA Kubernetes Hardening Guide C-0057
          page  https://github.com/cdk8s-secure-edge/cdk8s-secure-edge/blob/v${version}/docs/rules/no-privileged.md
          fix   remove privileged; add only the capability or the device that the app needs
                spec:
                  containers:
                    - name: main
                      securityContext:
                        privileged: false

Accepted
  no-privileged  true  Pod known  container main  a.yaml:21
          the vendor needs it, until 2026-06-30

2 objects judged for Kubernetes 1.27 by pss-baseline
1 critical, 0 high, 0 medium, 0 low, 1 accepted
`);
  });

  test('starts with the worst object, and with the worst finding of each object', async () => {
    const plain = (name: string): string =>
      WEAK.replace('weak', name).replace('privileged: yes', `runAsUser: ${name.length - 4}`);
    fs.writeFileSync('a.yaml', [plain('four'), plain('fives'), WEAK].join('---\n'));
    const { stdout } = await check(['a.yaml'], { format: 'text', pack: ['pss-restricted'] });
    const titles = stdout.split('\n').filter((line) => line.startsWith('Pod '));
    // only the finding of four is its own; all three share the others
    expect(titles).toEqual(['Pod weak  a.yaml', 'Pod four, Pod fives, Pod weak', 'Pod four  a.yaml']);
    const severities = stdout
      .split('\n')
      .flatMap((line) => /^ +(?:\d+|× 3) +(critical|high|medium|low) /.exec(line)?.[1] ?? []);
    expect(severities).toEqual(['critical', 'high', 'high', 'high', 'high', 'high']);
  });

  test('shows a finding that three objects share once, with their number', async () => {
    const pods = (count: number): string =>
      Array.from({ length: count }, (_, i) => WEAK.replace('weak', `weak-${i}`)).join('---\n');
    const lines = async (count: number): Promise<string[]> => {
      fs.writeFileSync('a.yaml', pods(count));
      const { stdout } = await check(['a.yaml'], { format: 'text', pack: ['pss-baseline'] });
      return stdout.split('\n').filter((line) => line.includes('no-privileged'));
    };
    expect(await lines(2)).toHaveLength(2);
    expect(await lines(12)).toEqual([
      expect.stringMatching(/^ {2}× 12 {2}critical {2}no-privileged {2}main {2}privileged/),
    ]);
  });

  test('prints no control characters from names in a manifest', async () => {
    fs.writeFileSync('a.yaml', WEAK.replace('name: weak', 'name: "\\e[2Jgone\\u202e"'));
    const { stdout } = await check(['a.yaml'], { format: 'text' });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
    expect(stdout).toContain('Pod \\u001b[2Jgone\\u202e');
  });
});

const BOMB = [
  'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`),
].join('\n');

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

function sparse(file: string, size: number): void {
  fs.writeFileSync(file, '');
  fs.truncateSync(file, size);
}

describe('unreadable input is reported, and everything else is checked', () => {
  test.each<[string, () => void, RegExp]>([
    ['a missing file', () => undefined, /^bad\.yaml: does not exist$/m],
    ['NUL', () => fs.writeFileSync('bad.yaml', 'a\0b'), /^bad\.yaml: contains the character NUL, as binary files/m],
    ['UTF-16', () => fs.writeFileSync('bad.yaml', utf16('\ufeffa: 1')), /^bad\.yaml: is UTF-16: save it as UTF-8$/m],
    [
      'UTF-16 with the other byte order',
      () => fs.writeFileSync('bad.yaml', utf16('\ufeffa: 1').swap16()),
      /^bad\.yaml: is UTF-16: save it as UTF-8$/m,
    ],
    [
      'UTF-16 without a byte order mark',
      () => fs.writeFileSync('bad.yaml', utf16('a: 1')),
      /^bad\.yaml: contains .*UTF-16 do:/m,
    ],
    ['broken YAML', () => fs.writeFileSync('bad.yaml', 'a: 1\nb: [\nc: 2\n'), /^bad\.yaml:3: /m],
    [
      'one broken document of three',
      () => fs.writeFileSync('bad.yaml', `${CLEAN}---\na: [\n---\n${CLEAN}`),
      /^bad\.yaml:5: column 4: a flow collection is not closed/m,
    ],
    [
      'a Helm template',
      () => fs.writeFileSync('bad.yaml', '# "{{"\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n'),
      /^bad\.yaml:4: column 10: .*may be a template: .*helm template does$/m,
    ],
    [
      'a bomb of aliases',
      () => fs.writeFileSync('bad.yaml', BOMB),
      /^bad\.yaml:4: column 14: aliases make up more than/m,
    ],
    ['Latin 1', () => fs.writeFileSync('bad.yaml', Buffer.from([0xe4])), /^bad\.yaml: is not UTF-8$/m],
    ['a device', () => fs.symlinkSync('/dev/zero', 'bad.yaml'), /^bad\.yaml: is a device$/m],
    ['a link to itself', () => fs.symlinkSync('bad.yaml', 'bad.yaml'), /^bad\.yaml: is a link that leads to itself$/m],
    ['a file that is too large', () => sparse('bad.yaml', 2 ** 28), /^bad\.yaml: is larger than 128 MiB/m],
    ['a circle of aliases', () => fs.writeFileSync('bad.yaml', 'a: 1\n---\nb: &b [*b]'), /^bad\.yaml:\d: .*circular/m],
    [
      'a duplicate key',
      () => fs.writeFileSync('bad.yaml', '\na: 1\nb: 2\na: 3\n'),
      /^bad\.yaml:4: column 1: the key "a" is not unique/m,
    ],
  ])('%s', async (_what, write, message) => {
    fs.writeFileSync('weak.yaml', WEAK);
    write();
    const run = await check(['bad.yaml', 'weak.yaml'], { pack: ['pss-baseline'] });
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(2);
    expect(rulesFound(run)).toEqual(['no-privileged']);
  });

  test('a folder without permission to read it', async () => {
    fs.mkdirSync('in/secret', { recursive: true });
    fs.writeFileSync('in/weak.yaml', WEAK);
    fs.chmodSync(folder, 0o755);
    fs.chmodSync('in/secret', 0o000);
    // first run: loads everything while this user may still read it
    await check(['in'], { pack: ['pss-baseline'] });
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      const run = await check(['in'], { pack: ['pss-baseline'] });
      expect(run.stderr).toBe('in/secret: may not be read\n');
      expect(run.code).toBe(2);
      expect(rulesFound(run)).toEqual(['no-privileged']);
    } finally {
      if (isRoot) process.seteuid?.(0);
      fs.chmodSync('in/secret', 0o755);
    }
  });

  test('a link from a folder into itself is followed once', async () => {
    fs.mkdirSync('in/sub', { recursive: true });
    fs.symlinkSync('..', 'in/sub/loop');
    fs.writeFileSync('in/sub/weak.yml', WEAK);
    expect(rulesFound(await check(['in'], { pack: ['pss-baseline'] }))).toEqual(['no-privileged']);
  });

  test('the values of a chart are skipped in a folder, and end with 2 as a file, unless they are excluded', async () => {
    fs.mkdirSync('chart');
    fs.writeFileSync('chart/values.yaml', '# for the chart\nimage: x\n---\n- a\n');
    fs.writeFileSync('weak.yaml', WEAK);
    const skipped = await check(['.']);
    expect([skipped.code, skipped.stderr]).toEqual([1, '']);
    expect(JSON.parse(skipped.stdout).notices).toEqual([
      { id: 'skipped-files', title: '1 file skipped: not Kubernetes', items: ['chart/values.yaml'] },
    ]);
    const named = ['weak.yaml', 'chart/values.yaml'];
    const run = await check(named);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^chart\/values\.yaml:2: not a Kubernetes object, .* with --exclude\n$/);
    expect(JSON.parse(run.stdout).errors).toMatchObject([{ file: 'chart/values.yaml', line: 2 }]);
    for (const glob of ['values.yaml', 'chart/*', 'chart', '**/values.yaml']) {
      const excluded = await check(glob === 'chart' ? ['.'] : named, { exclude: [glob] });
      expect([excluded.code, excluded.stderr, JSON.parse(excluded.stdout).notices]).toEqual([1, '', []]);
    }
  });

  test('a hidden file in a folder is checked if it is a manifest, and not listed if it is not', async () => {
    fs.mkdirSync('in/.git', { recursive: true });
    fs.writeFileSync('in/.hidden.yaml', CLEAN);
    fs.writeFileSync('in/.git/a.yaml', CLEAN);
    fs.writeFileSync('in/.lint.yml', 'rules: {}\n');
    fs.writeFileSync('in/._copy.yaml', Buffer.from([0, 5, 0x16, 7]));
    fs.writeFileSync('in/.wide.yaml', Buffer.from('\ufeffkind: Pod', 'utf16le'));
    fs.symlinkSync('nobody@nowhere', 'in/.#lock.yaml');
    fs.mkdirSync('in/.folder.yaml');
    fs.writeFileSync('in/.broken.yaml', 'kind: {{ x }}\n');
    const run = await check(['in']);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/^in\/\.broken\.yaml:1: .*\nin\/\.wide\.yaml: is UTF-16: .*\n$/),
    ]);
    const { summary, notices } = JSON.parse(run.stdout);
    expect([summary.objects, notices]).toEqual([1, []]);
  });

  test('hidden folders, node_modules and what .gitignore excludes are skipped in a folder, and read if they are named', async () => {
    const files = [
      'hidden.yaml',
      '.ci/a.yaml',
      'node_modules/a/b.yaml',
      'out/a.yaml',
      'in/a.local.yaml',
      'in/b.local.yaml',
    ];
    for (const file of files) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, CLEAN);
    }
    fs.writeFileSync('.gitignore', '/out/\n*.local.yaml\n');
    fs.writeFileSync('in/.gitignore', '!b.local.yaml\n');
    const { summary, notices } = JSON.parse((await check(['.'])).stdout);
    expect(summary.objects).toBe(2);
    expect(notices).toEqual([
      { id: 'ignored-paths', title: '2 paths skipped: in .gitignore', items: ['in/a.local.yaml', 'out'] },
    ]);
    expect(JSON.parse((await check(files)).stdout).summary.objects).toBe(6);
    expect(JSON.parse((await check(['.ci', 'node_modules', 'out'])).stdout).summary.objects).toBe(3);
  });

  test('a folder with only other files ends with 2, and names them', async () => {
    fs.mkdirSync('in');
    fs.writeFileSync('in/package.json', '{"name": "x"}');
    const run = await check(['in']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/^no manifest at in: .*\n1 file skipped: not Kubernetes: in\/package.json\n$/);
  });

  test('a document that is not a manifest ends with 2, even beside manifests', async () => {
    fs.writeFileSync('a.yaml', `${CLEAN}---\n[a, b]\n---\n${CLEAN}`);
    const run = await check(['a.yaml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^a\.yaml:5: not a Kubernetes object/);
    expect(JSON.parse(run.stdout).summary.objects).toBe(2);
  });

  test.each(['text', 'json'])('a folder without manifests ends with 2, and has no report as %s', async (format) => {
    fs.mkdirSync('empty');
    const run = await check(['empty'], { format });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^no manifest at empty: specify a file/);
    expect(run.stdout).toBe('');
  });

  test('an unknown kind ends with 2, unless it is excluded', async () => {
    fs.writeFileSync('a.yaml', 'apiVersion: a.example/v1\nkind: Workflow\nmetadata: {name: w}\n');
    const run = await check(['a.yaml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(
      /^a\.example\/v1 Workflow: 1 object not judged, .*--exclude-kind a\.example\/Workflow\n  Workflow .*: no rule knows the kind, and it contains no pod\n$/,
    );
    expect(JSON.parse(run.stdout).summary.notJudged).toMatchObject([
      { apiVersion: 'a.example/v1', kind: 'Workflow', count: 1 },
    ]);
    const excluded = await check(['a.yaml'], { excludeKind: ['a.example/Workflow'] });
    expect([excluded.code, excluded.stderr]).toEqual([0, '']);
  });

  test('a misspelled kind of Kubernetes cannot be excluded, so its message does not say so', async () => {
    fs.writeFileSync('a.yaml', 'apiVersion: apps/v1\nkind: Deploymnt\nmetadata: {name: a}\n');
    const { stderr } = await check(['a.yaml']);
    expect(stderr).toBe(
      'apps/v1 Deploymnt: 1 object not judged, or not completely: correct the kind or the content\n' +
        '  Deploymnt a, at a.yaml:1: no rule knows the kind, and it contains no pod\n',
    );
  });

  test('a list under another kind ends with 2, and suggests no option that cannot exclude it', async () => {
    fs.writeFileSync('a.yaml', 'apiVersion: v1\nkind: Foo\nitems: []\n');
    const run = await check(['a.yaml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^v1 List: 1 object not judged, .*correct the kind or the content\n$/);
    const { findings } = JSON.parse(run.stdout) as { findings: { message: string }[] };
    expect(findings.map(({ message }) => message)).toEqual([expect.stringMatching(/or make it kind: List$/)]);
  });

  test.each(['text', 'sarif', 'junit', 'markdown', 'html'])('the %s form contains the kind', async (format) => {
    fs.writeFileSync('a.yaml', 'apiVersion: a.example/v1\nkind: Workflow\nmetadata: {name: w}\n');
    const { stdout } = await check(['a.yaml'], { format });
    expect(stdout).toMatch(/a\.example.*Workflow.* 1 object/);
  });
});

describe('unusual input that can be read', () => {
  test.each<[string, string | Buffer]>([
    ['a byte order mark', `\ufeff${WEAK}`],
    ['CRLF', WEAK.replace(/\n/g, '\r\n')],
    ["YAML 1.1's booleans", WEAK.replace('privileged: yes', 'privileged: On')],
    ['an anchor', WEAK.replace('privileged: yes', 'privileged: &p true\n        allowPrivilegeEscalation: *p')],
    ['a merge key', `x: &x {privileged: y}\n${WEAK.replace('privileged: yes', '<<: *x')}`],
    ['an end mark', `${WEAK}...\n`],
    ['tabs as separators', WEAK.replace('privileged: yes', 'privileged:\tyes\t# so')],
  ])('%s', async (_what, text) => {
    fs.writeFileSync('a.yaml', text);
    const run = await check(['a.yaml'], { pack: ['pss-baseline'] });
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(rulesFound(run)).toEqual(['no-privileged']);
  });

  test('a large file', async () => {
    const megabytes = runs(10, 100);
    const filler = `${CLEAN.replace('{name: clean', `{labels: {a: ${'x'.repeat(1e6)}}, name: clean`)}---\n`;
    fs.writeFileSync('a.yaml', filler.repeat(megabytes) + WEAK);
    const run = await check(['a.yaml'], { pack: ['pss-baseline'] });
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(JSON.parse(run.stdout).findings[0].source).toEqual({
      file: 'a.yaml',
      document: megabytes,
      line: 4 * megabytes + 10,
    });
  });
});

describe('acknowledgements in an untrusted manifest', () => {
  test.each<[string, Partial<CheckOptions>]>([
    ['all of them are ignored', { acknowledgements: false }],
    ['those of one rule are ignored', { neverAccept: ['no-privileged'] }],
  ])('%s', async (_what, options) => {
    fs.writeFileSync('a.yaml', ACKNOWLEDGED);
    const run = await check(['a.yaml'], { pack: ['pss-baseline'], ...options });
    expect(run.code).toBe(1);
    const [finding] = JSON.parse(run.stdout).findings;
    expect(finding.acknowledged).toBeNull();
    expect(finding.refused).toEqual({ reason: 'the vendor needs it', why: expect.stringMatching(/accepts/) });
  });

  test.each(['text', 'sarif', 'junit', 'markdown', 'html'])('the %s form contains the reason', async (format) => {
    fs.writeFileSync('a.yaml', ACKNOWLEDGED);
    const run = await check(['a.yaml'], { pack: ['pss-baseline'], format, acknowledgements: false });
    expect(run.stdout).toMatch(/its acknowledgement is not accepted(:|&#58;) this check accepts no acknowledgements/);
  });
});

test('a report can be written to a file, and its counts to standard error', async () => {
  fs.writeFileSync('a.yaml', WEAK);
  const run = await check(['a.yaml'], { output: 'out/report.json', pack: ['pss-baseline'] });
  expect(run.stdout).toBe('');
  expect(run.stderr).toBe('out/report.json: 1 object judged: 1 critical, 0 high, 0 medium, 0 low, 0 accepted\n');
  expect(JSON.parse(fs.readFileSync('out/report.json', 'utf8')).findings).toHaveLength(1);
});

test('a baseline is written, and then only other findings fail', async () => {
  fs.writeFileSync('a.yaml', WEAK);
  const written = await check(['a.yaml'], { format: 'text', writeBaseline: 'known.json', pack: ['pss-baseline'] });
  expect([written.code, written.stderr]).toEqual([
    0,
    'known.json: 1 finding written; to fail only for others, check with --baseline known.json\n',
  ]);
  const options = { baseline: 'known.json', pack: ['pss-baseline'] };
  const same = await check(['a.yaml'], { ...options, format: 'text' });
  expect(same.code).toBe(0);
  expect(same.stdout).toMatch(
    /critical {2}no-privileged {2}× 1 {2}Pod weak\n[^]*0 critical, .* 1 known, 0 accepted\n$/,
  );
  const sarif = JSON.parse((await check(['a.yaml'], { ...options, format: 'sarif' })).stdout);
  expect(sarif.runs[0].results.map((each: any) => each.baselineState)).toEqual(['unchanged']);

  fs.writeFileSync('b.yaml', WEAK.replace('weak', 'other'));
  const other = await check(['a.yaml', 'b.yaml'], options);
  expect(other.code).toBe(1);
  const { findings, summary } = JSON.parse(other.stdout);
  expect(findings.map((each: any) => [each.resource.name, each.known])).toEqual([
    ['weak', true],
    ['other', false],
  ]);
  expect([summary.findings.critical, summary.known]).toEqual([1, 1]);
});

test('findings that are gone, and a baseline without any finding of the check, are said', async () => {
  fs.writeFileSync('a.yaml', WEAK);
  await check(['a.yaml'], { writeBaseline: 'known.json', pack: ['pss-baseline'] });
  fs.writeFileSync('a.yaml', WEAK.replace('privileged: yes', 'privileged: no'));
  const run = await check(['a.yaml'], { baseline: 'known.json', pack: ['pss-baseline'] });
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout).notices).toMatchObject([
    { id: 'resolved-findings', items: ['no-privileged true Pod weak container main'] },
    { id: 'unused-baseline' },
  ]);
});

test.each<[string, Partial<CheckOptions>, RegExp]>([
  ['a missing baseline', { baseline: 'none.json' }, /^baseline "none\.json": does not exist: specify the file that/],
  [
    'an unknown pack',
    { pack: ['psp'] },
    /^secure-edge check: --pack must be one of edge, .*, or a file such as \.\/own\.js, got "psp"$/,
  ],
  ['a misspelled pack', { pack: ['pss-restrictd'] }, /did you mean "pss-restricted"\?$/],
  ['a pack in TypeScript', { pack: ['./own.ts'] }, /--pack "\.\/own\.ts" is TypeScript: compile it/],
  ['two unknown packs, both at once', { pack: ['a', 'b'] }, /2 problems\n.*got "a"\n.*got "b"/],
  ['a missing pack file', { pack: ['./own.js'] }, /cannot be loaded/],
  ['an unknown version', { kubernetes: '1.99' }, /^secure-edge check: --kubernetes must be 1\.0 to 1\.37/],
  [
    'an unknown rule',
    { neverAccept: ['no-privilegd'] },
    /--never-accept must contain .* did you mean "no-privileged"\?/,
  ],
  ['an invalid date', { asOf: 'today' }, /--as-of must be a date as YYYY-MM-DD/],
  ['a kind without a group', { excludeKind: ['Foo'] }, /--exclude-kind must contain kinds as GROUP\/KIND/],
])('%s is rejected', async (_what, options, message) => {
  fs.writeFileSync('a.yaml', WEAK);
  await expect(check(['a.yaml'], options)).rejects.toThrow(message);
  await expect(check(['a.yaml'], options)).rejects.toThrow(InputError);
});

describe('as a command', () => {
  test('check reads standard input', () => {
    const { code, stdout } = startCommand(folder, ['check', '-', '--format', 'json', '--pack', 'pss-baseline'], WEAK);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings[0].source).toEqual({ file: '-', document: 0, line: 10 });
  });

  test.each([
    ['no path', ['check'], /missing required argument/],
    ['an unknown format', ['check', '-', '--format', 'pdf'], /Allowed choices are text, json/],
  ])('%s ends with 2', async (_what, args, words) => {
    const { code, stderr } = await runCommand(folder, args);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});

describe('the rules', () => {
  test('are listed with their packs and standards', async () => {
    const { code, stdout } = await captured(() => runRules(undefined, { pack: ['pss-baseline'], format: 'json' }));
    const { packs, rules } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(packs.map((pack: any) => pack.name)).toEqual(['pss-baseline']);
    expect(rules.find((rule: any) => rule.id === 'no-privileged')).toMatchObject({
      severity: 'critical',
      checks: ['privileged'],
      packs: ['pss-baseline'],
      frameworks: expect.arrayContaining([{ name: 'CIS Kubernetes Benchmark 1.12', id: '5.2.2' }]),
    });
  });

  test.each([
    ['text' as const, /^no-privileged {2}critical {2}edge, pss-baseline/m],
    ['markdown' as const, /^\| `no-privileged` +\| critical/m],
  ])('are shown as %s', async (format, words) => {
    expect((await captured(() => runRules(undefined, { pack: [], format }))).stdout).toMatch(words);
  });

  const show = (id: string, format: 'text' | 'json' | 'markdown' = 'text', pack: string[] = []): Promise<Run> =>
    captured(() => runRules(id, { pack, format }));

  test('are shown one by one, with all that there is to know', async () => {
    const { stdout } = await show('no-host-path');
    const titles = stdout.split('\n').filter((line) => /^[A-Z]/.test(line));
    expect(titles).toEqual(
      expect.arrayContaining(['Why', 'Fix', 'Evidence for', 'Packs', 'Rejected', 'Accepted', 'References', 'Page']),
    );
    expect(stdout).toMatch(/^no-host-path {2}high\nNo volume is a path of the node\.\n/);
    expect(stdout).toContain('Pod Security hostPathVolumes\n');
    expect(stdout).toContain('    has(v.hostPath)'.trim());
    expect(stdout).toMatch(/^https:.*\/docs\/rules\/no-host-path\.md$/m);
    const { rule } = JSON.parse((await show('no-host-path', 'json')).stdout);
    expect(rule).toMatchObject({ id: 'no-host-path', examples: { bad: expect.arrayContaining([expect.any(String)]) } });
    expect((await show('no-host-path', 'markdown')).stdout).toMatch(/^# no-host-path\n[^]*\*\*Fix:\*\*[^]*```yaml\n/);
  });

  test('of the engine are shown, too', async () => {
    const { stdout } = await show('unused-acknowledgement');
    expect(stdout).toMatch(/^unused-acknowledgement {2}medium\n[^]*\nPacks\nevery pack\n/);
  });

  test.each(['text', 'json', 'markdown'] as const)('are all shown as %s', async (format) => {
    for (const { id } of BuiltInRules.all()) expect((await show(id, format)).stdout).toContain(id);
  });

  test('are suggested if the id is misspelled', async () => {
    await expect(show('no-privilegd')).rejects.toThrow(
      /^secure-edge rules: rule must be one .*: did you mean "no-privileged"\?$/,
    );
  });

  test('have a page in the package', () => {
    const { files } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
    expect(files).toContain('docs/rules');
    for (const [id, page] of rulePages(BuiltInRules.all()))
      expect([id, fs.existsSync(path.join(ROOT, page.replace(/^.*\/blob\/[^/]+\//, '')))]).toEqual([id, true]);
  });
});
