import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { isForKubernetes } from '../../src/cli/kubernetes-file';

test.each([
  ['a manifest', 'apiVersion: v1\nkind: Pod\n', true],
  ['a manifest among other documents', 'a: 1\n---\n[b]\n---\napiVersion: v1\nkind: Pod\n', true],
  ['a manifest with escaped keys', '{"\\u0061piVersion": "v1", "\\u006bind": "Pod"}', true],
  ['a list', 'items: [{apiVersion: v1, kind: Pod}]\n', true],
  ['a list of an older client', 'kind: PodList\nitems: [{metadata: {name: a}, spec: {}}]\n', true],
  ['an object without kind', 'apiVersion: v1\nspec: {}\n', true],
  ['an object without apiVersion', 'kind: Pod\nmetadata: {name: a}\n', true],
  ['an object with an empty kind', 'apiVersion: v1\nkind:\n', true],
  ['keys in another case', 'apiversion: v1\nKind: Pod\n', true],
  ['broken YAML with keys in another case', 'ApiVersion: v1\nspec: [\n', true],
  ['a template', 'apiVersion: v1\nkind: {{ .Values.kind }}\n', true],
  ['a template without apiVersion', 'kind: {{ .Values.kind }}\n', true],
  ['broken JSON', '{"metadata": {}, "kind" : "Pod", ', true],
  ['values of a chart', 'image: x\nreplicas: 1\n', false],
  ['a chart', 'apiVersion: v2\nname: web\nversion: 1.0.0\n', false],
  ['a workflow', 'on: push\njobs: {a: {runs-on: x, steps: [{run: kind create cluster}]}}\n', false],
  ['settings with comments', '{\n  "compilerOptions": {}, // the kind\n}\n', false],
  ['a package', '{"name": "x", "version": "1.0.0"}', false],
  ['scalars and lists', 'a\n---\n[kind, apiVersion]\n---\n', false],
  ['a list of other things', 'items: [a, {b: 1}]\n', false],
  ['nothing', '', false],
])('%s: %#', (_, text, expected) => {
  expect(isForKubernetes(readYamlStream(text), text)).toBe(expected);
});
