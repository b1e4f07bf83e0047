import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { inTemporaryFolder } from '../../scripts/lib/repository';
import { goCommand } from '../cluster/go-build';

/** Writes the image of the process that holds a pod's namespaces, as an archive for `ctr`. */
export function writePauseImage(archive: string): void {
  writeIdleImage(archive, 'localhost/pause:1', () => undefined);
}

/**
 * Writes an image whose process waits for a signal to end, as an archive for `ctr`.
 * @param name name of the image in pods
 * @param addFiles adds more files to the image's root folder
 */
export function writeIdleImage(archive: string, name: string, addFiles: (root: string) => void): void {
  inTemporaryFolder((folder) => {
    const root = join(folder, 'root');
    mkdirSync(root);
    buildPause(join(root, 'pause'));
    addFiles(root);
    tar(join(folder, 'layer.tar'), root, ...readdirSync(root).sort());
    const layer = createHash('sha256')
      .update(readFileSync(join(folder, 'layer.tar')))
      .digest('hex');
    const config = {
      architecture: 'amd64',
      os: 'linux',
      config: { Entrypoint: ['/pause'], User: '65535:65535' },
      rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
    };
    const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    tar(archive, folder, 'config.json', 'layer.tar', 'manifest.json');
  });
}

function buildPause(file: string): void {
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  goCommand(['-C', join(__dirname, 'pause'), 'build', ...flags, '-o', file, '.']);
}

function tar(archive: string, folder: string, ...names: string[]): void {
  command('tar', ['--owner=0', '--group=0', '-C', folder, '-cf', archive, ...names]);
}
