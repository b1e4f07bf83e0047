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

/** The root tree of the very image that the pods run. */
const IMAGE_TREE = join(ROOT, 'images/build/edge-app/rootfs-amd64.tar');
const TOOL = 'usr/local/bin/parsec-tool';

/** The program `parsec` in a folder that holds its licence, too; built by cargo when missing. */
export function parsecService(): string {
  const folder = cached(`e2e/parsec-${VERSION}`, (empty) => {
    requirePrograms('cargo', 'cc', 'pkg-config');
    requireLibrary('libtss2-esys.so');
    // cargo knows the checksum of the crate, and the crate those of all that it is made of
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

/** Returns the folder in which cargo keeps the sources of the crate that it built. */
function source(): string {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
  const found = readdirSync(sources)
    .map((registry) => join(sources, registry, `${CRATE}-${VERSION}`))
    .find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`cargo keeps no sources of ${CRATE} ${VERSION} in ${sources}`);
  return found;
}

/** Puts `parsec`, and the `parsec-tool` of the pods' image, into a folder. @throws Error when the image is not built */
export function installParsec(folder: string): void {
  if (!existsSync(IMAGE_TREE)) throw new Error(`${IMAGE_TREE} is missing: build it with npm run images -- edge-app`);
  command('tar', ['-C', folder, '--strip-components=3', '-xf', IMAGE_TREE, TOOL]);
  copyFileSync(parsecService(), join(folder, 'parsec'));
}
