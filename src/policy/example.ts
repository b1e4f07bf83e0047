/** Parts of an example pod that differ from the default. */
export interface ExamplePod {
  /** Name of the pod. @default - sensor */
  readonly name?: string;
  /** Namespace of the pod. @default - edge */
  readonly namespace?: string;
  /** Image of the container. @default - registry.example/sensor:1.2.3 */
  readonly image?: string;
  /** YAML lines to add to `metadata`. @default - none */
  readonly metadata?: string;
  /** YAML lines to add to `spec`. @default - none */
  readonly spec?: string;
  /** YAML lines to add to the container. @default - none */
  readonly container?: string;
}

/** Returns a pod with one container as YAML, for the examples of a rule. */
export function examplePod({
  name = 'sensor',
  namespace = 'edge',
  image = 'registry.example/sensor:1.2.3',
  metadata,
  spec,
  container,
}: ExamplePod = {}): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}${indented(metadata, 2)}
spec:${indented(spec, 2)}
  containers:
    - name: main
      image: ${image}${indented(container, 6)}
`;
}

/** Parts of an example workload that differ from the default. */
export interface ExampleWorkload {
  /** Kind of the workload. @default - Deployment */
  readonly kind?: 'DaemonSet' | 'Deployment' | 'Job';
  /** Selector as a YAML flow mapping. @default - {matchLabels: {app: sensor}}; none for a Job */
  readonly selector?: string;
  /** YAML lines to add to the `spec` of the pod template. @default - none */
  readonly spec?: string;
}

/** Returns a workload with one container as YAML, for the examples of a rule. */
export function exampleWorkload({
  kind = 'Deployment',
  selector = kind === 'Job' ? undefined : '{matchLabels: {app: sensor}}',
  spec,
}: ExampleWorkload = {}): string {
  return `
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata:
  name: sensor
  namespace: edge
spec:${indented(selector === undefined ? undefined : `selector: ${selector}`, 2)}
  template:
    metadata:
      labels: {app: sensor}
    spec:${indented(spec, 6)}
      containers:
        - name: main
          image: registry.example/sensor:1.2.3
`;
}

/** Parts of an example network policy that differ from the default. */
export interface ExampleNetworkPolicy {
  /** Selected pods as a YAML flow mapping. @default - {}, which selects all pods of the namespace */
  readonly podSelector?: string;
  /** Content of the flow sequence `policyTypes`. */
  readonly policyTypes: string;
  /** YAML lines to add to `spec`. @default - none */
  readonly spec?: string;
}

/** Returns a network policy as YAML, for the examples of a rule. */
export function exampleNetworkPolicy({ podSelector = '{}', policyTypes, spec }: ExampleNetworkPolicy): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: sensor, namespace: edge}
spec:
  podSelector: ${podSelector}
  policyTypes: [${policyTypes}]${indented(spec, 2)}
`;
}

/** Parts of an example webhook configuration that differ from the default. */
export interface ExampleWebhook {
  /** Kind of the configuration. */
  readonly kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';
  /** API group of the objects that the webhook receives. */
  readonly apiGroup: string;
  /** Resource that the webhook receives. */
  readonly resource: string;
  /** Content of the flow sequence `operations`. @default - CREATE */
  readonly operations?: string;
}

/** Returns a webhook configuration as YAML, for the examples of a rule. */
export function exampleWebhook({ kind, apiGroup, resource, operations = 'CREATE' }: ExampleWebhook): string {
  return `
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}
metadata: {name: sensors}
webhooks:
  - name: sensors.shop.example
    clientConfig: {service: {name: sensors, namespace: shop}}
    sideEffects: None
    admissionReviewVersions: [v1]
    rules:
      - {apiGroups: ["${apiGroup}"], apiVersions: ["*"], operations: [${operations}], resources: ["${resource}"]}
`;
}

/** Parts of an example ingress that differ from the default. */
export interface ExampleIngress {
  /** First line of the rule. @default - host: sensor.example */
  readonly rule?: string;
  /** Backend service as a YAML flow mapping. @default - {name: sensor, port: {number: 80}} */
  readonly service?: string;
}

/** Returns an ingress with one rule as YAML, for the examples of a rule. */
export function exampleIngress({
  rule = 'host: sensor.example',
  service = '{name: sensor, port: {number: 80}}',
}: ExampleIngress = {}): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: sensor, namespace: edge}
spec:
  rules:
    - ${rule}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: ${service}}}]}
`;
}

/** Parts of an example role that differ from the default. */
export interface ExampleRole {
  /** Kind of the role. @default - ClusterRole */
  readonly kind?: 'Role' | 'ClusterRole';
  /** Labels as a YAML flow mapping. @default - none */
  readonly labels?: string;
}

/** Returns a role as YAML, for the examples of a rule; `rules` is the content of a flow sequence. */
export function exampleRole(rules: string, { kind = 'ClusterRole', labels }: ExampleRole = {}): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: sensor${labels === undefined ? '' : `\n  labels: ${labels}`}
rules: [${rules}]
`;
}

/** Joins manifests to one YAML text with several documents. */
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
