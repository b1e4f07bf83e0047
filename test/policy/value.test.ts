import { BuiltInRules } from '../../src/policy/built-in-rules';
import { ObjectRule } from '../../src/policy/rule';
import { Severity } from '../../src/diagnostics/severity';
import type { Violation } from '../../src/policy/violation';
import { findingsOf } from './judging';

/** Rule that finds one violation in each object. */
class Finds extends ObjectRule {
  constructor(private readonly violation: Omit<Violation, 'message'>) {
    super({ id: 'finds', title: 'x', severity: Severity.LOW, rationale: 'x', fix: 'x' });
  }

  public check(): Violation[] {
    return [{ message: 'x', ...this.violation }];
  }
}

const POD = `
apiVersion: v1
kind: Pod
metadata: {name: sensor, annotations: {a/b: "yes", empty: ""}}
spec:
  hostNetwork: true
  priority: 0
  volumes: [{name: data, emptyDir: {}}, null]
  containers: []
`;

const valueOf = (violation: Omit<Violation, 'message'>, manifest = POD): string | undefined =>
  findingsOf([new Finds(violation)], manifest)[0]!.value;

describe('the value of a finding', () => {
  test('is the one that the rule sets', () => {
    expect(valueOf({ path: '/spec/hostNetwork', value: 'hostNetwork' })).toBe('hostNetwork');
  });

  test.each([
    ['/metadata/name', 'sensor'],
    ['/metadata/annotations/a~1b', 'yes'],
    ['/spec/hostNetwork', 'true'],
    ['/spec/priority', '0'],
    ['/spec/volumes/0/name', 'data'],
  ])('is otherwise the text, number or boolean at its path: %s', (path, value) => {
    expect(valueOf({ path })).toBe(value);
  });

  test.each([
    '',
    '/spec',
    '/spec/containers',
    '/spec/hostPID',
    '/spec/volumes/1',
    '/spec/volumes/7',
    '/spec/volumes/length',
    '/spec/constructor/name',
    '/metadata/annotations/empty',
  ])('is unset if there is none: %j', (path) => {
    expect(valueOf({ path })).toBeUndefined();
  });

  test.each([
    ['data of a Secret', 'kind: Secret\ndata: {a: c2VjcmV0}', '/data/a'],
    ['text of a Secret', 'kind: Secret\nstringData: {a: secret}', '/stringData/a'],
    ['password', 'kind: Sensor\nspec: {password: correct horse}', '/spec/password'],
  ])('is unset instead of the %s', (_, manifest, path) => {
    expect(valueOf({ path }, `apiVersion: v1\n${manifest}`)).toBeUndefined();
  });
});

test.each([
  ['no-plain-secret-env', 'env: [{name: DB_PASSWORD, value: correct horse}]', 'DB_PASSWORD'],
  ['no-plain-secret-args', 'args: [serve, --db-password=correct horse]', '--db-password'],
])('%s names the place of a secret, and not its text', (id, container, value) => {
  const pod = `
apiVersion: v1
kind: Pod
metadata: {name: sensor}
spec: {containers: [{name: main, image: x, ${container}}]}
`;
  expect(findingsOf([BuiltInRules.named(id)], pod)).toMatchObject([{ value }]);
});
