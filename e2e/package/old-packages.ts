import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { MACHINE } from './packages';

export const OLD_APP = 'notes';
/** Images of the app with the user in their configuration, as the names in its Compose file. */
const IMAGES = { web: '10021:10021', cache: '' };

/** Packages of container-app-service, made by the shell commands of its documentation. */
export class OldPackages {
  /** @param folder folder for packages, with the public keys of machines in `machines` */
  constructor(private readonly folder: string) {}

  /** Creates a package with only a Compose file: a server, and a client that stores its answers in a volume. */
  public notes(version: string): string {
    const content = join(this.folder, `${OLD_APP}-${version}`);
    cpSync(join(__dirname, OLD_APP), content, { recursive: true });
    writeFileSync(join(content, 'config/notes'), `notes of version ${version}\n`);
    for (const [name, user] of Object.entries(IMAGES)) this.saveImage(join(content, `${name}.tar.gz`), name, user);
    const work = join(this.folder, `work-${version}`);
    mkdirSync(work);
    const file = join(this.folder, `${OLD_APP}-${version}.tar.gz`);
    const publicKey = join(this.folder, 'machines', `${MACHINE}.pub.pem`);
    command('sh', [join(__dirname, 'old-recipe.sh'), content, publicKey, MACHINE, file], { cwd: work });
    return file;
  }

  /** Writes an image of busybox as `docker save` and gzip do. */
  private saveImage(file: string, name: string, user: string): void {
    const work = `${file}.work`;
    mkdirSync(join(work, 'root/bin'), { recursive: true });
    copyFileSync(command('which', ['busybox']).trim(), join(work, 'root/bin/busybox'));
    symlinkSync('busybox', join(work, 'root/bin/sh'));
    command('tar', ['-C', join(work, 'root'), '--owner=0', '--group=0', '-cf', join(work, 'layer.tar'), 'bin']);
    const [digest = ''] = command('sha256sum', [join(work, 'layer.tar')]).split(' ');
    const config = {
      architecture: 'amd64',
      os: 'linux',
      config: { User: user },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    };
    const tags = [`registry.example/${OLD_APP}-${name}-amd64:1`];
    writeFileSync(join(work, 'config.json'), JSON.stringify(config));
    writeFileSync(
      join(work, 'manifest.json'),
      JSON.stringify([{ Config: 'config.json', RepoTags: tags, Layers: ['layer.tar'] }]),
    );
    command('tar', ['-C', work, '-czf', file, 'manifest.json', 'config.json', 'layer.tar']);
    command('rm', ['-r', work]);
  }
}
