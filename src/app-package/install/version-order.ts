/** Parsed version: numbers, and the pre-release of Semantic Versioning. */
interface Version {
  readonly numbers: ReadonlyArray<bigint>;
  /** Identifiers of a pre-release. Empty for a release. */
  readonly preRelease: ReadonlyArray<string>;
}

const NUMBERS = /^v?([0-9]+(?:\.[0-9]+)*)$/;
const SEMVER = /^v?([0-9]+\.[0-9]+\.[0-9]+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

/**
 * Compares two versions: negative if the first is older, positive if it is newer, 0 for the same rank. Numbers with dots
 * compare by number, and missing ones count as 0 (`1.4` and `1.4.0` have one rank). Pre-releases compare as in Semantic
 * Versioning 2.0.0; build metadata does not count.
 * @returns undefined if one of them has neither form, so that their order is unknown
 */
export function compareVersions(a: string, b: string): number | undefined {
  if (a === b) return 0;
  const [first, second] = [parseVersion(a), parseVersion(b)];
  if (first === undefined || second === undefined) return undefined;
  return compareNumbers(first.numbers, second.numbers) || comparePreReleases(first.preRelease, second.preRelease);
}

function parseVersion(text: string): Version | undefined {
  const [, numbers, preRelease] = NUMBERS.exec(text) ?? SEMVER.exec(text) ?? [];
  if (numbers === undefined) return undefined;
  return { numbers: numbers.split('.').map(BigInt), preRelease: preRelease?.split('.') ?? [] };
}

function compareNumbers(a: ReadonlyArray<bigint>, b: ReadonlyArray<bigint>): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = compare(a[i] ?? 0n, b[i] ?? 0n);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePreReleases(a: ReadonlyArray<string>, b: ReadonlyArray<string>): number {
  // a pre-release is older than its release
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (const [i, first] of a.entries()) {
    const second = b[i];
    if (second === undefined) return 1;
    const order = compareIdentifiers(first, second);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [a, b].map((identifier) => /^[0-9]+$/.test(identifier));
  if (isNumber && isOtherNumber) return compare(BigInt(a), BigInt(b));
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return compare(a, b);
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}
