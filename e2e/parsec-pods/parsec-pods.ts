/** Proves Bob and Alice on a real node whose keys are in a TPM 2.0, and prints every check with its result. */
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
  // a race that is lost may still be going on
  (isAsExpected) => process.exit(isAsExpected ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
