import { namesPackFile } from '../../src/validation/pack-file';

test.each<[string, boolean]>([
  ['check ./own.js', false],
  ['check x --pack edge', false],
  ['check x --pack ./own', true],
  ['check x --pack edge --pack own.cjs', true],
  ['check x --pack=/own.js', true],
  ['check x --pack=cis', false],
])('whether a pack of its own is named: %s', (line, isNamed) => {
  expect(namesPackFile(line.split(' '))).toBe(isNamed);
});
