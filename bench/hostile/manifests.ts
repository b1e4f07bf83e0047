import { hardenYaml } from '../../src/hardening/harden-yaml';
import { Posture } from '../../src/hardening/posture';
import { Target } from '../../src/kubernetes/target';
import { readYamlStream } from '../../src/kubernetes/yaml/yaml-stream';
import { PolicyEngine } from '../../src/policy/engine';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { Report } from '../../src/report/report';
import { APPARMOR_TEXTS } from './apparmor';
import { filled } from './filled';
import type { HostileInput } from './input';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n';

const SPEC = 'spec: {containers: [{name: a}]}\n';

/** Texts by what makes them costly. */
const TEXTS: Readonly<Record<string, (bytes: number) => string>> = {
  'containers by alias': (bytes) => filled(bytes, () => '  - *a\n', `${POD}  - &a {name: a, image: b}\n`),
  containers: (bytes) => filled(bytes, (i) => `  - {name: a${i}, image: b}\n`, POD),
  'aliases of aliases': (bytes) => filled(bytes, (i) => `b${i}: &b${i} [*b${i - 1},*b${i - 1}]\n`, 'b-1: &b-1 a\n'),
  keys: (bytes) => filled(bytes, (i) => `  k${i}: a\n`, 'apiVersion: v1\nkind: ConfigMap\ndata:\n'),
  documents: (bytes) => filled(bytes, () => '---\na: 1\n'),
  'documents with a pod': (bytes) => filled(bytes, () => `---\napiVersion: v1\nkind: Pod\n${SPEC}`),
  'documents that cannot be read': (bytes) => filled(bytes, () => `---\na: [\n---\napiVersion: v1\nkind: Pod\n${SPEC}`),
  'keys in braces': (bytes) => `${filled(bytes, (i) => `k${i}: 1, `, `apiVersion: v1\nkind: Pod\n${SPEC}x: {`)}}\n`,
  comments: (bytes) => filled(bytes, () => '#\n', `apiVersion: v1\nkind: Pod\n${SPEC}`),
  'empty lines': (bytes) => filled(bytes, () => '\n', 'apiVersion: v1\nkind: Pod\nx:\n') + SPEC,
  'blocks within blocks': (bytes) =>
    filled(bytes, () => `- ${'- '.repeat(150)}a\n`, `apiVersion: v1\nkind: Pod\n${SPEC}x:\n`),
  'anchors and aliases': (bytes) =>
    filled(bytes, (i) => `- &a${i} b\n- *a${i}\n`, `apiVersion: v1\nkind: Pod\n${SPEC}x:\n`),
  merges: (bytes) => filled(bytes, () => '- <<: *a\n', `apiVersion: v1\nkind: Pod\n${SPEC}x: &a {b: 1}\ny:\n`),
  'containers of one name': (bytes) => filled(bytes, () => '  - name: a\n', POD),
  'containers of nothing': (bytes) =>
    `${filled(bytes, () => '{},', 'apiVersion: v1\nkind: Pod\nspec: {containers: [')}]}\n`,
  'texts in a bundle': (bytes) =>
    filled(
      bytes,
      () => '  - {name: a.yaml, content: "kind: Pod\\napiVersion: v1\\nspec: {containers: [{}]}"}\n',
      'apiVersion: fleet.cattle.io/v1alpha1\nkind: Bundle\nspec:\n  resources:\n',
    ),
  'flow collections without end': (bytes) => `a: ${'['.repeat(bytes)}`,
  'plain text with braces': (bytes) => `${'a'.repeat(bytes)}{{`,
  'a profile of AppArmor': (bytes) => {
    const [make] = Object.values(APPARMOR_TEXTS);
    const text = (make?.(bytes) ?? '').replace(/^/gm, '    ');
    return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: {secure-edge.dev/profiles: apparmor}}\ndata:\n  a: |\n${text}`;
  },
};

/** `secure-edge check --format sarif`. */
function check(text: string): unknown {
  const { documents } = readYamlStream(text);
  const engine = new PolicyEngine();
  const report = engine.check(documents.map(({ value, index }) => new ManifestDocument({ value, document: index })));
  return new Report({ report, rules: engine.rules }).toSarif();
}

/** `secure-edge harden`. */
function harden(text: string): unknown {
  return hardenYaml(text, new Posture(), Target.kubernetes('1.27'));
}

/** Worst inputs of `secure-edge check` and `secure-edge harden`. */
export const MANIFEST_INPUTS: ReadonlyArray<HostileInput> = Object.entries({ check, harden }).flatMap(
  ([reader, read]) =>
    Object.entries(TEXTS).map(([name, text]) => ({
      reader,
      name,
      prepare: (bytes) => {
        const input = text(bytes);
        return () => read(input);
      },
    })),
);
