/** Checks the loader, the demo and the presets in a real kernel with AppArmor, and prints each check with its result. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { requirePrograms } from '../cluster/prerequisites';
import { Proof, SWITCHED_OFF } from './proof';
import { questions } from './questions';

const PROGRAMS = ['go', 'qemu-system-x86_64', 'apt-get', 'dpkg-deb', 'tar'] as const;

async function main(): Promise<void> {
  requirePrograms(...PROGRAMS);
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-secure-edge-kernel-'));
  const asked = join(folder, 'asked.json');
  writeFileSync(asked, JSON.stringify(questions()));

  const proof = new Proof();
  const start = performance.now();
  const log: string[] = [];
  const end = await boot(asked, (line) => {
    log.push(line);
    proof.take(line);
  });
  proof.end(end);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${proof.toString()}\n\n${proof.size} checks in ${seconds} s, ${proof.differences} different`);
  if (proof.differences === 0) {
    rmSync(folder, { recursive: true });
    return;
  }
  writeFileSync(join(folder, 'console.log'), log.join('\n'));
  console.error(`the machine's input and console output are kept in ${folder}`);
  process.exitCode = 1;
}

/** Runs the machine until it ends, and returns how it ended. */
async function boot(asked: string, take: (line: string) => void): Promise<string> {
  const machine = spawn('go', ['-C', __dirname, 'run', './machine', asked], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  machine.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const exit = new Promise<string>((resolve) => {
    machine.once('error', ({ message }) => resolve(message));
    machine.once('close', (code) => resolve(code === 0 ? SWITCHED_OFF : errors.trim()));
  });
  for await (const line of createInterface(machine.stdout)) take(line);
  return exit;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
