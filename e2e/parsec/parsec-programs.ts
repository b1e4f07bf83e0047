import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { cached, ROOT } from '../../scripts/lib/repository';
import { requireLibrary, requirePrograms } from '../cluster/prerequisites';
import { timed } from '../cluster/timed';

const CRATE = 'parsec-service';
const VERSION = '1.5.0';
const FEATURES = 'tpm-provider,unix-peer-credentials-authenticator';

/** Root file system of the image that the pods run. */
const IMAGE_TREE = join(ROOT, 'images/build/edge-app/rootfs-amd64.tar');
const TOOL = 'usr/local/bin/parsec-tool';

/** Returns the path of `parsec`, in a folder that also contains its licence. Builds it with cargo if it is missing. */
export function parsecService(): string {
  const folder = cached(`e2e/parsec-${VERSION}`, (empty) => {
    requirePrograms('cargo', 'cc', 'pkg-config');
    requireLibrary('libtss2-esys.so');
    // cargo verifies the checksum of the crate, whose lock file contains those of its dependencies
    timed(`build ${CRATE} ${VERSION}`, () =>
      command('nice', [
        ...['-n', '15', 'cargo', 'install', '--locked', '--root', empty],
        ...['--features', FEATURES, `${CRATE}@${VERSION}`],
      ]),
    );
    copyFileSync(join(source(), 'LICENSE'), join(empty, 'LICENSE'));
  });
  return join(folder, 'bin/parsec');
}

/** Returns the folder in which cargo stores the sources of the crate. */
function source(): string {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
  const found = readdirSync(sources)
    .map((registry) => join(sources, registry, `${CRATE}-${VERSION}`))
    .find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`cargo has no sources of ${CRATE} ${VERSION} in ${sources}`);
  return found;
}

/** Copies `parsec`, and the `parsec-tool` of the pods' image, to a folder. @throws Error if the image is not built */
export function installParsec(folder: string): void {
  if (!existsSync(IMAGE_TREE)) throw new Error(`${IMAGE_TREE} is missing: build it with npm run images -- edge-app`);
  command('tar', ['-C', folder, '--strip-components=3', '-xf', IMAGE_TREE, TOOL]);
  copyFileSync(parsecService(), join(folder, 'parsec'));
}
