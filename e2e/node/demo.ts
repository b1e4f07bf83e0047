/** Checks the demo of container security on a real cluster, and prints each check with its result. */
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { Cluster } from './cluster';
import { DemoProof } from './demo-proof';

const IMAGES = ['hello-root', 'hello-user', 'apparmor-loader'];

async function main(): Promise<boolean> {
  requirePrograms('go', 'kubectl', 'mke2fs', 'etcd', 'qemu-system-x86_64');
  const report = new Report();
  return prove(
    report,
    (folder) => Cluster.start(folder, IMAGES),
    (cluster, folder) => new DemoProof(cluster, report, folder).run(),
  );
}

main().then(
  // the promise that lost the race may still be pending
  (isAsExpected) => process.exit(isAsExpected ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
