/**
 * Packs and opens files beside `tar | gzip | openssl enc` with the same files, in the same run: times in parts of the
 * pipeline's, and how much memory ours takes at most. `npm run bench:package -- 1024 3` takes that many MiB, and the middle
 * of so many rounds.
 */
import { spawnSync } from 'node:child_process';
import { createCipheriv, generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MEBIBYTE = 2 ** 20;
const MEGABYTES = Number(process.argv[2] ?? 1024);
const ROUNDS = Number(process.argv[3] ?? 3);
const FILE = 16;

const PROGRAM = resolve(__dirname, '../lib/src/cli/bin.js');
const CIPHER = `openssl enc -aes-256-cbc -K ${'00'.repeat(32)} -iv ${'00'.repeat(16)}`;
const OPTIONS = '--name bench --app-version 1 --machine m=m.pub.pem'.split(' ');

const PACKAGES: Readonly<Record<string, ReadonlyArray<string>>> = {
  sealed: ['--form', 'sealed'],
  signed: ['--form', 'sealed', '--sign', 'm.key.pem'],
  encrypted: ['--form', 'encrypted'],
};

interface Measure {
  readonly seconds: number;
  /** Peak of resident memory, in MiB; 0 for a pipeline. */
  readonly memory: number;
}

const folder = fs.mkdtempSync(join(tmpdir(), 'bench-package-'));

/** Half of the files compress well, as programs do; half not at all, as images that are compressed already. */
function writeSample(): void {
  fs.mkdirSync(join(folder, 'files'));
  const noise = createCipheriv('aes-256-ctr', Buffer.alloc(32, 1), Buffer.alloc(16));
  const text = fs.readFileSync(require.resolve('typescript')).subarray(0, MEBIBYTE);
  for (let at = 0; at < MEGABYTES; at += FILE) {
    const file = fs.openSync(join(folder, 'files', String(at)), 'w');
    for (let i = 0; i < Math.min(FILE, MEGABYTES - at); i += 1)
      fs.writeSync(file, (at / FILE) % 2 === 0 ? text : noise.update(Buffer.alloc(MEBIBYTE)));
    fs.closeSync(file);
  }
}

function writeKeys(): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
  fs.writeFileSync(join(folder, 'm.key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  fs.writeFileSync(join(folder, 'm.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
}

/** The middle time and the most memory of all rounds; `remove` is what the round before left. */
function median(remove: string, round: () => Measure): Measure {
  const measures = Array.from({ length: ROUNDS }, () => {
    fs.rmSync(join(folder, remove), { recursive: true, force: true });
    return round();
  });
  const seconds = measures.map((measure) => measure.seconds).sort((a, b) => a - b);
  return { seconds: seconds[Math.floor(ROUNDS / 2)] ?? 0, memory: Math.max(...measures.map(({ memory }) => memory)) };
}

function pipeline(line: string): Measure {
  return { seconds: timed('bash', ['-ec', `set -o pipefail; ${line}`]), memory: 0 };
}

/** In a process of its own, which says at its end how much memory it took. */
function ours(...args: string[]): Measure {
  const watch = join(folder, 'watch.cjs');
  const say = `require('fs').writeFileSync('memory', String(process.resourceUsage().maxRSS))`;
  fs.writeFileSync(watch, `process.on('exit', () => ${say})`);
  const seconds = timed(process.execPath, ['--require', watch, PROGRAM, 'package', ...args]);
  return { seconds, memory: Number(fs.readFileSync(join(folder, 'memory'), 'utf8')) / 1024 };
}

function timed(program: string, args: string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function print(name: string, { seconds, memory }: Measure, baseline?: Measure): void {
  const ratio =
    baseline && `${(seconds / baseline.seconds).toFixed(2)} of the pipeline's time, ${memory.toFixed(0)} MiB`;
  console.log(`${name.padEnd(32)} ${seconds.toFixed(1).padStart(6)} s  ${ratio ?? ''}`.trimEnd());
}

function main(): void {
  writeKeys();
  writeSample();
  console.log(`${MEGABYTES} MiB, half of it compressible; median of ${ROUNDS}`);

  const packing = median('piped', () => pipeline(`tar -c files | gzip | ${CIPHER} > piped`));
  print('tar | gzip | openssl enc', packing);
  for (const [name, form] of Object.entries(PACKAGES))
    print(
      `pack, ${name}`,
      median(name, () => ours('pack', 'files', '--output', name, ...OPTIONS, ...form)),
      packing,
    );

  const opening = median('out', () => pipeline(`mkdir out; ${CIPHER} -d < piped | gzip -d | tar -x -C out`));
  print('openssl enc -d | gzip -d | tar', opening);
  for (const name of Object.keys(PACKAGES)) {
    const opener = ['--machine', 'm', '--key', 'm.key.pem'];
    print(
      `open, ${name}`,
      median('out', () => ours('open', name, '--output', 'out', ...opener)),
      opening,
    );
  }
}

try {
  main();
} finally {
  fs.rmSync(folder, { recursive: true });
}
