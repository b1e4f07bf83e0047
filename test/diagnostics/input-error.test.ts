import { InputError, Problems, quote } from '../../src/diagnostics/input-error';

describe('an error about input', () => {
  test('has its subject and a single problem on one line', () => {
    expect(new InputError('Posture', ['tmpSize is wrong'])).toMatchObject({
      name: 'InputError',
      message: 'Posture: tmpSize is wrong',
      subject: 'Posture',
      problems: ['tmpSize is wrong'],
    });
  });

  test('lists several problems, one on each line', () => {
    expect(new InputError('Posture', ['one', 'two']).message).toBe('Posture: 2 problems\n  - one\n  - two');
  });

  test('keeps its problems if the given list changes later', () => {
    const problems = ['one'];
    const error = new InputError('x', problems);
    problems.push('two');
    expect(error.problems).toEqual(['one']);
  });
});

describe('a problem of a field', () => {
  const error = new InputError('Posture', [{ field: 'tmpSize', problem: 'must be a size, got 0' }, 'tmpSize of what']);

  test('is a sentence that starts with the field', () => {
    expect(error.problems).toEqual(['tmpSize must be a size, got 0', 'tmpSize of what']);
  });

  test('gets the name that a caller has for the field', () => {
    const renamed = error._renamed('secure-edge harden', { tmpSize: '--tmp-size' });
    expect([renamed.subject, renamed.problems]).toEqual([
      'secure-edge harden',
      ['--tmp-size must be a size, got 0', 'tmpSize of what'],
    ]);
  });

  test('is recognized at the start of a text', () => {
    const problems = new Problems();
    problems.add('size must be 1', 'size');
    problems.add('sizes must be 1', 'size');
    problems.addTo('size', 'must be 2');
    let thrown: unknown;
    try {
      problems.throwIfAny('Thing');
    } catch (found) {
      thrown = (found as InputError)._renamed('x', { size: '--size' });
    }
    expect((thrown as InputError).problems).toEqual(['--size must be 1', 'sizes must be 1', '--size must be 2']);
  });
});

describe('collecting problems', () => {
  test('throws all problems at once, in the order found', () => {
    const problems = new Problems();
    problems.add('first');
    problems.add(undefined);
    problems.add('second');
    expect(() => problems.throwIfAny('Thing')).toThrow(new InputError('Thing', ['first', 'second']));
  });

  test('throws nothing if no check found a problem', () => {
    const problems = new Problems();
    problems.add(undefined);
    expect(() => problems.throwIfAny('Thing')).not.toThrow();
  });
});

describe('a value in an error', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;

  test.each<[string, unknown, string]>([
    ['text in quotes', 'a "b"', '"a \\"b\\""'],
    ['control characters escaped', 'a\n\u0000\u001b[31m', '"a\\n\\u0000\\u001b[31m"'],
    [
      'characters that a terminal obeys or breaks lines at escaped',
      '\u007f\u009b\u2028\u2029',
      '"\\u007f\\u009b\\u2028\\u2029"',
    ],
    ['a number', 1.5, '1.5'],
    ['a number that JSON does not have', Number.NaN, 'NaN'],
    ['infinity', -Infinity, '-Infinity'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a list', ['a', 1], '["a",1]'],
    ['a big integer', { a: 10n }, '{"a":"10"}'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a value that JSON cannot express', cyclic, '[object Object]'],
  ])('shows %s', (_what, value, shown) => {
    expect(quote(value)).toBe(shown);
  });

  test('is shortened to 200 characters, with its length', () => {
    expect(quote('x'.repeat(198))).toBe(`"${'x'.repeat(198)}"`);
    expect(quote('x'.repeat(199))).toBe(`"${'x'.repeat(199)}… (201 characters)`);
  });
});

test('a message lists 100 problems, and counts the others', () => {
  const problems = Array.from({ length: 150 }, (_, i) => `problem ${i}`);
  const error = new InputError('it', problems);
  expect(error.problems).toEqual(problems);
  expect(error.message.split('\n')).toHaveLength(102);
  expect(error.message).toMatch(/\n {2}- problem 99\n {2}- 50 more problems$/);
});
