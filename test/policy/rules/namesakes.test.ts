import { groupOf, isObject, type JsonObject } from '../../../src/kubernetes/manifest';
import { isNativeKind } from '../../../src/kubernetes/native-kinds';
import { podsOf } from '../../../src/kubernetes/pods';
import { readYamlDocuments } from '../../../src/kubernetes/yaml/yaml-stream';
import { BuiltInRules } from '../../../src/policy/built-in-rules';
import { ObjectRule, SetRule } from '../../../src/policy/rule';
import { ManifestDocument } from '../../../src/policy/subject/manifest-document';
import { findingsOf } from '../judging';

/** Returns an object with the same kind in an API group that Kubernetes does not serve, if the kind is its own and has no pods. */
function namesake(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value['items'])) return { ...value, items: value['items'].map(namesake) };
  const isNative = isNativeKind(groupOf(String(value['apiVersion'])), String(value['kind']));
  return isNative && podsOf(value).length === 0 ? { ...value, apiVersion: 'unrelated.example/v1' } : value;
}

const examples = BuiltInRules.all()
  .filter((rule) => rule instanceof ObjectRule || rule instanceof SetRule)
  .flatMap((rule) => rule.examples.bad.map((yaml, i): [string, number, string] => [rule.id, i, yaml]));

test.each(examples)('%s, bad example %i, finds nothing in kinds of another group', (id, _, yaml) => {
  const rule = BuiltInRules.all().find((each) => each.id === id)!;
  const values = readYamlDocuments(yaml).map(namesake);
  const found = findingsOf(
    [rule],
    values.map((value, document) => new ManifestDocument({ value, document })),
  );
  // every kind has metadata, and its labels and annotations are checked
  const objects = found.filter(
    ({ resource, path }) => resource.apiVersion === 'unrelated.example/v1' && !path.startsWith('/metadata'),
  );
  expect(objects.map(({ path, message }) => `${path}: ${message}`)).toEqual([]);
});

test('a NetworkPolicy of Calico does not isolate a pod', () => {
  const pod: JsonObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'edge' },
    spec: { containers: [] },
  };
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'edge' },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
  const rules = BuiltInRules.all().filter(({ id }) => id === 'ingress-isolation' || id === 'egress-isolation');
  const found = (apiVersion: string): string[] =>
    findingsOf(rules, [
      new ManifestDocument({ value: pod }),
      new ManifestDocument({ value: { ...policy, apiVersion } }),
    ]).map(({ rule }) => rule);
  expect(found('networking.k8s.io/v1')).toEqual([]);
  expect(found('example.org/v3')).toEqual(['egress-isolation', 'ingress-isolation']);
});
