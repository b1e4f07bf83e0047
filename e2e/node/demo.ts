/** Proves the demo of container security on a real cluster, and prints what was asked and what happened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from './cluster';
import { DemoProof } from './demo-proof';
import { requirePrograms } from './prerequisites';
import { Report } from './report';

const IMAGES = ['hello-root', 'hello-user', 'apparmor-loader'];

async function main(): Promise<void> {
  requirePrograms('go', 'kubectl', 'mke2fs', 'etcd', 'qemu-system-x86_64');
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-secure-edge-e2e-'));
  const report = new Report();
  report.say(`starting a cluster; its logs are in ${folder}`);
  const cluster = await Cluster.start(folder, IMAGES);
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  });
  try {
    await Promise.race([new DemoProof(cluster, report, folder).run(), cluster.untilBroken(), interrupted]);
  } catch (error) {
    report.expect('the run', 'comes to its end', (error as Error).message);
  } finally {
    await cluster.stop();
  }
  console.log(`\n${report.toString()}\n`);
  report.say(`${report.size} checks, ${report.differences} different`);
  if (report.differences === 0) rmSync(folder, { recursive: true });
  else console.error(`the logs are kept in ${folder}`);
  // a race that is lost may still be going on
  process.exit(report.differences === 0 ? 0 : 1);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
