import * as fc from 'fast-check';
import { Acknowledgement } from 'cdk8s-secure-edge';
import {
  ACKNOWLEDGE_ANNOTATION,
  acknowledgementsOf,
  renderAcknowledgements,
} from '../../src/kubernetes/acknowledgement';

const REASON = 'the vendor needs it';
const holding = (text: unknown): any => ({ metadata: { annotations: { [ACKNOWLEDGE_ANNOTATION]: text } } });

test('the annotation has its documented name', () => {
  expect(ACKNOWLEDGE_ANNOTATION).toBe('secure-edge.dev/acknowledge');
});

describe('an acknowledgement', () => {
  test('has a rule, a reason, a container and a last day', () => {
    expect(
      new Acknowledgement({ rule: 'no-privileged', reason: ` ${REASON} `, container: 'web', until: '2027-02-28' }),
    ).toEqual({ rule: 'no-privileged', reason: REASON, container: 'web', until: '2027-02-28' });
  });

  test('requires a reason of ten characters, without the blanks around it', () => {
    expect(new Acknowledgement({ rule: 'a', reason: '0123456789' }).reason).toBe('0123456789');
    expect(() => new Acknowledgement({ rule: 'a', reason: '012345678' })).toThrow('at least 10 characters');
    expect(() => new Acknowledgement({ rule: 'a', reason: '  012345678  ' })).toThrow('at least 10 characters');
  });

  test.each(['No-Privileged', 'no_privileged', '', '-a', 'a--b', 'a-', 'a b'])('rejects %j as a rule', (rule) => {
    expect(() => new Acknowledgement({ rule, reason: REASON })).toThrow("rule must be a rule's id");
  });

  test.each(['2027-02-29', '2027-13-01', '2027-1-1', '27-01-01', '2027-01-01T00:00:00Z', 'tomorrow', ''])(
    'rejects %j as its last day',
    (until) => {
      expect(() => new Acknowledgement({ rule: 'a', reason: REASON, until })).toThrow('until must be a day');
    },
  );

  test('accepts the leap day of a leap year', () => {
    expect(new Acknowledgement({ rule: 'a', reason: REASON, until: '2028-02-29' }).until).toBe('2028-02-29');
  });

  test('rejects a reason with control characters, which would reach the terminal of its reader', () => {
    expect(() => new Acknowledgement({ rule: 'a', reason: `${REASON}\u001b[2J` })).toThrow('control characters');
  });

  test('reports every problem in one error', () => {
    expect(() => new Acknowledgement({ rule: 'A', reason: 'short', until: 'never' })).toThrow(/3 problems/);
  });
});

describe('in a manifest', () => {
  test('acknowledgements are a list, sorted by rule and container', () => {
    const all = [
      new Acknowledgement({ rule: 'b', reason: REASON }),
      new Acknowledgement({ rule: 'a', reason: REASON, container: 'web' }),
      new Acknowledgement({ rule: 'a', reason: REASON, until: '2027-01-31' }),
    ];
    const text = [
      `- rule: a\n  reason: ${REASON}\n  until: 2027-01-31\n`,
      `- rule: a\n  reason: ${REASON}\n  container: web\n`,
      `- rule: b\n  reason: ${REASON}\n`,
    ].join('');
    expect(renderAcknowledgements(all)).toBe(text);
    expect(renderAcknowledgements([...all].reverse())).toBe(text);
  });

  test('two acknowledgements for one rule keep their order', () => {
    const two = ['first reason', 'second reason'].map((reason) => new Acknowledgement({ rule: 'a', reason }));
    expect(acknowledgementsOf(holding(renderAcknowledgements(two))).map((a) => a.reason)).toEqual([
      'first reason',
      'second reason',
    ]);
  });

  test('acknowledgements are read back as they were written', () => {
    const until = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    const acknowledgement = fc
      .record(
        {
          rule: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/),
          reason: fc
            .string({ unit: 'grapheme', minLength: 10 })
            .filter((r) => r.trim().length >= 10 && !/[\p{Cc}\p{Surrogate}\u2028\u2029\ufeff]/u.test(r)),
          container: fc.stringMatching(/^[a-z0-9]{1,12}$/),
          until: until.map((d) => d.toISOString().slice(0, 10)),
        },
        { requiredKeys: ['rule', 'reason'] },
      )
      .map((props) => new Acknowledgement(props));
    fc.assert(
      fc.property(fc.array(acknowledgement), (all) => {
        const read = acknowledgementsOf(holding(renderAcknowledgements(all)));
        expect(read).toHaveLength(all.length);
        expect(read).toEqual(expect.arrayContaining(all));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('an object without the annotation accepts nothing', () => {
    expect(acknowledgementsOf({})).toEqual([]);
  });

  test.each([
    ['a number', 5],
    ['broken YAML', '[{'],
    ['a mapping', 'rule: a'],
    ['a list of texts', '- a'],
    ['an item without a reason', '- rule: a'],
    ['an item without a rule', `- reason: ${REASON}`],
    ['a container that is a number', `- {rule: a, reason: ${REASON}, container: 5}`],
    ['a misspelled key, which would never expire', `- {rule: a, reason: ${REASON}, untill: 2027-01-31}`],
  ])('%s is rejected', (_what, text) => {
    expect(() => acknowledgementsOf(holding(text))).toThrow(
      /^annotation secure-edge\.dev\/acknowledge: must be a YAML list of \{rule, reason, container\?, until\?\}/,
    );
  });

  test('a short reason is rejected', () => {
    expect(() => acknowledgementsOf(holding('- {rule: a, reason: because}'))).toThrow('at least 10 characters');
  });
});
