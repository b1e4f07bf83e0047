import { createHash } from 'node:crypto';
import type { AppPackageForm } from './app-package-form';

export const MANIFEST_NAME = 'MANIFEST.JSON';
export const SIGNATURE_NAME = 'SIGNATURE.JWS';

/** A payload within a package, compressed and perhaps encrypted. */
export interface PackedPayload {
  /** Of the entry that it is. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Reads it anew each time. */
  bytes(): AsyncIterable<Buffer>;
}

/** What stands in a package; nothing of it is judged yet but its shape. */
export interface PackageContents {
  readonly form: AppPackageForm;
  /** `MANIFEST.JSON` as it stands; packages of other writers may have none. */
  readonly manifest: Buffer | undefined;
  /** For each machine, under the name of its entry, the wrapped key. */
  readonly wrappedKeys: ReadonlyMap<string, Buffer>;
  readonly payload: PackedPayload;
  readonly signature: Buffer | undefined;
  /** What a sealed package says by the seal: the bytes before it, and the seal over them. */
  readonly seal: { readonly sealed: Buffer; readonly code: Buffer } | undefined;
}

/** SHA-256 in hex of what a signature covers, by the names of the entries. */
export async function contentDigests({
  manifest,
  payload,
}: Pick<PackageContents, 'manifest' | 'payload'>): Promise<Record<string, string>> {
  const hash = createHash('sha256');
  for await (const chunk of payload.bytes()) hash.update(chunk);
  return {
    [MANIFEST_NAME]: createHash('sha256')
      .update(manifest ?? '')
      .digest('hex'),
    [payload.name]: hash.digest('hex'),
  };
}
