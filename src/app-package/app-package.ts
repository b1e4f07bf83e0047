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

/** Properties of an app package. Paths are absolute, or relative to the working directory. */
export interface AppPackageProps {
  /** Name of the app: 1 to 63 letters, digits, dots, dashes and underscores, the first a letter or digit. */
  readonly name: string;
  /** Version of the app: 1 to 63 characters as in the name, and pluses. */
  readonly version: string;
  /**
   * Protection of the package.
   *
   * @default AppPackageForm.SEALED
   */
  readonly form?: AppPackageForm;
  /**
   * Machines that can open the package: the file of the public key in PEM (RSA, at least 2048 bits) by the name of the machine,
   * which is the exact content of its file `key_name`.
   *
   * @default - those of `machineFolder`
   */
  readonly machines?: { readonly [name: string]: string };
  /**
   * Folder with the public keys of machines that can open the package, as `NAME.pub.pem`.
   *
   * @default - those of `machines`
   */
  readonly machineFolder?: string;
  /**
   * File of the private key that signs the package, in PEM (RSA, Ed25519 or P-256) and without a passphrase.
   *
   * @default - unsigned
   */
  readonly signingKey?: string;
  /**
   * True if the signature names the machines and their keys. No other machine then accepts the package, and
   * `secure-edge package recipients` rejects it. Requires `signingKey`, and a form with machines.
   *
   * @default false
   */
  readonly bindMachines?: boolean;
  /**
   * Folder with the synthesized manifests of an app, `app.outdir`. Its content is packed below `manifests/`.
   *
   * @default - no manifests
   */
  readonly manifests?: string;
  /**
   * Archives of images from `docker save`, compressed or not. Their names contain `.tar`. They are packed at the root of the
   * package, where container-app-service loads them from.
   *
   * @default - none
   */
  readonly images?: string[];
  /**
   * More files and folders, by their path in the package: `{ 'config/web': 'deploy/web' }`.
   *
   * @default - none
   */
  readonly data?: { readonly [path: string]: string };
}

/** Options of writing an app package. */
export interface AppPackageWriteOptions {
  /**
   * True if an existing package is replaced.
   *
   * @default false
   */
  readonly overwrite?: boolean;
}

/**
 * Package of an app in one file, for gateways that no cluster reaches: synthesized manifests, images and data.
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

  /** @throws {@link InputError} if the name or the version is invalid */
  constructor(private readonly props: AppPackageProps) {
    this.subject = `app package ${quote(props.name)}`;
    this.metadata = packageMetadata(props.name, props.version);
  }

  /**
   * Writes the package completely or not at all. Synthesize the app first.
   *
   * @param output path of the package, outside the folder of manifests; its folder is created if it does not exist
   * @returns what container-app-service would miss, one sentence each
   * @throws {@link InputError} if something cannot be packed, with all problems at once, or if the file already exists
   */
  public async write(output: string, options: AppPackageWriteOptions = {}): Promise<string[]> {
    const { form = AppPackageForm.SEALED, manifests, signingKey, bindMachines } = this.props;
    if (manifests !== undefined && isWithin(output, manifests))
      throw new InputError(this.subject, [
        `cannot be written to ${quote(output)}, among the manifests in ${quote(manifests)}: write it to another folder`,
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
      signingKey: key,
      bindMachines,
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
      Promise.reject(
        new InputError(`private key ${quote(file)}`, ['is encrypted with a passphrase: sign on the command line']),
      ),
    );
    warnings.push(...read.warnings);
    return read.key;
  }
}

async function imageProblem(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return `has no image ${quote(file)}`;
  if (!isImageName(basename(file))) return `has the image ${quote(file)}, whose name must contain .tar`;
  return (await holdsImage(file)) ? undefined : `has the image ${quote(file)}, which is not an archive of images`;
}
