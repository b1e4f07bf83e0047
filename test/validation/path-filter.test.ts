import { pathFilter } from '../../src/validation/path-filter';

test.each<[string, string, boolean]>([
  ['values.yaml', 'charts/web/values.yaml', true],
  ['values.yaml', 'charts/web/values.yml', false],
  ['*.json', 'in/package.json', true],
  ['charts/**', 'charts/web/values.yaml', true],
  ['charts/**', 'in/charts/values.yaml', false],
  ['**/charts/**', 'in/charts/values.yaml', true],
  ['./charts/', 'charts', true],
  ['charts/*.yaml', './charts/values.yaml', true],
  ['node_modules', 'in/node_modules', true],
  ['*.yaml', '.hidden.yaml', true],
  ['{a,b}.yaml', 'in/b.yaml', true],
])('%s and %s: %s', (glob, path, isExcluded) => {
  expect(pathFilter([glob])(path)).toBe(isExcluded);
});

test('nothing is excluded without a glob, and an empty glob is rejected', () => {
  expect(pathFilter([])('a.yaml')).toBe(false);
  expect(() => pathFilter(['a', ''])).toThrow('--exclude: must be a glob');
});
