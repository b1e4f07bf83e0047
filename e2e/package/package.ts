/** Checks the installation of app packages on an emulated machine with containerd and a kubelet. */
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { Machine } from './machine';
import { OldPackageProof } from './old-package-proof';
import { PackageProof } from './package-proof';
import { requireImage } from './packages';

async function main(): Promise<boolean> {
  requirePrograms('busybox', 'go', 'mke2fs', 'openssl', 'qemu-system-x86_64', 'tar');
  requireImage();
  const report = new Report();
  return prove(
    report,
    (folder) => Machine.start(folder),
    async (machine, folder) => {
      await new PackageProof(machine, report, folder).run();
      await new OldPackageProof(machine, report, folder).run();
    },
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
