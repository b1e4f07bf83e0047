import { readComposeDocuments } from '../../../src/compose/reading/compose-document';

const valueOf = (text: string): unknown => readComposeDocuments(text, 'compose.yaml')[0]?.value;

test.each<[string, unknown]>([
  ['yes', 'yes'],
  ['no', 'no'],
  ['on', 'on'],
  ['true', true],
  ['True', true],
  ['0o17', 15],
  ['0x10', 16],
  ['1e3', 1000],
  ['12:30', '12:30'],
  ['~', null],
  ['"5"', '5'],
])('%s is a value of YAML 1.2', (written, value) => {
  expect(valueOf(`services: {a: ${written}}`)).toEqual({ services: { a: value } });
});

test('anchors, aliases and merge keys are read wherever they are', () => {
  const text = 'x-a: &a {k: 1, l: 2}\nservices:\n  s:\n    <<: *a\n    l: 3\n  t: *a\n';
  expect(valueOf(text)).toMatchObject({ services: { s: { k: 1, l: 3 }, t: { k: 1, l: 2 } } });
});

test.each<[string, string, RegExp]>([
  [
    'a key that is not a text',
    'services:\n  1: a',
    /compose\.yaml:2:3: a key is "1", which is not a text: put it in quotes/,
  ],
  ['a key twice', 'services:\n  a: 1\n  a: 2', /compose\.yaml:3:3: the key "a" is not unique/],
  ['an unknown alias', 'services: *a', /compose\.yaml:1:11: unidentified alias "a"/],
  ['a tab', 'services:\n\ta: 1', /compose\.yaml:2:1: a tab indents the line/],
  ['an open list', 'services: [a', /compose\.yaml:1:\d+: a flow collection is not closed/],
  ['a list', '- a', /compose\.yaml:1: the file is a list; must be a mapping with services/],
  ['a text', 'services', /compose\.yaml:1: the file is a text/],
  ['nothing', '# empty', /compose\.yaml: the file is empty/],
  ['a manifest', 'apiVersion: v1\nkind: Pod', /compose\.yaml:1: the file is a Kubernetes manifest \(kind "Pod"\)/],
])('rejects %s', (_, text, message) => {
  expect(() => readComposeDocuments(text, 'compose.yaml')).toThrow(message);
});
