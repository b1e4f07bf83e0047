import * as fc from 'fast-check';
import { Acknowledgement, type AcknowledgementProps } from 'cdk8s-secure-edge';
import { findingValue } from '../../src/kubernetes/finding-value';
import {
  ACKNOWLEDGE_ANNOTATION,
  acknowledgementsOf,
  renderAcknowledgements,
} from '../../src/kubernetes/acknowledgement';
import { codePoint, printedCodePoint } from '../code-point';

const REASON = 'the vendor needs it';
const rule = 'no-privileged';

/** Acknowledgement of a rule of the user. */
const own = (props: Partial<AcknowledgementProps> & { readonly rule: string }): Acknowledgement =>
  new Acknowledgement({ reason: REASON, ownRule: true, ...props });

const holding = (text: unknown): any => ({ metadata: { annotations: { [ACKNOWLEDGE_ANNOTATION]: text } } });

test('the annotation has its documented name', () => {
  expect(ACKNOWLEDGE_ANNOTATION).toBe('secure-edge.dev/acknowledge');
});

describe('an acknowledgement', () => {
  test('has a rule, a reason, a container, a value and a last day', () => {
    const props = {
      rule: 'no-privileged',
      reason: ` ${REASON} `,
      container: 'web',
      value: 'true',
      until: '2027-02-28',
    };
    expect(new Acknowledgement(props)).toEqual({ ...props, reason: REASON });
  });

  test('requires a reason of ten characters, without the blanks around it', () => {
    expect(new Acknowledgement({ rule, reason: '0123456789' }).reason).toBe('0123456789');
    expect(() => new Acknowledgement({ rule, reason: '012345678' })).toThrow('at least 10 characters');
    expect(() => new Acknowledgement({ rule, reason: '  012345678  ' })).toThrow('at least 10 characters');
    expect(() => new Acknowledgement({ rule, reason: `ok${'\u200b'.repeat(20)}` })).toThrow('at least 10 characters');
    expect(() => new Acknowledgement({ rule, reason: `ok${'\ufe0f \u200b'.repeat(20)}` })).toThrow('at least 10');
  });

  test.each([
    ['run-as-nonroot', 'run-as-non-root'],
    ['runAsNonRoot', 'run-as-non-root'],
    ['No_Privileged', 'no-privileged'],
  ])('rejects the rule %s, which does not exist, and suggests the nearest one', (misspelled, meant) => {
    expect(() => new Acknowledgement({ rule: misspelled, reason: REASON })).toThrow(
      `rule must be the id of a rule, got "${misspelled}": did you mean "${meant}"?; for a rule of your own, set ownRule to true`,
    );
  });

  test.each(['own-registry', 'unreadable-content', 'constructor', ''])(
    'rejects the rule %j without a suggestion',
    (id) => {
      expect(() => new Acknowledgement({ rule: id, reason: REASON })).toThrow(
        `rule must be the id of a rule, got ${JSON.stringify(id)}; for a rule of your own, set ownRule to true`,
      );
    },
  );

  test('can be of a rule of the user', () => {
    expect(new Acknowledgement({ rule: 'own-registry', reason: REASON, ownRule: true }).rule).toBe('own-registry');
  });

  test.each(['No-Privileged', 'no_privileged', '', '-a', 'a--b', 'a-', 'a b'])(
    "rejects %j as the id of a user's rule",
    (id) => {
      expect(() => new Acknowledgement({ rule: id, reason: REASON, ownRule: true })).toThrow(
        'rule must be the id of a rule',
      );
    },
  );

  test("rejects a rule of the library as a user's rule", () => {
    expect(() => new Acknowledgement({ rule, reason: REASON, ownRule: true })).toThrow('ownRule must be unset');
  });

  test('rejects an empty value', () => {
    expect(() => new Acknowledgement({ rule, reason: REASON, value: '' })).toThrow('value must not be empty');
  });

  test('has the value of a finding about the same long text', () => {
    const long = '/a'.repeat(1_000);
    expect(new Acknowledgement({ rule, reason: REASON, value: long }).value).toBe(findingValue(long));
  });

  test.each(['2027-02-29', '2027-13-01', '2027-1-1', '27-01-01', '2027-01-01T00:00:00Z', 'tomorrow', ''])(
    'rejects %j as its last day',
    (until) => {
      expect(() => new Acknowledgement({ rule, reason: REASON, until })).toThrow('until must be a day');
    },
  );

  test('accepts the leap day of a leap year', () => {
    expect(new Acknowledgement({ rule, reason: REASON, until: '2028-02-29' }).until).toBe('2028-02-29');
  });

  test('rejects a reason with control characters, which would reach the terminal of its reader', () => {
    expect(() => new Acknowledgement({ rule, reason: `${REASON}\u001b[2J` })).toThrow('control characters');
  });

  test('reports every problem in one error', () => {
    expect(() => new Acknowledgement({ rule: 'A', reason: 'short', until: 'never' })).toThrow(/3 problems/);
  });
});

