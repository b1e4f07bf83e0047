import { Posture, Target } from 'cdk8s-secure-edge';
import * as editor from '../../src/kubernetes/yaml/fill-yaml';
import { hardenYaml } from '../../src/hardening/harden-yaml';

// properties that a spy can replace
jest.mock('../../src/kubernetes/yaml/fill-yaml', () => ({
  __esModule: true,
  ...jest.requireActual<object>('../../src/kubernetes/yaml/fill-yaml'),
}));

const posture = new Posture();
const target = Target.kubernetes('1.30');
const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: b\n';
const TEXT = `${POD}---\n# second\n${POD}`;

afterEach(() => jest.restoreAllMocks());

/** Hardens a text with an editor whose edits are wrong. */
function hardenWith(spoil: (filled: string) => string): ReturnType<typeof hardenYaml> {
  const { fillYaml } = editor;
  jest.spyOn(editor, 'fillYaml').mockImplementation((...args) => spoil(fillYaml(...args)));
  return hardenYaml(TEXT, posture, target);
}

test.each<[string, (filled: string) => string]>([
  ['loses a line', (filled) => filled.replace('    image: b\n', '')],
  ['changes a value', (filled) => filled.replace('image: b', 'image: c')],
  ['adds a key', (filled) => `${filled}hostPID: true\n`],
  ['writes a weaker value', (filled) => filled.replace('runAsNonRoot: true', 'runAsNonRoot: false')],
  ['changes the type of a value', (filled) => filled.replace('name: a\n', 'name: 1\n')],
  ['breaks the text', (filled) => `${filled}: [\n`],
  ['empties the text', () => ''],
])('the result has no text if an edit %s, and the message contains the line and the field', (_what, spoil) => {
  const { text, documents, problems } = hardenWith(spoil);
  expect([text, documents]).toEqual([undefined, []]);
  expect(problems.map(({ line }) => line)).toContain(1);
  for (const { message } of problems)
    expect(message).toMatch(/^the (document|text) cannot be hardened.*(has a different meaning at|other documents)/);
});

test('the result has no text if an edit adds a document', () => {
  const { text, documents, problems } = hardenWith((filled) =>
    filled.includes('# second') ? `${filled}---\nkind: Pod\n` : filled,
  );
  expect([text, documents]).toEqual([undefined, []]);
  expect(problems).toEqual([{ line: 1, message: expect.stringContaining('would contain other documents') }]);
});
