/** A place of a manifest that an example fills with lines of YAML. */
export interface ExamplePod {
  /** Lines below `metadata`, beside name and namespace. */
  readonly metadata?: string;
  /** Lines below `spec`, beside the containers. */
  readonly spec?: string;
  /** Lines of the container, beside name and image. */
  readonly container?: string;
}

/** A Pod to show a rule on, as YAML. */
export function examplePod({ metadata, spec, container }: ExamplePod = {}): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: sensor
  namespace: edge${indented(metadata, 2)}
spec:${indented(spec, 2)}
  containers:
    - name: main
      image: registry.example/sensor:1.2.3${indented(container, 6)}
`;
}

/** A ClusterRole with one rule to show a rule about roles on, as YAML. */
export function exampleRole(rule: string, labels?: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: sensor${labels === undefined ? '' : `\n  labels: ${labels}`}
rules: [${rule}]
`;
}

/** Manifests that belong together, as one YAML text. */
export function exampleSet(...manifests: string[]): string {
  return manifests.map((each) => `\n${each.trim()}\n`).join('---');
}

function indented(lines: string | undefined, depth: number): string {
  if (lines === undefined) return '';
  return lines
    .trim()
    .split('\n')
    .map((line) => `\n${' '.repeat(depth)}${line}`)
    .join('');
}
