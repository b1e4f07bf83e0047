import fc from 'fast-check';
import { calicoSelector } from '../../src/kubernetes/calico-selector';

const LABELS = { app: 'web', tier: 'front', 'example.com/zone': 'a' };

describe('a selector of Calico', () => {
  test.each<[string, boolean]>([
    ['', true],
    ['  ', true],
    ['all()', true],
    ['global()', false],
    ["app == 'web'", true],
    ['app == "web"', true],
    ["app=='db'", false],
    ["app != 'db'", true],
    ["app != 'web'", false],
    ["missing != 'web'", true],
    ["missing == ''", false],
    ['has(app)', true],
    ['!has(app)', false],
    ['!has(missing)', true],
    ["app in {'db', 'web'}", true],
    ["app in {'db'}", false],
    ['app in {}', false],
    ["app not in {'db'}", true],
    ["missing not in {'db'}", true],
    ["app not in {'web'}", false],
    ["app contains 'e'", true],
    ["app starts with 'we'", true],
    ["app ends with 'we'", false],
    ["example.com/zone == 'a'", true],
    ["app == 'db' || tier == 'front'", true],
    ["app == 'db' && tier == 'front'", false],
    ["app == 'web' || app == 'db' && tier == 'back'", true],
    ["(app == 'web' || app == 'db') && tier == 'back'", false],
    ["!(app == 'web' && tier == 'back')", true],
    ["! ! app == 'web'", true],
    // what is certain does not depend on what is unknown
    ["projectcalico.org/namespace == 'edge' && app == 'db'", false],
    ["projectcalico.org/namespace == 'edge' || app == 'web'", true],
  ])('%s', (selector, expected) => {
    expect(calicoSelector(selector)(LABELS)).toBe(expected);
  });

  test.each([
    "projectcalico.org/namespace == 'edge'",
    "pcns.team == 'a' && app == 'web'",
    "!(pcsa.team == 'a')",
    "app = 'web'",
    'app',
    "app == 'web' &&",
    "(app == 'web'",
    "app == 'web')",
    'app == web',
    "app like 'web'",
    "app starts 'we'",
    "app in {'a' 'b'}",
    "app in {'a',",
    'some()',
    'has(app, tier)',
    "app == 'web",
    `${'('.repeat(100)}all()${')'.repeat(100)}`,
    `${'!'.repeat(100)}all()`,
    "app == 'web' || ".repeat(1_000),
    'ä == "x"',
  ])('%s is unknown', (selector) => {
    expect(calicoSelector(selector)(LABELS)).toBeUndefined();
  });
});

test('any text is read without an error', () => {
  const word = fc.constantFrom(
    'app',
    "'web'",
    '==',
    '!=',
    '&&',
    '||',
    '!',
    '(',
    ')',
    'has(',
    '{',
    '}',
    'in',
    'not',
    ',',
    'all()',
  );
  const selector = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.oneof(selector, fc.string()), (text) => {
      expect([true, false, undefined]).toContain(calicoSelector(text)(LABELS));
    }),
  );
});

test('a negation has the opposite answer', () => {
  const selector = fc.constantFrom("app == 'web'", "tier in {'back'}", 'has(zone)', "pcns.a == 'b'", 'all()');
  fc.assert(
    fc.property(selector, selector, fc.constantFrom('&&', '||'), (a, b, operator) => {
      const text = `${a} ${operator} ${b}`;
      const answer = calicoSelector(text)(LABELS);
      expect(calicoSelector(`!(${text})`)(LABELS)).toBe(answer === undefined ? undefined : !answer);
    }),
  );
});
