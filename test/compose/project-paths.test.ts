import { withRelativePaths } from '../../src/compose/project-paths';

test('paths below the folder of the project are relative, and others stay', () => {
  const value = { source: '/srv/shop/config', list: ['/srv/shop', '/srv/shops/x', 'a/srv/shop/b', 3, null, true] };
  expect(withRelativePaths(value, '/srv/shop')).toEqual({
    source: './config',
    list: ['.', '/srv/shops/x', 'a/srv/shop/b', 3, null, true],
  });
});
