import * as fc from 'fast-check';
import { readYamlDocuments } from '../../src/kubernetes/yaml/yaml-stream';
import { fixSnippetOf } from '../../src/report/fix-snippet';
import { codePoint } from '../code-point';

const snippetOf = (path: string, value: unknown, object: Record<string, unknown> = {}): string | undefined =>
  fixSnippetOf({ set: { path, value }, _json: object });

test('a finding without a value to set has no snippet', () => {
  expect(fixSnippetOf({ set: undefined, _json: {} })).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['/spec/hostNetwork', false, 'spec:\n  hostNetwork: false\n'],
  ['/spec/capabilities/drop', ['ALL'], 'spec:\n  capabilities:\n    drop:\n      - ALL\n'],
  ['/spec/seccompProfile', { type: 'RuntimeDefault' }, 'spec:\n  seccompProfile:\n    type: RuntimeDefault\n'],
  ['/metadata/annotations/a.example~1b', 'yes', 'metadata:\n  annotations:\n    a.example/b: "yes"\n'],
  ['/spec/a~1b~0c', [], 'spec:\n  "a/b~c": []\n'],
  ['/spec/empty', {}, 'spec:\n  empty: {}\n'],
])('the snippet of %s has the value from the top of the object', (path, value, yaml) => {
  expect(snippetOf(path, value)).toBe(yaml);
});

describe('an item of a list', () => {
  const mounts = [
    { name: 'host', mountPath: '/data' },
    { name: 'host', mountPath: '/logs' },
  ];
  const object = {
    spec: {
      containers: [
        { name: 'main', image: 'x' },
        { name: 'other', volumeMounts: mounts },
      ],
    },
  };

  test('has what a patch identifies it by', () => {
    expect(snippetOf('/spec/containers/1/volumeMounts/1/readOnly', true, object)).toBe(
      'spec:\n  containers:\n    - name: other\n      volumeMounts:\n        - name: host\n          mountPath: "/logs"\n          readOnly: true\n',
    );
  });

  test.each<[string, unknown[], unknown]>([
    ['without a name, among others', [{ image: 'x' }, { image: 'y' }], undefined],
    ['without a name, on its own', [{ image: 'x' }], { spec: { containers: [{ tty: false }] } }],
    ['with a name of 2,000 characters', [{ name: 'x'.repeat(2000) }, { name: 'y' }], undefined],
    ['that is a text, among others', ['x', 'y'], undefined],
  ])('%s', (_, containers, expected) => {
    const yaml = snippetOf('/spec/containers/0/tty', false, { spec: { containers } });
    expect(yaml === undefined ? undefined : readYamlDocuments(yaml)[0]).toEqual(expected);
  });

  test('is known by the kind of what contains it, not by its number', () => {
    expect(snippetOf('/spec/0/on', false, { spec: { 0: { on: true } } })).toBe('spec:\n  "0":\n    "on": false\n');
  });
});

test('the snippet is YAML of the one field, whatever the container is called and whatever the value is', () => {
  const name = fc.oneof(
    fc.string({ unit: codePoint }),
    fc.constantFrom('web', 'yes', '0755', 'null', 'a: b', '- x', '#', '__proto__'),
  );
  fc.assert(
    fc.property(name, name, fc.jsonValue({ noUnicodeString: false }), (container, key, json) => {
      // YAML has one zero
      const value = JSON.parse(JSON.stringify(json)) as unknown;
      const step = key.replace(/~/g, '~0').replace(/\//g, '~1');
      const object = { spec: { containers: [{ name: container, image: 'x' }, { name: 'next' }] } };
      const yaml = snippetOf(`/spec/containers/0/securityContext/${step}`, value, object);
      const wanted = { spec: { containers: [{ name: container, securityContext: { [key]: value } }] } };
      expect(JSON.stringify(readYamlDocuments(yaml ?? '')[0])).toBe(JSON.stringify(wanted));
    }),
    { seed: 1, numRuns: 300 },
  );
});
