/**
 * Processor time and memory that readers take for the worst inputs known, at three sizes, each in a process of its own. Work that grows
 * in a line with the input has a growth of about 2 from 50 KB to 100 KB; input that exceeds a limit has less.
 *
 * Usage: npm run bench:hostile [-- READER]
 */
import { spawnSync } from 'node:child_process';
import { InputError } from '../src/diagnostics/input-error';
import { APPARMOR_INPUTS } from './hostile/apparmor';
import { MANIFEST_INPUTS } from './hostile/manifests';
import { PACKAGE_INPUTS } from './hostile/packages';
import { SECCOMP_INPUTS } from './hostile/seccomp';
import type { HostileInput } from './hostile/input';

const INPUTS: ReadonlyArray<HostileInput> = [
  ...MANIFEST_INPUTS,
  ...APPARMOR_INPUTS,
  ...SECCOMP_INPUTS,
  ...PACKAGE_INPUTS,
];

const SIZES = [25, 50, 100];
const MEBIBYTE = 2 ** 20;

interface Measure {
  /** Of the processor: a machine with other work does not change it much. */
  readonly milliseconds: number;
  /** Growth of the peak of resident memory, in MiB. */
  readonly memory: number;
}

/** Reads one input in this process. */
async function measure({ prepare }: HostileInput, kilobytes: number): Promise<Measure> {
  const read = await prepare(kilobytes * 1000);
  global.gc?.();
  const before = peak();
  const start = process.cpuUsage();
  try {
    await read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  return { milliseconds, memory: Math.max(0, peak() - before) };
}

function peak(): number {
  return (process.resourceUsage().maxRSS * 1024) / MEBIBYTE;
}

function measureApart(index: number, kilobytes: number): Measure {
  const args = ['--expose-gc', '--import', 'tsx', __filename, '--input', String(index), String(kilobytes)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${INPUTS[index]?.name} of ${kilobytes} KB: ${stderr}`);
  return JSON.parse(stdout) as Measure;
}

function row({ reader, name }: HostileInput, index: number): string {
  const measures = SIZES.map((kilobytes) => measureApart(index, kilobytes));
  const [, half, whole] = measures;
  const times = measures.map(({ milliseconds }) => `${milliseconds.toFixed(0)} ms`);
  const growth = (whole?.milliseconds ?? 0) / (half?.milliseconds ?? 1);
  const memory = `${(whole?.memory ?? 0).toFixed(0)} MiB`;
  return `| ${[reader, name, ...times, growth.toFixed(1), memory].join(' | ')} |`;
}

async function main([first, ...rest]: string[]): Promise<void> {
  if (first === '--input') {
    const input = INPUTS[Number(rest[0])];
    if (input !== undefined) console.log(JSON.stringify(await measure(input, Number(rest[1]))));
    return;
  }
  const head = ['reader', 'input', ...SIZES.map((size) => `${size} KB`), 'growth', 'memory at 100 KB'];
  console.log(`| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`);
  for (const [index, input] of INPUTS.entries())
    if (first === undefined || input.reader === first) console.log(row(input, index));
}

void main(process.argv.slice(2));
