import { readFileSync } from 'node:fs';

/** Fields of this package's `package.json`. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  /** Versions that this package is tested with, by package. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Reads the `package.json` of this package, wherever it is installed. */
export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(require.resolve('cdk8s-secure-edge/package.json'), 'utf8')) as OwnPackage;
}
