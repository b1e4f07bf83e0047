import { readFileSync } from 'node:fs';

/** What this package says of itself in its `package.json`. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly bugs: { readonly url: string };
}

/** This package's own `package.json`, wherever its compiled form is installed. */
export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(require.resolve('cdk8s-secure-edge/package.json'), 'utf8')) as OwnPackage;
}
