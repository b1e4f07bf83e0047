import type { KeyObject } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { AppPackageForm } from './app-package-form';
import { holdsImage } from './payload/image-archive';
import { readPrivateKey } from './keys/private-key';
import { readPublicKey } from './keys/public-key';
import { machinesInFolder, type Machine } from './machine';
import { packPackage } from './pack-package';
import { packageMetadata, type PackageMetadata } from './package-metadata';
import { isImageName, isWithin, Payload } from './payload/payload';

/** What an app package is made of. All paths are absolute, or from the working directory. */
export interface AppPackageProps {
  /** Name of the app: 1 to 63 letters, digits, dots, dashes and underscores, the first a letter or digit. */
  readonly name: string;
  /** Version of the app, in the same letters and pluses. */
  readonly version: string;
  /**
   * How it is protected.
   * @default AppPackageForm.SEALED
   */
  readonly form?: AppPackageForm;
  /**
   * The machines that can open it: for each name, the whole content of the machine's file `key_name`, the file of its public
   * key in PEM (RSA, at least 2048 bits).
   * @default - those of `machineFolder`
   */
  readonly machines?: { readonly [name: string]: string };
  /**
   * A folder with the public keys of machines that can open it, as `NAME.pub.pem`.
   * @default - those of `machines`
   */
  readonly machineFolder?: string;
  /**
   * File of the private key that signs it, in PEM (RSA, Ed25519 or P-256), under no passphrase.
   * @default - unsigned
   */
  readonly signingKey?: string;
  /**
   * Whether the signature names the machines and their keys. If so, no other machine accepts the package, and
   * `secure-edge package recipients` rejects it. Needs `signingKey`; a clear package has no machines to bind.
   * @default false
   */
  readonly bindMachines?: boolean;
  /**
   * The folder that an app was synthesized to, `app.outdir`. What is in it goes to `manifests/`.
   * @default - no manifests
   */
  readonly manifests?: string;
  /**
   * Archives of images, as `docker save` writes them, compressed or not; their names have `.tar` in them. They go to the
   * root, where container-app-service loads them from.
   * @default - none
   */
  readonly images?: string[];
  /**
   * More files and folders, by the path that they get in the package: `{ 'config/web': 'deploy/web' }`.
   * @default - none
   */
  readonly data?: { readonly [path: string]: string };
}

/** How an app package is written. */
export interface AppPackageWriteOptions {
  /**
   * Whether a package that is there is replaced.
   * @default false
   */
  readonly overwrite?: boolean;
}

/**
 * What an app was synthesized to, with images and data, in one file for gateways that no cluster reaches.
 *
 * ```ts
 * app.synth();
 * const web = new AppPackage({ name: 'web', version: '1.4.0', manifests: app.outdir, machineFolder: 'machines' });
 * await web.write('packages/web-1.4.0.pkg');
 * ```
 *
 * @see docs/app-packages.md
 */
export class AppPackage {
  private readonly subject: string;
  private readonly metadata: PackageMetadata;

  /** @throws for a name or version that is none */
  constructor(private readonly props: AppPackageProps) {
    this.subject = `app package ${quote(props.name)}`;
    this.metadata = packageMetadata(props.name, props.version);
  }

  /**
   * Writes the package, whole or not at all, once the app is synthesized.
   * @param output the file, outside of the folder of manifests; its folder is made when it is not there
   * @returns what container-app-service would miss, one sentence each
   * @throws for whatever cannot be packed, all problems at once, and for a file that is there already
   */
  public async write(output: string, options: AppPackageWriteOptions = {}): Promise<string[]> {
    const { form = AppPackageForm.SEALED, manifests, signingKey, bindMachines } = this.props;
    if (manifests !== undefined && isWithin(output, manifests))
      throw new InputError(this.subject, [
        `cannot be written to ${quote(output)}, among the manifests in ${quote(manifests)}: write it elsewhere`,
      ]);
    const payload = await this.payload();
    const entries = payload.entries();
    const warnings = await payload.checkForm(form);
    const key = signingKey === undefined ? undefined : await this.readSigningKey(signingKey, warnings);
    await packPackage({
      output,
      overwrite: options.overwrite ?? false,
      form,
      metadata: this.metadata,
      entries,
      machines: this.machines(),
      ...(key && { signingKey: key }),
      ...(bindMachines !== undefined && { bindMachines }),
    });
    return warnings;
  }

  private machines(): Machine[] {
    const { machines = {}, machineFolder } = this.props;
    const named = Object.keys(machines).sort();
    return [
      ...named.map((name) => ({ name, key: readPublicKey(machines[name] ?? '') })),
      ...(machineFolder === undefined ? [] : machinesInFolder(machineFolder)),
    ];
  }

  private async payload(): Promise<Payload> {
    const { manifests, images = [], data = {} } = this.props;
    const problems = new Problems();
    const payload = new Payload(this.subject);
    if (manifests !== undefined && !existsSync(manifests))
      problems.add(`has no manifests in ${quote(manifests)}: synthesize the app first`);
    else if (manifests !== undefined) payload.addFolder(manifests, 'manifests');
    for (const image of images) {
      problems.add(await imageProblem(image));
      payload.addFile(basename(image), image);
    }
    for (const path of Object.keys(data).sort()) {
      const source = data[path] ?? '';
      if (!existsSync(source)) problems.add(`has no ${quote(source)} for ${quote(path)}`);
      else if (lstatSync(source).isDirectory()) payload.addFolder(source, path);
      else payload.addFile(path, source);
    }
    problems.throwIfAny(this.subject);
    return payload;
  }

  private async readSigningKey(file: string, warnings: string[]): Promise<KeyObject> {
    const read = await readPrivateKey(file, () =>
      Promise.reject(new InputError(`private key ${quote(file)}`, ['is under a passphrase: sign on the command line'])),
    );
    warnings.push(...read.warnings);
    return read.key;
  }
}

async function imageProblem(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return `has no image ${quote(file)}`;
  if (!isImageName(basename(file))) return `has the image ${quote(file)}, whose name must have .tar in it`;
  return (await holdsImage(file)) ? undefined : `has the image ${quote(file)}, which is no archive of images`;
}
