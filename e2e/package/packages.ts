import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { command } from '../../scripts/lib/command';
import { ROOT } from '../../scripts/lib/repository';
import { secureEdge } from '../parsec/secure-edge';

export const APP = 'hello';
/** Name of the machine. */
export const MACHINE = 'gateway-7';
const ARCHIVE = join(ROOT, 'images/build/hello-user.tar');

/** Packages, which are created on this host. */
export class Packages {
  /** File of the signer's public key. */
  public readonly signer: string;

  /** @param folder new folder for packages and keys */
  constructor(private readonly folder: string) {
    this.signer = join(folder, 'release.pub.pem');
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'release.key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    writeFileSync(this.signer, publicKey.export({ type: 'spki', format: 'pem' }));
    mkdirSync(join(folder, 'machines'));
  }

  /** Adds the machine's public key to the folder of recipients. */
  public commit(publicKey: string): void {
    writeFileSync(join(this.folder, 'machines', `${MACHINE}.pub.pem`), `${publicKey}\n`);
  }

  /** Creates a sealed package of the demo's server, which returns a file of the package to its clients. */
  public hello(version: string, text: string, { isSigned = true, isBroken = false } = {}): string {
    const content = join(this.folder, `content-${version}`);
    mkdirSync(join(content, 'manifests'), { recursive: true });
    mkdirSync(join(content, 'data'));
    writeFileSync(join(content, 'data/user.txt'), text);
    writeFileSync(join(content, 'manifests/hello.yaml'), stringify(manifest()));
    if (isBroken) this.writeBrokenImage(join(content, 'hello.tar'));
    else copyFileSync(ARCHIVE, join(content, 'hello.tar'));
    const file = join(this.folder, `hello-${version}.pkg`);
    const options = ['--output', file, '--name', APP, '--app-version', version, '--machines', 'machines'];
    secureEdge(this.folder, 'package', 'pack', content, ...options, ...(isSigned ? ['--sign', 'release.key.pem'] : []));
    return file;
  }

  /** Writes an archive of an image whose layer is not one. */
  private writeBrokenImage(file: string): void {
    const list = [{ Config: 'config.json', RepoTags: [imageName()], Layers: ['layer.tar'] }];
    const rootfs = { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] };
    const files = {
      'manifest.json': JSON.stringify(list),
      'config.json': JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs }),
      'layer.tar': 'not a layer',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    command('tar', ['-C', this.folder, '-cf', file, ...Object.keys(files)]);
  }
}

/** Returns the image reference in the archive. */
function imageName(): string {
  const list = command('tar', ['-xOf', ARCHIVE, 'manifest.json']);
  const [{ RepoTags }] = JSON.parse(list) as [{ RepoTags: [string] }];
  return RepoTags[0];
}

/** Returns a typical workload for a cluster, without security settings. */
function manifest(): object {
  const container = {
    name: 'hello',
    image: imageName(),
    volumeMounts: [{ name: 'data', mountPath: '/usr/local/bin/user.txt' }],
  };
  const volumes = [{ name: 'data', hostPath: { path: '/secure-edge/package/data/user.txt' } }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: APP },
    spec: {
      selector: { matchLabels: { app: APP } },
      template: { metadata: { labels: { app: APP } }, spec: { containers: [container], volumes } },
    },
  };
}

/** Checks that the image is built. @throws Error with the command that builds the image */
export function requireImage(): void {
  try {
    readFileSync(ARCHIVE);
  } catch {
    throw new Error(`${ARCHIVE} is missing: build it with npm run images -- hello-user`);
  }
}
