import { RegistryAllowList } from 'cdk8s-secure-edge';
import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const RULES = [
  ...['explicit-registry', 'image-digest', 'image-pull-policy', 'no-latest-tag'].map((id) => BuiltInRules.named(id)),
  new RegistryAllowList({ registries: ['registry.example'] }),
];
const HEX = '0123456789abcdef';

const found = (image: string): string[] =>
  findingsOf(
    RULES,
    `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: model, image: ${image}}], containers: []}}`,
  ).map(({ rule, path, container }) => `${rule} ${path}${container === undefined ? '' : ` of ${container}`}`);

test.each([
  [
    'with the tag latest, pulled by default',
    '{reference: "registry.example/model:latest"}',
    ['image-digest /spec/volumes/0/image/reference', 'no-latest-tag /spec/volumes/0/image/reference'],
  ],
  [
    'with a tag, not pulled by default',
    '{reference: "registry.example/model:1.2"}',
    ['image-digest /spec/volumes/0/image/reference', 'image-pull-policy /spec/volumes/0/image/pullPolicy'],
  ],
  ['with a digest', `{reference: "registry.example/model@sha256:${HEX.repeat(4)}", pullPolicy: ""}`, []],
  ['with a longer digest', `{reference: "registry.example/model@sha512:${HEX.repeat(8)}"}`, []],
  [
    'with half of a longer digest',
    `{reference: "registry.example/model@sha512:${HEX.repeat(4)}"}`,
    ['image-digest /spec/volumes/0/image/reference'],
  ],
  [
    'of no registry',
    `{reference: "model@sha256:${HEX.repeat(4)}"}`,
    ['explicit-registry /spec/volumes/0/image/reference', 'registry-allow-list /spec/volumes/0/image/reference'],
  ],
  ['that is never pulled', '{reference: "registry.example/model:1.2", pullPolicy: Never}', []],
])('an image volume %s', (_, image, expected) => {
  expect(found(image)).toEqual(expected);
});
