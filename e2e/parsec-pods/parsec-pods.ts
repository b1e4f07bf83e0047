/** Checks Bob and Alice on a real node with keys in a TPM 2.0, and prints each check with its result. */
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { GatewayCluster } from './gateway-cluster';
import { PodsProof } from './pods-proof';

async function main(): Promise<boolean> {
  requirePrograms('go', 'kubectl', 'mke2fs', 'etcd', 'qemu-system-x86_64', 'swtpm');
  const report = new Report();
  return prove(
    report,
    (folder) => GatewayCluster.start(folder),
    ({ cluster }, folder) => new PodsProof(cluster, report, folder).run(),
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
