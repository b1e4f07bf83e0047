/** Checks how the real Parsec stores and separates keys in a TPM 2.0, on a host that is prepared with the library's script. */
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
  if (process.getuid?.() !== 0) throw new Error('the run needs root for its own namespaces and users: run it as root');
  requirePrograms('ip', 'swtpm', 'systemctl', 'tpm2_shutdown');
  requireLibrary('libtss2-esys.so.0');
  requireLibrary('libtss2-tcti-swtpm.so.0');
  parsecService();
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-secure-edge-e2e-'));
  console.log(`starting a host with a software TPM; the logs are in ${folder}`);
  const proof = [process.execPath, '--import', 'tsx', join(__dirname, 'own-host-proof.ts'), folder];
  const child = spawn('unshare', [...NAMESPACES, join(__dirname, 'own-host'), folder, ...proof], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // this also stops every process in the namespaces
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
