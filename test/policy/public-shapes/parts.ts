/** Kubernetes object with any content. */
export type Part = Readonly<Record<string, any>>;

const DIGEST = `sha256:${'0f'.repeat(32)}`;

/** Container of a workload that is written with care, as large public projects write theirs today. */
export function container(name: string, more: Part = {}): Part {
  return {
    name,
    image: `registry.example/${name}@${DIGEST}`,
    args: ['--log-level=info', '--leader-elect'],
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ],
    livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
    readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
    resources: {
      requests: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
      limits: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
    },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    ...more,
  };
}

/** Workload with one container and an account of its own. */
export function workload(
  kind: 'Deployment' | 'DaemonSet' | 'StatefulSet',
  name: string,
  namespace: string,
  { spec = {}, ...more }: { spec?: Part; container?: Part; workload?: Part } = {},
): Part {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': namespace };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: 2 }),
      ...(kind === 'StatefulSet' && { serviceName: name }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            runAsGroup: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [container(name, more.container)],
          ...spec,
        },
      },
      ...more.workload,
    },
  };
}

/** Account, role, binding and Service of a workload. */
export function surroundings(name: string, namespace: string, rules: ReadonlyArray<Part>, isWhole = false): Part[] {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': namespace };
  const scope = isWhole ? {} : { namespace };
  const prefix = isWhole ? 'Cluster' : '';
  const rbac = 'rbac.authorization.k8s.io';
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace, labels },
      automountServiceAccountToken: false,
    },
    { apiVersion: `${rbac}/v1`, kind: `${prefix}Role`, metadata: { name, ...scope, labels }, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: `${prefix}RoleBinding`,
      metadata: { name, ...scope, labels },
      roleRef: { apiGroup: rbac, kind: `${prefix}Role`, name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: {
        selector: labels,
        ports: [
          { name: 'http', port: 80, targetPort: 'http' },
          { name: 'metrics', port: 9090, targetPort: 'metrics' },
        ],
      },
    },
  ];
}

/** Namespace with its level of Pod Security, and a policy for all its pods. */
export function namespaceWithPolicy(name: string, level = 'restricted'): Part[] {
  const mode = (each: string): Part => ({
    [`pod-security.kubernetes.io/${each}`]: level,
    [`pod-security.kubernetes.io/${each}-version`]: 'v1.33',
  });
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { ...mode('enforce'), ...mode('audit'), ...mode('warn') } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'own', namespace: name },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }, { port: 9090 }] }],
        egress: [
          { to: [{ namespaceSelector: {}, podSelector: {} }], ports: [{ port: 443 }, { port: 53, protocol: 'UDP' }] },
        ],
      },
    },
  ];
}

/** Definition of a custom resource with a long schema, in which the shapes of pods and permissions occur as types. */
export function definition(group: string, kind: string, plural: string, fields: number, version = 'v1'): Part {
  const text = { type: 'string', description: 'One of the values that the operator understands.', maxLength: 253 };
  const pod = {
    type: 'object',
    properties: {
      containers: { type: 'array', items: { type: 'object', properties: { name: text, image: text } } },
      hostPID: { type: 'boolean' },
      securityContext: { type: 'object', properties: { privileged: { type: 'boolean' } } },
    },
  };
  const many = Object.fromEntries(Array.from({ length: fields }, (_, i) => [`option${i}`, text]));
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                apiVersion: text,
                kind: text,
                metadata: { type: 'object' },
                spec: {
                  type: 'object',
                  'x-kubernetes-preserve-unknown-fields': true,
                  properties: { ...many, podTemplate: pod },
                },
              },
            },
          },
        },
      ],
    },
  };
}

/** Webhook that checks custom resources. */
export function webhook(name: string, namespace: string, group: string, resource: string): Part {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name, annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${name}` } },
    webhooks: [
      {
        name: `${name}.${group}`,
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: { service: { name, namespace, path: '/validate' } },
        rules: [{ apiGroups: [group], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: [resource] }],
      },
    ],
  };
}

/** Rule of a role that only reads. */
export const reads = (group: string, ...resources: string[]): Part => ({
  apiGroups: [group],
  resources,
  verbs: ['get', 'list', 'watch'],
});

/** Rule of a role that creates objects. */
export const creates = (group: string, ...resources: string[]): Part => ({
  apiGroups: [group],
  resources,
  verbs: ['create', 'get', 'list', 'watch', 'update', 'delete'],
});
