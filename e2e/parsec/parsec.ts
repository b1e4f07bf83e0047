/** Proves how the real Parsec keeps keys in a TPM 2.0, and apart, on a host that the library's own script has prepared. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/repository';
import { requireLibrary, requirePrograms } from '../cluster/prerequisites';
import { parsecService } from './parsec-programs';

const NAMESPACES = ['--mount', '--net', '--pid', '--fork', '--kill-child'];

async function main(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('a host of its own, with users of its own, needs root: run as root');
  requirePrograms('ip', 'swtpm', 'systemctl', 'tpm2_shutdown');
  requireLibrary('libtss2-esys.so.0');
  requireLibrary('libtss2-tcti-swtpm.so.0');
  parsecService();
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-secure-edge-e2e-'));
  console.log(`a host of its own, with a TPM in software; its logs are in ${folder}`);
  const proof = [process.execPath, '--import', 'tsx', join(__dirname, 'own-host-proof.ts'), folder];
  const child = spawn('unshare', [...NAMESPACES, join(__dirname, 'own-host'), folder, ...proof], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // with it goes every process of the host of its own
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill('SIGKILL'));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) rmSync(folder, { recursive: true });
  else console.error(`the logs are kept in ${folder}`);
  process.exitCode = code ?? 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
