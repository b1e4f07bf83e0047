import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { MACHINE } from './packages';

export const OLD_APP = 'notes';
const IMAGE = 'registry.example/busybox:1';
const BUSYBOX = '/bin/busybox';

/** Packages as the shell recipe of container-app-service makes them: encrypted with openssl, packed with tar. */
export class OldPackages {
  /** @param folder folder for packages, with the public keys of machines in `machines` */
  constructor(private readonly folder: string) {}

  /** Creates a package with only a Compose file: a web server, and a client that stores the answer in a volume. */
  public notes(version: string): string {
    const content = join(this.folder, `notes-${version}`);
    mkdirSync(join(content, 'site'), { recursive: true });
    writeFileSync(join(content, 'docker-compose.yml'), COMPOSE);
    writeFileSync(join(content, 'site/index.html'), `notes of version ${version}\n`);
    this.writeImage(join(content, 'busybox.tar'));
    return this.encrypted(content, version);
  }

  private encrypted(content: string, version: string): string {
    const run = (program: string, ...args: string[]): string => command(program, args, { cwd: this.folder });
    const at = (name: string): string => join(this.folder, name);
    run('tar', '-czf', 'data.tar.gz', '-C', content, '.');
    const [salt, key, iv] = [randomBytes(16), randomBytes(32), randomBytes(16)];
    const cipher = ['enc', '-aes-256-cbc', '-K', key.toString('hex'), '-iv', iv.toString('hex')];
    run('openssl', ...cipher, '-in', 'data.tar.gz', '-out', 'data.tar.gz.enc');
    const padding = (statSync(at('data.tar.gz.enc')).size - statSync(at('data.tar.gz')).size) % 16;
    writeFileSync(at('clearkey'), Buffer.concat([salt, Buffer.of(padding), key, iv]));
    const publicKey = ['-pubin', '-inkey', `machines/${MACHINE}.pub.pem`, '-pkeyopt', 'rsa_padding_mode:pkcs1'];
    run('openssl', 'pkeyutl', '-encrypt', ...publicKey, '-in', 'clearkey', '-out', MACHINE);
    writeFileSync(at('MANIFEST.JSON'), '{}\n');
    const file = at(`notes-${version}.tar.gz`);
    run('tar', '-czf', file, 'MANIFEST.JSON', MACHINE, 'data.tar.gz.enc');
    return file;
  }

  /** Writes an image of busybox, as `docker save` does. */
  private writeImage(file: string): void {
    const root = join(this.folder, 'busybox-root');
    mkdirSync(join(root, 'bin'), { recursive: true });
    copyFileSync(command('which', ['busybox']).trim(), join(root, 'bin/busybox'));
    symlinkIfMissing(join(root, 'bin/sh'));
    command('tar', ['-C', root, '--owner=0', '--group=0', '-cf', join(this.folder, 'layer.tar'), 'bin']);
    const [digest = ''] = command('sha256sum', [join(this.folder, 'layer.tar')]).split(' ');
    const config = {
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    };
    writeFileSync(join(this.folder, 'config.json'), JSON.stringify(config));
    const list = [{ Config: 'config.json', RepoTags: [IMAGE], Layers: ['layer.tar'] }];
    writeFileSync(join(this.folder, 'manifest.json'), JSON.stringify(list));
    command('tar', ['-C', this.folder, '-cf', file, 'manifest.json', 'config.json', 'layer.tar']);
  }
}

function symlinkIfMissing(path: string): void {
  try {
    readFileSync(path);
  } catch {
    symlinkSync('busybox', path);
  }
}

const COMPOSE = `version: '2'
services:
  site:
    image: ${IMAGE}
    command: ${BUSYBOX} httpd -f -p 8080 -h /site
    user: '10021'
    expose: ['8080']
    restart: always
    volumes: ['./site:/site']
  reader:
    image: ${IMAGE}
    command: ['${BUSYBOX}', 'sh', '-c', 'while true; do ${BUSYBOX} wget -q -O /answers/last http://site:8080/; ${BUSYBOX} sleep 2; done']
    user: '10021'
    links: [site]
    restart: always
    volumes: ['answers:/answers']
volumes:
  answers: {}
`;
