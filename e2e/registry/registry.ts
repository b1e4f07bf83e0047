/** Publishes the images to a local registry, pulls them from it, and checks digests and signatures. */
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { LocalRegistry } from './local-registry';
import { PublicationProof } from './publication-proof';
import { SignatureProof } from './signature-proof';

async function main(): Promise<boolean> {
  requirePrograms('docker-registry', 'go', 'skopeo', 'tar');
  const report = new Report();
  return prove(
    report,
    (folder) => LocalRegistry.start(folder),
    (registry, folder) => {
      new PublicationProof(registry, report, folder).run();
      if (process.argv.includes('--signatures')) new SignatureProof(registry, report, folder).run();
      return Promise.resolve();
    },
  );
}

main().then(
  (isAsExpected) => process.exit(isAsExpected ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
