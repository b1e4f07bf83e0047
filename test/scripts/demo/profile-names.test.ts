import { profileNames, retiredNames } from '../../../scripts/demo/profile-names';

test("the keys of a loader's ConfigMaps are the names of its profiles", () => {
  const configMap = (name: string, data?: Record<string, string>): object => ({ metadata: { name }, data });
  expect(
    profileNames([
      configMap('b', { web: 'profile web {}' }),
      configMap('a', { db: '', web: '' }),
      configMap('empty'),
    ] as any),
  ).toEqual(['db', 'web']);
});

test('a list of retired names has one name on each line', () => {
  expect(retiredNames('web\n  db  \n\n')).toEqual(['web', 'db']);
  expect(retiredNames()).toEqual([]);
});
