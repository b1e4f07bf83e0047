import type { ImagePart, OwnImage } from './own-image';

/** Package of an SPDX document. */
interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo: string;
  readonly downloadLocation: 'NOASSERTION';
  readonly filesAnalyzed: false;
  readonly checksums?: readonly { readonly algorithm: 'SHA256'; readonly checksumValue: string }[];
  readonly externalRefs?: readonly {
    readonly referenceCategory: 'PACKAGE-MANAGER';
    readonly referenceType: 'purl';
    readonly referenceLocator: string;
  }[];
}

/** Parts that `parts.json` pins: crates and packages of Debian. All other parts are programs of this repository. */
export interface PinnedParts {
  readonly crates: Readonly<Record<string, unknown>>;
  readonly debian: Readonly<Record<string, unknown>>;
}

/** Crate that a program is linked from. */
export interface Crate {
  readonly name: string;
  readonly version: string;
}

const SOURCE = 'https://github.com/cdk8s-secure-edge/cdk8s-secure-edge';

/**
 * Returns the bill of materials of an image, as an SPDX 2.3 document.
 * @param crates crates that the Rust programs of the image are linked from
 * @param created date of the release, such as `2026-12-01T00:00:00Z`
 */
export function spdxDocument(
  image: OwnImage,
  pinned: PinnedParts,
  crates: readonly Crate[],
  created: string,
): Record<string, unknown> {
  const root: SpdxPackage = {
    ...basics('SPDXRef-image', image.name, image.tag),
    checksums: [sha256(image.digest.replace('sha256:', ''))],
    externalRefs: [
      purl(`pkg:oci/${image.name}@${encodeURIComponent(image.digest)}?repository_url=${image.repository}`),
    ],
  };
  const parts = image.parts.map((part, index) => partPackage(part, pinned, index));
  const linked = crates.map(({ name, version }) => ({
    ...basics(`SPDXRef-crate-${name.replaceAll('_', '.')}-${version.replaceAll(/[^\w.-]/g, '.')}`, name, version),
    externalRefs: [purl(`pkg:cargo/${name}@${encodeURIComponent(version)}`)],
  }));
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${image.name}-${image.tag}`,
    documentNamespace: `${SOURCE}/sbom/${image.name}/${image.digest.replace(':', '-')}`,
    creationInfo: { created, creators: ['Organization: cdk8s-secure-edge'] },
    packages: [root, ...parts, ...linked],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', root.SPDXID),
      ...[...parts, ...linked].map((each) => relationship(root.SPDXID, 'CONTAINS', each.SPDXID)),
    ],
  };
}

/**
 * Returns the crates that the licences in an image name: each licence stands under a line with its crates, such as
 * `serde-1.0.0, serde_json-1.0.0`.
 */
export function cratesOf(licences: string): Crate[] {
  const names = new Set<string>();
  for (const line of licences.split('\n')) {
    const words = line.split(', ');
    if (words.every((word) => CRATE.test(word))) for (const word of words) names.add(word);
  }
  return [...names].sort().map((word) => {
    const [, name, version] = CRATE.exec(word)!;
    return { name: name!, version: version! };
  });
}

const CRATE = /^([A-Za-z][\w-]*?)-(\d+\.\d+\.\d+\S*)$/;

function partPackage(part: ImagePart, pinned: PinnedParts, index: number): SpdxPackage {
  const { name, version, platform } = part;
  const architecture = platform.split('/')[1]!;
  return {
    ...basics(`SPDXRef-part-${index + 1}`, name, version),
    checksums: [sha256(part.sha256)],
    externalRefs: [purl(partUrl(name, encodeURIComponent(version), architecture, pinned))],
  };
}

function partUrl(name: string, version: string, architecture: string, pinned: PinnedParts): string {
  if (Object.hasOwn(pinned.debian, name)) return `pkg:deb/debian/${name}@${version}?arch=${architecture}`;
  if (Object.hasOwn(pinned.crates, name)) return `pkg:cargo/${name}@${version}?arch=${architecture}`;
  return `pkg:github/cdk8s-secure-edge/cdk8s-secure-edge@v${version}?arch=${architecture}#images/${name}`;
}

function basics(
  id: string,
  name: string,
  version: string,
): Pick<SpdxPackage, 'SPDXID' | 'name' | 'versionInfo' | 'downloadLocation' | 'filesAnalyzed'> {
  return { SPDXID: id, name, versionInfo: version, downloadLocation: 'NOASSERTION', filesAnalyzed: false };
}

function sha256(checksumValue: string): { algorithm: 'SHA256'; checksumValue: string } {
  return { algorithm: 'SHA256', checksumValue };
}

function purl(referenceLocator: string): NonNullable<SpdxPackage['externalRefs']>[number] {
  return { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator };
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}
