import { createHash } from 'node:crypto';
import type { AppPackageForm } from './app-package-form';

export const MANIFEST_NAME = 'MANIFEST.JSON';
export const SIGNATURE_NAME = 'SIGNATURE.JWS';

/** Payload in a package, compressed and possibly encrypted. */
export interface PackedPayload {
  /** Name of its entry. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  /** Reads the payload from its start, at each call. */
  bytes(): AsyncIterable<Buffer>;
}

/** Content of a package. Only its structure has been checked. */
export interface PackageContents {
  readonly form: AppPackageForm;
  /** Bytes of `MANIFEST.JSON`. Packages of other writers may have none. */
  readonly manifest: Buffer | undefined;
  /** Wrapped key of each machine, by the name of its entry. */
  readonly wrappedKeys: ReadonlyMap<string, Buffer>;
  readonly payload: PackedPayload;
  readonly signature: Buffer | undefined;
  /** Seal of a sealed package, and the bytes before it, which it covers. */
  readonly seal: { readonly sealed: Buffer; readonly code: Buffer } | undefined;
}

/** Computes the SHA-256, in hex, of each entry that a signature covers, by the names of the entries. */
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
