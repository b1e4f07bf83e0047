import { statSync } from 'node:fs';
import { readTar } from './archive/tar-reader';
import { isImageName } from './payload/payload';
import { inspectImage, type ImageInspection } from './payload/image-inspection';
import { DEFAULT_LIMITS, ExpansionBudget, type PackageLimits } from './limits';
import type { BoundMachine } from './bound-recipients';
import { recipient } from './machine-name';
import { readPayload, verifySignature, type Opener } from './open-package';
import type { PackageContents } from './package-contents';
import { AppPackageForm } from './app-package-form';
import { parseManifest } from './package-metadata';
import type { PackageSigner } from './package-signature';
import { PayloadKind, PayloadTree, type PayloadEntry } from './payload/payload-tree';
import { readPackage } from './read-package';

/** Description of a package. The entries of an encrypted package need a key. */
export interface PackageInspection {
  readonly form: AppPackageForm;
  /** Size of the file in bytes. */
  readonly size: number;
  /** Empty if the manifest does not contain it. */
  readonly name: string;
  /** Empty if the manifest does not contain it. */
  readonly version: string;
  /** Undefined if there is none, or if it is not a JSON object. */
  readonly manifest: Readonly<Record<string, unknown>> | undefined;
  /** Names of the machines that can open it, sorted. */
  readonly recipients: ReadonlyArray<string>;
  /** Signer whose signature is valid. Undefined for an unsigned package. */
  readonly signer: PackageSigner | undefined;
  /** Machines that the signer bound: the only ones that may open the package. Undefined if the signer bound none. */
  readonly boundMachines: ReadonlyArray<BoundMachine> | undefined;
  readonly payload: { readonly name: string; readonly size: number };
  /** Undefined if they are encrypted and no key is given. */
  readonly entries: ReadonlyArray<PayloadEntry> | undefined;
  /** Images at the root of the payload. Undefined if they are encrypted and no key is given. */
  readonly images: ReadonlyArray<ImageInspection> | undefined;
}

/**
 * Describes a package, and verifies its signature.
 * @throws InputError if the package could not be opened
 */
export function inspectPackage(path: string, limits: PackageLimits = {}, opener?: Opener): Promise<PackageInspection> {
  return readPackage(path, limits, async (contents) => {
    const signed = await verifySignature(contents, undefined);
    const metadata = contents.manifest && parseManifest(contents.manifest);
    return {
      form: contents.form,
      size: statSync(path).size,
      name: metadata?.name ?? '',
      version: metadata?.version ?? '',
      manifest: metadata?.manifest,
      recipients: [...new Set([...contents.wrappedKeys.keys()].map((entry) => recipient(entry, contents.form)))].sort(),
      signer: signed?.signer,
      boundMachines: signed?.machines,
      payload: { name: contents.payload.name, size: contents.payload.size },
      ...(await inspectPayload(contents, opener, { ...DEFAULT_LIMITS, ...limits })),
    };
  });
}

async function inspectPayload(
  contents: PackageContents,
  opener: Opener | undefined,
  limits: Required<PackageLimits>,
): Promise<Pick<PackageInspection, 'entries' | 'images'>> {
  if (contents.form !== AppPackageForm.CLEAR && opener === undefined) return { entries: undefined, images: undefined };
  const tree = new PayloadTree(limits);
  const entries: PayloadEntry[] = [];
  const images: ImageInspection[] = [];
  const budget = ExpansionBudget.ofNested(limits, contents.payload.size);
  await readPayload(contents, contents.payload.bytes(), opener, limits, async (tar) => {
    for await (const { body, ...header } of readTar(tar)) {
      const entry = tree.add(header);
      entries.push(entry);
      if (entry.kind === PayloadKind.FILE && isImageName(entry.path))
        images.push(...(await inspectImage(entry.path, body, budget)));
    }
  });
  tree.end();
  return { entries, images };
}
