import type { OwnImage } from '../../../scripts/images/own-image';
import { cratesOf, spdxDocument } from '../../../scripts/images/sbom';

const image: OwnImage = {
  name: 'loader',
  repository: 'ghcr.io/acme/loader',
  tag: '1.2.0',
  digest: 'sha256:0a1b',
  platforms: {},
  parts: [
    { name: 'loader', version: '1.2.0', sha256: 'aa', platform: 'linux/amd64' },
    { name: 'libc6', version: '2.36-9+deb12u14', sha256: 'bb', platform: 'linux/arm64' },
    { name: 'tool', version: '0.7.0', sha256: 'cc', platform: 'linux/arm64' },
  ],
};
const crates = [{ name: 'serde_json', version: '1.0.1+x' }];
const document = spdxDocument(image, { crates: { tool: {} }, debian: { libc6: {} } }, crates, '2026-12-01T00:00:00Z');
const packages = document['packages'] as { SPDXID: string; externalRefs: { referenceLocator: string }[] }[];

test('names each part by the address of its ecosystem', () => {
  expect(packages.map(({ externalRefs }) => externalRefs[0]?.referenceLocator)).toEqual([
    'pkg:oci/loader@sha256%3A0a1b?repository_url=ghcr.io/acme/loader',
    'pkg:github/cdk8s-secure-edge/cdk8s-secure-edge@v1.2.0?arch=amd64#images/loader',
    'pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=arm64',
    'pkg:cargo/tool@0.7.0?arch=arm64',
    'pkg:cargo/serde_json@1.0.1%2Bx',
  ]);
});

test('describes the image, which contains every part', () => {
  expect(document).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    documentNamespace: 'https://github.com/cdk8s-secure-edge/cdk8s-secure-edge/sbom/loader/sha256-0a1b',
    creationInfo: { created: '2026-12-01T00:00:00Z' },
  });
  const [described, ...contained] = document['relationships'] as Record<string, string>[];
  expect(described).toEqual({
    spdxElementId: 'SPDXRef-DOCUMENT',
    relationshipType: 'DESCRIBES',
    relatedSpdxElement: 'SPDXRef-image',
  });
  expect(contained.map(({ relatedSpdxElement }) => relatedSpdxElement)).toEqual(
    packages.slice(1).map(({ SPDXID }) => SPDXID),
  );
});

test('every id has only the characters that SPDX permits, and is unique', () => {
  const ids = packages.map(({ SPDXID }) => SPDXID);
  for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the crates are those above the licences', () => {
  const licences = [
    "This program is linked from Rust's standard library, musl and the crates named here.",
    '',
    'aho-corasick-1.1.3, memchr-2.7.4',
    '',
    'Permission is granted, free of charge, to-1 all',
    '',
    'memchr-2.7.4, wasi-0.11.0+wasi-snapshot-preview1',
  ].join('\n');
  expect(cratesOf(licences)).toEqual([
    { name: 'aho-corasick', version: '1.1.3' },
    { name: 'memchr', version: '2.7.4' },
    { name: 'wasi', version: '0.11.0+wasi-snapshot-preview1' },
  ]);
});
