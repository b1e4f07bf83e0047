import { withoutTrailing } from '../../src/kubernetes/trailing';

test.each([
  ['/data//', '/data'],
  ['/data', '/data'],
  ['//', ''],
  ['', ''],
  ['/a/b/', '/a/b'],
])('%p without slashes at its end is %p', (text, expected) => {
  expect(withoutTrailing(text, '/')).toBe(expected);
});
