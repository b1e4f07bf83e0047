import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { command } from '../../scripts/lib/command';
import { ROOT } from '../../scripts/lib/repository';
import { secureEdge } from '../parsec/secure-edge';

export const APP = 'hello';
/** Name of the one machine. */
export const MACHINE = 'gateway-7';
const ARCHIVE = join(ROOT, 'images/build/hello-user.tar');

/** Packages that are made on this host. */
export class Packages {
  /** File of the public key that signs. */
  public readonly signer: string;

  /** @param folder for packages and keys; it must not have been used before */
  constructor(private readonly folder: string) {
    this.signer = join(folder, 'release.pub.pem');
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'release.key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    writeFileSync(this.signer, publicKey.export({ type: 'spki', format: 'pem' }));
    mkdirSync(join(folder, 'machines'));
  }

  /** Takes the public key of the machine into the folder that is packed for. */
  public commit(publicKey: string): void {
    writeFileSync(join(this.folder, 'machines', `${MACHINE}.pub.pem`), `${publicKey}\n`);
  }

  /** A sealed package of the demo's server, which reads a file of the package to who asks. */
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

  /** A list of images without the image. */
  private writeBrokenImage(file: string): void {
    const list = [{ Config: 'config.json', RepoTags: [imageName()], Layers: ['layer.tar'] }];
    writeFileSync(join(this.folder, 'manifest.json'), JSON.stringify(list));
    command('tar', ['-C', this.folder, '-cf', file, 'manifest.json']);
  }
}

/** As the archive has it. */
function imageName(): string {
  const list = command('tar', ['-xOf', ARCHIVE, 'manifest.json']);
  const [{ RepoTags }] = JSON.parse(list) as [{ RepoTags: [string] }];
  return RepoTags[0];
}

/** A workload as teams write it: without a word of security, and for a cluster. */
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

/** Checks that the image is built. @throws Error that says how to build it */
export function requireImage(): void {
  try {
    readFileSync(ARCHIVE);
  } catch {
    throw new Error(`${ARCHIVE} is missing: build it with npm run images -- hello-user`);
  }
}