describe('in a manifest', () => {
  test('acknowledgements are a list, sorted by rule, container and value', () => {
    const all = [
      own({ rule: 'b' }),
      own({ rule: 'a', container: 'web', value: '8080' }),
      own({ rule: 'a', container: 'web', value: '443/UDP' }),
      own({ rule: 'a', until: '2027-01-31' }),
    ];
    const text = [
      `- rule: a\n  reason: ${REASON}\n  until: 2027-01-31\n`,
      `- rule: a\n  reason: ${REASON}\n  container: web\n  value: 443/UDP\n`,
      `- rule: a\n  reason: ${REASON}\n  container: web\n  value: "8080"\n`,
      `- rule: b\n  reason: ${REASON}\n`,
    ].join('');
    expect(renderAcknowledgements(all)).toBe(text);
    expect(renderAcknowledgements([...all].reverse())).toBe(text);
  });

  test('two acknowledgements for one rule keep their order', () => {
    const two = ['first reason', 'second reason'].map((reason) => own({ rule: 'a', reason }));
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
            .string({ unit: printedCodePoint, minLength: 10 })
            .filter((r) => r.trim().length >= 10 && !/[\p{Cc}\p{Surrogate}\u2028\u2029\ufeff]/u.test(r)),
          container: fc.stringMatching(/^[a-z0-9]{1,12}$/),
          value: fc.string({ unit: codePoint, minLength: 1 }),
          until: until.map((d) => d.toISOString().slice(0, 10)),
        },
        { requiredKeys: ['rule', 'reason'] },
      )
      .map((props) => own(props));
    fc.assert(
      fc.property(fc.array(acknowledgement), (all) => {
        const read = acknowledgementsOf(holding(renderAcknowledgements(all)));
        expect(read).toHaveLength(all.length);
        expect(read).toEqual(expect.arrayContaining(all));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test.each([
    ['a port', '8080', '8080'],
    ['a boolean', 'true', 'true'],
    ['a text', '/var/log', '/var/log'],
  ])('a value can be %s without quotes', (_, written, value) => {
    const text = `- {rule: no-host-path, reason: ${REASON}, value: ${written}}`;
    expect(acknowledgementsOf(holding(text))).toEqual([
      new Acknowledgement({ rule: 'no-host-path', reason: REASON, value }),
    ]);
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
    ['a second document', `- {rule: a, reason: ${REASON}}\n---\n- {rule: b, reason: ${REASON}}`],
    ['an item without a rule', `- reason: ${REASON}`],
    ['a container that is a number', `- {rule: a, reason: ${REASON}, container: 5}`],
    ['a value that is a list', `- {rule: a, reason: ${REASON}, value: [a]}`],
    ['a misspelled key, which would never expire', `- {rule: a, reason: ${REASON}, untill: 2027-01-31}`],
  ])('%s is rejected', (_what, text) => {
    expect(() => acknowledgementsOf(holding(text))).toThrow(
      /^annotation secure-edge\.dev\/acknowledge: must be a YAML list of \{rule, reason, container\?, value\?, until\?\}/,
    );
  });

  test('a short reason is rejected', () => {
    expect(() => acknowledgementsOf(holding('- {rule: a, reason: because}'))).toThrow('at least 10 characters');
  });
});
