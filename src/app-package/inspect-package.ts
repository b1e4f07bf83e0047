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

/** What can be known of a package; without a key, of an encrypted one, not its entries. */
export interface PackageInspection {
  readonly form: AppPackageForm;
  /** Bytes of the file. */
  readonly size: number;
  /** Empty where the manifest does not say. */
  readonly name: string;
  /** Empty where the manifest does not say. */
  readonly version: string;
  /** Undefined where there is none, or where it is no JSON object. */
  readonly manifest: Readonly<Record<string, unknown>> | undefined;
  /** Names of the machines that can open it, sorted. */
  readonly recipients: ReadonlyArray<string>;
  /** Whose signature holds; undefined for an unsigned package. */
  readonly signer: PackageSigner | undefined;
  /** The only machines that the signer means it for; undefined: the signer does not bind them. */
  readonly boundMachines: ReadonlyArray<BoundMachine> | undefined;
  readonly payload: { readonly name: string; readonly size: number };
  /** Undefined where they are encrypted. */
  readonly entries: ReadonlyArray<PayloadEntry> | undefined;
  /** The images at the payload's root; undefined where they are encrypted. */
  readonly images: ReadonlyArray<ImageInspection> | undefined;
}

/**
 * Looks into a package; its signature is verified on the way.
 * @throws InputError for one that could not be opened either
 */
export function inspectPackage(path: string, limits: PackageLimits = {}, opener?: Opener): Promise<PackageInspection> {
  return readPackage(path, limits, async (contents) => {
    const signed = await verifySignature(contents, undefined);
    const said = contents.manifest && parseManifest(contents.manifest);
    return {
      form: contents.form,
      size: statSync(path).size,
      name: said?.name ?? '',
      version: said?.version ?? '',
      manifest: said?.manifest,
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
