import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFiles, ROOT } from '../../scripts/lib/repository';

const LARGEST = 3000;

/** Manifests that all readers read in the same way. */
export const SEEDS: ReadonlyArray<string> = [
  ...manifestFiles()
    .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split(/^---\n/m))
    .filter((document) => document.trim() !== '' && document.length <= LARGEST),
  `apiVersion: v1
kind: Pod
metadata:
  name: web   # a comment
  labels: {app: web, "tier": 'front'}
spec:
  hostNetwork: false
  securityContext:
    runAsUser: 1000
    fsGroup: 0x3e8
  containers:
  - name: web
    image: "registry.example/web:1"
    args: ["-c", 'echo "a"', --flag=x]
    command:
      - sh
      - -c
      - |
        set -e
        echo "$HOME" # not a comment

        exec web
    env:
    - {name: A, value: "1"}
    - name: B
      value: >-
        folded
        text

        with a break
`,
  `apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data:
  # written by hand
  defaults: &defaults
    a: 1
    b: two words
  merged:
    <<: *defaults
    b: three
  list: &l [1, 2.5, true, null]
  again: *l
  ? complex key
  : value
  quoted: "tab\\t, unicode \\u00e9"
  multi: this text
    goes on
`,
  `{
  "apiVersion": "v1",
  "kind": "List",
  "items": [
    {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"ports": [{"port": 80}]}},
    {"apiVersion": "v1", "kind": "Secret", "stringData": {"a": "b\\n\\u2028c"}}
  ]
}
`,
  'kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n  spec:\n    hostPID: true\n',
  'a: 1\n---\nb: 2\n...\n---\n# nothing\n---\nc: 3\n',
  'a: 1\r\nb:\r\n  - c\r\n  - "d\r\n    e"\r\nf: |\r\n  g\r\n',
  'a: 1\n',
  'spec: {hostNetwork: true}\n',
  '- a\n- b: c\n  d: e\n-\n  - f\n',
];
