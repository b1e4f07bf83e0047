import {
  Answer,
  differences,
  ENDPOINTS,
  Endpoint,
  EXPECTED,
  outcomeOf,
  OutcomeTable,
  renderOutcomes,
  Variant,
  VARIANTS,
} from '../../../scripts/demo/outcome';
import { goodAnswers } from './cluster';

type Changes = Partial<Record<Variant, Partial<Record<Endpoint, Answer>>>>;

/** Returns the table of good answers, with some changes. */
function table(changes: Changes = {}): OutcomeTable {
  const row = (variant: Variant): [string, object] => [
    variant,
    Object.fromEntries(
      ENDPOINTS.map((e) => [e, outcomeOf(variant, e, changes[variant]?.[e] ?? goodAnswers[variant][e])]),
    ),
  ];
  return Object.fromEntries(VARIANTS.map(row)) as OutcomeTable;
}

const ok = (body: string): Answer => ({ status: 200, body });
const judge = (endpoint: Endpoint, answer: Answer): string => outcomeOf('hello-user', endpoint, answer).word;

describe('an answer', () => {
  test('of the original server is a denial with status 200, also if it names root.txt for /proc/cpuinfo', () => {
    expect(judge('/rootfile', ok('unable to open root.txt: open root.txt: permission denied\n'))).toBe('denied');
    expect(judge('/procfile', ok('unable to open root.txt: open /proc/cpuinfo: permission denied\n'))).toBe('denied');
  });

  test('of our server is a denial with status 403', () => {
    expect(
      judge('/procfile', {
        status: 403,
        body: 'unable to open /proc/cpuinfo: open /proc/cpuinfo: permission denied\n',
      }),
    ).toBe('denied');
  });

  test('is not a denial if the file is missing, or if another program denies', () => {
    expect(
      judge('/rootfile', { status: 404, body: 'unable to open root.txt: open root.txt: no such file or directory' }),
    ).toBe('failed');
    expect(judge('/rootfile', ok('unable to open root.txt: open root.txt: no such file or directory'))).toBe('failed');
    expect(judge('/rootfile', { status: 403, body: 'Forbidden' })).toBe('failed');
    expect(judge('/rootfile', { status: 500, body: 'unable to open root.txt: open root.txt: permission denied' })).toBe(
      'failed',
    );
  });

  test('with the text of a file is ok only for that file', () => {
    expect(judge('/rootfile', ok('You have read the root.txt file.\n'))).toBe('ok');
    expect(judge('/rootfile', ok('You have read the user.txt file.\n'))).toBe('failed');
    expect(judge('/userfile', ok('You have read the user.txt file.\n'))).toBe('ok');
    expect(judge('/userfile', { status: 500, body: 'You have read the user.txt file.\n' })).toBe('failed');
  });

  test('about the processors is recognized by its first line', () => {
    expect(judge('/procfile', ok('processor\t: 0\nunable to open root.txt: open root.txt: permission denied'))).toBe(
      'ok',
    );
    expect(judge('/procfile', ok('\nprocessor\t: 0'))).toBe('failed');
  });

  test('about the user contains name, UID and GID', () => {
    expect(judge('/getuser', ok('User: root\nUID: 0\nGID: 0\n'))).toBe('root, 0, 0');
    expect(judge('/getuser', ok('User: root\nUID: 0\n'))).toBe('failed');
  });

  test('from another variant is a failure', () => {
    expect(judge('/hostname', ok('You are querying host hello-user-5d9f7c-x2x8k\n'))).toBe('ok');
    expect(judge('/hostname', ok('You are querying host armored-hello-user-5d9f7c-x2x8k\n'))).toBe('failed');
    expect(judge('/hostname', ok('You are querying host hello-override-5d9f7c-x2x8k\n'))).toBe('failed');
  });

  test('that is missing shows its reason, and an unknown one shows its printable first line', () => {
    expect(outcomeOf('hello-user', '/procfile', { failure: 'no port within 15 s' })).toEqual({
      word: 'failed',
      detail: 'no port within 15 s',
    });
    expect(outcomeOf('hello-user', '/procfile', { status: 500, body: 'a\u001b[2Jb\nc' })).toEqual({
      word: 'failed',
      detail: 'HTTP 500 "a\\u001b[2Jb"',
    });
  });
});

describe('the table', () => {
  test('has no difference for good answers', () => {
    expect(differences(table())).toEqual([]);
    expect(renderOutcomes(table())).toBe(
      `
variant               /hostname  /getuser              /rootfile  /userfile  /procfile
hello-root            ok         root, 0, 0            ok         ok         ok
hello-user            ok         nobody, 65534, 65534  denied     ok         ok
hello-override        ok         nobody, 65534, 65534  denied     ok         ok
armored-hello-user    ok         nobody, 65534, 65534  denied     ok         ok
armored-hello-denied  ok         nobody, 65534, 65534  denied     ok         denied
`.trim(),
    );
  });

  test('shows each unexpected cell with its outcome', () => {
    const bad = table({
      'hello-user': { '/rootfile': ok('You have read the root.txt file.') },
      'armored-hello-denied': { '/procfile': { failure: 'connect ECONNREFUSED' } },
    });
    expect(renderOutcomes(bad)).toBe(
      `
variant               /hostname  /getuser              /rootfile  /userfile  /procfile
hello-root            ok         root, 0, 0            ok         ok         ok
hello-user            ok         nobody, 65534, 65534  ok !       ok         ok
hello-override        ok         nobody, 65534, 65534  denied     ok         ok
armored-hello-user    ok         nobody, 65534, 65534  denied     ok         ok
armored-hello-denied  ok         nobody, 65534, 65534  denied     ok         failed !

hello-user /rootfile: expected denied, got ok
armored-hello-denied /procfile: expected denied, got failed: connect ECONNREFUSED
`.trim(),
    );
  });

  test.each(VARIANTS.flatMap((variant) => ENDPOINTS.map((endpoint) => [variant, endpoint] as const)))(
    'finds %s %s if only that cell is wrong',
    (variant, endpoint) => {
      const wrong =
        EXPECTED[variant][endpoint] === 'denied'
          ? goodAnswers['hello-root'][endpoint]
          : { status: 403, body: 'unable to open x: open x: permission denied' };
      expect(differences(table({ [variant]: { [endpoint]: wrong } }))).toMatchObject([{ variant, endpoint }]);
    },
  );
});
