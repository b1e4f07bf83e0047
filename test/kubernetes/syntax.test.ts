import * as syntax from '../../src/kubernetes/syntax';

type Check = (what: string, value: any) => string | undefined;

const CHECKS: ReadonlyArray<readonly [name: string, check: Check, good: unknown[], bad: unknown[]]> = [
  [
    'a DNS label',
    syntax.dnsLabel,
    ['a', '0', 'a-b', 'a--b', 'a'.repeat(63)],
    ['', 'a'.repeat(64), 'A', '-a', 'a-', 'a.b', 'a_b', 'ä', 'a\n', 'a b'],
  ],
  [
    'a DNS name',
    syntax.dnsSubdomain,
    ['a', 'a.b', 'a-b.c0', 'a'.repeat(253), `${'a.'.repeat(126)}a`],
    ['', 'a'.repeat(254), 'a..b', '.a', 'a.', 'a.-b', 'a-.b', 'A.b', 'a_b', 'a.b\n'],
  ],
  [
    'a label key',
    syntax.labelKey,
    ['a', 'A', 'a.b_c-d', 'a'.repeat(63), 'example.com/a', `${'a'.repeat(253)}/a`],
    ['', 'a'.repeat(64), '-a', 'a-', '/a', 'a/', 'a/b/c', 'A.com/a', 'a_b/c', `${'a'.repeat(254)}/a`, 'a b'],
  ],
  [
    'a label value',
    syntax.labelValue,
    ['', 'a', 'A.b_c-d', 'a'.repeat(63)],
    ['a'.repeat(64), '-a', 'a-', '_a', 'a.', 'a/b', 'a b', 'a\n'],
  ],
  ['a port number', syntax.portNumber, [1, 65535], [0, 65536, -1, 1.5, Number.NaN, Infinity]],
  [
    'a port name',
    syntax.portName,
    ['a', 'http', '8080-a', 'a'.repeat(15)],
    ['', 'a'.repeat(16), '8080', '0-0', 'a--b', '-a', 'a-', 'Http', 'a_b', 'a.b'],
  ],
  ['a user or group id', syntax.unixId, [0, 2147483647], [-1, 2147483648, 1.5, Number.NaN]],
  [
    'a quantity',
    syntax.quantity,
    [
      '0',
      '2',
      '+2',
      '1.5',
      '.5',
      '5.',
      '100m',
      '64Mi',
      '1k',
      '1Ki',
      '1E',
      '1e3',
      '1E3',
      '1e-3',
      '1n',
      '1u',
      '1P',
      '1Pi',
      '1Ei',
    ],
    [
      '',
      '-1',
      'm',
      '.',
      '+',
      '1.2.3',
      '1K',
      '1ki',
      '1mi',
      '1 Mi',
      '1MiB',
      '1e',
      '1e1.5',
      '1Mi ',
      'a',
      '1,5',
      '++1',
      '0x10',
      '1\n',
    ],
  ],
  [
    'the name of an environment variable',
    syntax.envName,
    ['A', 'a', '_', '-a', '.a', 'a.b', 'A_1', 'a..b'],
    ['', '1A', 'A B', 'A=B', 'Ä', '.', '..', '..a', 'A\n'],
  ],
  [
    'a key of a ConfigMap',
    syntax.configKey,
    ['a', '.a', '1', 'a..b', '-', 'a'.repeat(253)],
    ['', '.', '..', '..a', 'a'.repeat(254), 'a/b', 'a b', 'a\n'],
  ],
  [
    'an absolute path',
    syntax.absolutePath,
    ['/a', '/a/b', '/a b', '/.a', '/a..b', '/...', '/ä'],
    [
      '',
      '/',
      'a',
      './a',
      '/a/',
      '//a',
      '/a//b',
      '/.',
      '/a/./b',
      '/..',
      '/a/../b',
      '/a:b',
      '/a\n',
      '/a\tb',
      '/a\r',
      '/\u0000',
      '/\u007f',
    ],
  ],
  [
    'a plain text',
    syntax.plainText,
    ['', 'a', 'a\tb\nc\r\n', 'ä', '\u00a0', '😀', '\ufffd'],
    [
      '\u0000',
      '\u0008',
      '\u000b',
      '\u000c',
      '\u001b[0m',
      '\u007f',
      '\u0080',
      '\u0085',
      '\u009b',
      '\u2028',
      '\u2029',
      '\ufeff',
      '\uffff',
      '\ud83d',
      'a\ude00',
    ],
  ],
  [
    'a cron schedule',
    syntax.cronSchedule,
    [
      '* * * * *',
      '0 3 * * *',
      '59 23 31 12 6',
      '0 0 1 1 0',
      '*/5 0-23/2 1,15 jan-DEC Mon-fri',
      '? ? ? ? ?',
      '5/15 * * * *',
      ' 0  3\t* * * ',
      '@yearly',
      '@annually',
      '@monthly',
      '@weekly',
      '@daily',
      '@midnight',
      '@hourly',
    ],
    [
      '',
      '* * * *',
      '* * * * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * 32 * *',
      '* * * 0 *',
      '* * * 13 *',
      '* * * * 7',
      '* * * foo *',
      '* * * * jan',
      '*/0 * * * *',
      '5-1 * * * *',
      '1-2-3 * * * *',
      '1- * * * *',
      '-1 * * * *',
      ', * * * *',
      '1,, * * * *',
      '1/2/3 * * * *',
      '*/a * * * *',
      '1.5 * * * *',
      '@reboot',
      '@Daily',
      'TZ=UTC 0 3 * * *',
    ],
  ],
];

describe.each(CHECKS)('%s', (_name, check, good, bad) => {
  test.each(good.map((value) => [value]))('can be %j', (value) => {
    expect(check('it', value)).toBeUndefined();
  });

  test.each(bad.map((value) => [value]))('cannot be %j', (value) => {
    expect(check('it', value)).toMatch(/^it must .*, got /);
  });
});

describe('the message of a problem', () => {
  test('says what is allowed, what was found and what would be valid', () => {
    expect(syntax.dnsLabel('name', 'My App!')).toBe(
      'name must be at most 63 of the characters a-z, 0-9 and "-", with a letter or digit at both ends, got "My App!": write "my-app"',
    );
    expect(syntax.dnsLabel('name', `${'a'.repeat(62)}-bc`)).toMatch(new RegExp(`: write "${'a'.repeat(62)}"$`));
    expect(syntax.dnsLabel('name', '!')).toMatch(/got "!"$/);
    expect(syntax.dnsSubdomain('name', '_x')).toMatch(/got "_x": write "x"$/);
  });

  test('names the wrong field of a schedule with five fields', () => {
    expect(syntax.cronSchedule('schedule', '* * 32 * *')).toMatch(/got "\* \* 32 \* \*" \(its day of month\)$/);
    expect(syntax.cronSchedule('schedule', '* * 32 *')).toMatch(/got "\* \* 32 \*"$/);
  });

  test('names the key of a label, or the value with its key', () => {
    expect(syntax.labels('label', { ok: 'ok', '-bad': 'a', key: '-bad', '': '-' })).toEqual([
      expect.stringMatching(/^label key must .* got "-bad"$/),
      expect.stringMatching(/^label "key" must .* got "-bad"$/),
      expect.stringMatching(/^label key must .* got ""$/),
      expect.stringMatching(/^label "" must .* got "-"$/),
    ]);
  });
});
