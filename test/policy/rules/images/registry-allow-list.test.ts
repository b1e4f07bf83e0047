import { RegistryAllowList } from 'cdk8s-secure-edge';
import { findingsOf } from '../../judging';

const foundIn = (image: string, ...registries: string[]): string[] =>
  findingsOf(
    [new RegistryAllowList({ registries })],
    `apiVersion: v1\nkind: Pod\nspec: {containers: [{name: main, image: "${image}"}]}`,
  ).map(({ path, message }) => `${path} ${message}`);

test.each([
  ['registry.example/sensor:1.2', 'registry.example'],
  ['registry.example/plant/sensor', 'registry.example/plant/'],
  ['localhost:5000/sensor', 'localhost:5000'],
  ['other.example/sensor', 'registry.example', 'other.example'],
])('%s comes from %s', (image, ...registries) => {
  expect(foundIn(image, ...registries)).toEqual([]);
});

test.each([
  ['nginx', 'registry.example'],
  ['registry.example.evil.example/sensor', 'registry.example'],
  ['registry.example/plants/sensor', 'registry.example/plant'],
  ['registry.example', 'registry.example'],
])('%s does not come from %s', (image, ...registries) => {
  expect(foundIn(image, ...registries)).toEqual([
    `/spec/containers/0/image image "${image}" does not come from a trusted registry`,
  ]);
});

test.each([[[]], [['']], [['library']], [['https://registry.example']], [['registry.example', '*']]])(
  'rejects the list %j',
  (registries) => {
    expect(() => new RegistryAllowList({ registries })).toThrow('RegistryAllowList: registries must be hosts');
  },
);
