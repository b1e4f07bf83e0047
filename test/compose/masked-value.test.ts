import { masked } from '../../src/compose/masked-value';

const TOKEN = 'ghp_' + 'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36);

describe('masks', () => {
  test.each<[string, ReadonlyArray<string | number>, unknown, unknown]>([
    ['a variable with the name of a password', ['environment', 'DB_PASSWORD'], 'hunter2!', '***'],
    ['a token in any key', ['labels', 'note'], TOKEN, '***'],
    [
      'a request with credentials in a variable',
      ['environment', 'CHECK'],
      'curl -u admin:hunter2secret http://a',
      '***',
    ],
    [
      'such a request in a variable of a hook',
      ['post_start', 0, 'environment', 'CHECK'],
      'curl -u admin:hunter2secret http://a',
      '***',
    ],
    ['the content of a secret', ['secrets', 'a', 'content'], 'any text', '***'],
    [
      'the word of a command only',
      ['command'],
      ['mysql', '--password=hunter2secret', 'shop'],
      ['mysql', '***', 'shop'],
    ],
    ['the word of a hook', ['pre_start', 0, 'command'], ['mysql', '--password=hunter2secret'], ['mysql', '***']],
    [
      'values below a mapping',
      ['pre_start', 0],
      { image: 'a', environment: { DB_PASSWORD: 'hunter2!', MODE: 'fast' } },
      { image: 'a', environment: { DB_PASSWORD: '***', MODE: 'fast' } },
    ],
  ])('%s', (_, steps, value, expected) => {
    expect(masked(steps, value)).toEqual(expected);
  });
});

test.each<[string, ReadonlyArray<string | number>, unknown]>([
  ['a plain variable', ['environment', 'MODE'], 'fast'],
  ['the content of a config without secrets', ['configs', 'a', 'content'], 'listen 80'],
  ['a number', ['environment', 'DB_PASSWORD'], 5],
  ['null', ['environment', 'DB_PASSWORD'], null],
  ['an empty password', ['environment', 'DB_PASSWORD'], ''],
])('keeps %s', (_, steps, value) => {
  expect(masked(steps, value)).toEqual(value);
});
