/**
 * Judges 5,000 Deployments with their Services, as one file and as 5,000 files, by all rules of the default pack, beside
 * kubeconform, which checks only schemas, in the same run. Reading, parsing, judging and reporting are measured separately;
 * `npm run bench:check -- 500` uses 500 pairs. Then it compares ten times as many manifests, the hardening of the same manifests,
 * and the start with that of Node.js.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { stringify } from 'yaml';
import { kubeconform, schemaLocation } from './kubeconform';

const PAIRS = Number(process.argv[2] ?? 5000);
const ROUNDS = 3;
const STARTS = 15;
/** Factor between the two sizes that show how time and memory grow. */
const MORE = 10;
const PROGRAM = resolve(__dirname, '../lib/src/cli/bin.js');

/** Runs a command and says on standard error what it took: CPU seconds and MiB. */
const MEASURE = `
import json, resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))
`;

interface Measure {
  /** Seconds. */
  readonly cpu: number;
  /** Peak of resident memory, in MiB. */
  readonly memory: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));

/** Returns the output of cdk8s-plus for a default Deployment with a Service. */
function pair(): string {
  const chart = new Chart(Testing.app(), 'app');
  const deployment = new Deployment(chart, 'web', {
    containers: [{ image: 'registry.example/web:1', portNumber: 8080 }],
  });
  deployment.exposeViaService();
  return (Testing.synth(chart) as object[]).map((object) => stringify(object)).join('---\n');
}

function writeSamples(): void {
  const one = pair();
  const texts = Array.from({ length: PAIRS }, (_, i) => one.replace(/\bapp-/g, `app${i}-`));
  mkdirSync(join(folder, 'files'));
  for (const [i, text] of texts.entries()) writeFileSync(join(folder, 'files', `${i}.yaml`), text);
  writeFileSync(join(folder, 'all.yaml'), texts.join('---\n'));
  const times = Array.from({ length: MORE }, (_, i) => texts.map((text) => text.replace(/\bapp/g, `app${i}x`)));
  writeFileSync(join(folder, 'more.yaml'), times.flat().join('---\n'));
}

function measured(command: ReadonlyArray<string>): Measure {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', MEASURE, ...command], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measure;
}

/** The middle one by CPU; commands take turns, so that all of them see the same machine. */
function inTurns(commands: Readonly<Record<string, ReadonlyArray<string>>>, rounds: number): Map<string, Measure> {
  const measures = new Map<string, Measure[]>(Object.keys(commands).map((name) => [name, []]));
  for (let i = 0; i < rounds; i += 1)
    for (const [name, command] of Object.entries(commands)) measures.get(name)?.push(measured(command));
  return new Map(
    [...measures].map(([name, all]) => [name, all.sort((a, b) => a.cpu - b.cpu)[Math.floor(rounds / 2)]!]),
  );
}

function table(title: string, measures: ReadonlyMap<string, Measure>, base: string): void {
  console.log(`\n${title}`);
  const { cpu: whole } = measures.get(base) as Measure;
  for (const [name, { cpu, memory }] of measures)
    console.log(
      `${name.padEnd(36)} ${cpu.toFixed(2).padStart(7)} s ${memory.toFixed(0).padStart(6)} MiB  ${(cpu / whole).toFixed(2)} of ${base}`,
    );
}

function main(): void {
  writeSamples();
  const schemas = schemaLocation(join(folder, 'schemas'), ['deployment-apps-v1', 'service-v1']);
  const validate = [kubeconform(), '-strict', '-schema-location', schemas];
  const refused = spawnSync(validate[0] ?? '', [...validate.slice(1), join(folder, 'all.yaml')], { encoding: 'utf8' });
  if (refused.status !== 0) throw new Error(refused.stdout.slice(0, 1000) + refused.stderr);
  for (const [what, path] of [
    ['one file', join(folder, 'all.yaml')],
    [`${PAIRS} files`, join(folder, 'files')],
  ] as const) {
    const checks = Object.fromEntries(
      ['text', 'json'].map((format) => [
        `secure-edge check, as ${format}`,
        [process.execPath, PROGRAM, 'check', path, '--format', format],
      ]),
    );
    table(
      `${2 * PAIRS} manifests as ${what}: CPU of the middle one of ${ROUNDS} rounds, peak memory`,
      inTurns({ kubeconform: [...validate, path], ...checks }, ROUNDS),
      'kubeconform',
    );
    const phases = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'check-phases.ts'), path], {
      encoding: 'utf8',
    });
    console.log(phases.stdout + phases.stderr);
  }
  const run = (...args: string[]): string[] => [process.execPath, PROGRAM, ...args];
  const check = `check of ${2 * PAIRS}`;
  const all = join(folder, 'all.yaml');
  const measures = inTurns(
    {
      [check]: run('check', all, '--format', 'json'),
      [`check of ${2 * PAIRS * MORE}`]: run('check', join(folder, 'more.yaml'), '--format', 'json'),
      [`harden of ${2 * PAIRS}`]: run('harden', all),
    },
    1,
  );
  table(`${MORE} times as many manifests, and hardening: CPU of one round, peak memory`, measures, check);
  const one = join(folder, 'files', '0.yaml');
  const node = 'node -e 0';
  table(
    'the start, with one pair',
    inTurns({ [node]: [process.execPath, '-e', '0'], 'secure-edge check': run('check', one) }, STARTS),
    node,
  );
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
