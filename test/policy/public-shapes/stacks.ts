import { creates, definition, namespaceWithPolicy, reads, surroundings, webhook, workload, type Part } from './parts';

/** Manifests in the shape of those of a well-known project, and what a check must say about them. */
export interface Stack {
  readonly name: string;
  readonly objects: ReadonlyArray<Part>;
  /** High and critical findings, as `RULE KIND/NAME`, each with the reason why it is true. */
  readonly high: Readonly<Record<string, string>>;
  /** Findings that would be wrong, as `RULE NAME`, each with the reason why the check is silent. */
  readonly silent: Readonly<Record<string, string>>;
  /** Custom kinds that are not judged. */
  readonly notJudged?: ReadonlyArray<string>;
}

const secretVolume = (name: string, secretName: string): Part => ({ name, secret: { secretName } });
const configVolume = (name: string, configMap: string): Part => ({ name, configMap: { name: configMap } });
const hostVolume = (name: string, path: string): Part => ({ name, hostPath: { path, type: 'Directory' } });
const mount = (name: string, mountPath: string): Part => ({ name, mountPath, readOnly: true });

const HOST_PATH = 'a path of the node is mounted, which baseline forbids';
const READS_SECRETS = 'the role reads every Secret of its scope';

export const STACKS: ReadonlyArray<Stack> = [
  {
    name: 'operator of a monitoring system',
    objects: [
      ...namespaceWithPolicy('monitoring'),
      definition('monitoring.coreos.com', 'Prometheus', 'prometheuses', 60),
      definition('monitoring.coreos.com', 'Alertmanager', 'alertmanagers', 40),
      ...surroundings(
        'prometheus-operator',
        'monitoring',
        [creates('apps', 'statefulsets'), reads('', 'namespaces')],
        true,
      ),
      workload('Deployment', 'prometheus-operator', 'monitoring'),
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'prometheus', namespace: 'monitoring' },
        automountServiceAccountToken: false,
      },
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'Prometheus',
        metadata: { name: 'k8s', namespace: 'monitoring' },
        spec: {
          replicas: 2,
          serviceAccountName: 'prometheus',
          podMetadata: { labels: { 'app.kubernetes.io/part-of': 'metrics' } },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'prometheus-k8s', namespace: 'monitoring' },
        spec: { selector: { prometheus: 'k8s' }, ports: [{ port: 9090 }] },
      },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'prometheus-k8s', namespace: 'monitoring' },
        spec: { minAvailable: 1, selector: { matchLabels: { prometheus: 'k8s' } } },
      },
    ],
    high: {},
    silent: {
      'service-selects-pods prometheus-k8s': 'the operator makes the pods of the Prometheus',
      'disruption-budget prometheus-k8s': 'the operator makes the pods of the Prometheus',
    },
  },
  {
    name: 'storage on the nodes',
    objects: [
      ...namespaceWithPolicy('storage', 'privileged'),
      definition('store.example', 'Volume', 'volumes', 80),
      definition('store.example', 'Engine', 'engines', 60),
      ...surroundings('manager', 'storage', [
        creates('', 'pods', 'persistentvolumeclaims'),
        creates('store.example', 'volumes'),
      ]),
      workload('DaemonSet', 'manager', 'storage', {
        container: { securityContext: { privileged: true }, volumeMounts: [{ name: 'dev', mountPath: '/host/dev' }] },
        spec: { securityContext: {}, volumes: [hostVolume('dev', '/dev')] },
      }),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'engines', namespace: 'storage' },
        spec: { podSelector: { matchLabels: { component: 'engine' } }, policyTypes: ['Ingress'] },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'engines', namespace: 'storage' },
        spec: { selector: { component: 'engine' }, ports: [{ port: 9500 }] },
      },
    ],
    high: {
      'no-privileged DaemonSet/manager': 'the manager mounts devices for other pods',
      'no-privilege-escalation DaemonSet/manager': 'a privileged container can escalate',
      'drop-all-capabilities DaemonSet/manager': 'a privileged container keeps every capability',
      'no-host-path DaemonSet/manager': HOST_PATH,
      'no-sensitive-host-path DaemonSet/manager': '/dev has every device of the node',
      'run-as-non-root DaemonSet/manager': 'nothing forbids user 0',
      'seccomp-profile DaemonSet/manager': 'nothing sets a profile',
      'no-tpm-device DaemonSet/manager': 'the TPM is among the devices in /dev',
      'namespace-pod-security Namespace/storage': 'the namespace admits privileged pods',
    },
    silent: {
      'network-policy-selects-pods engines': 'the role lets the manager create pods',
      'service-selects-pods engines': 'the role lets the manager create pods',
    },
  },
  {
    name: 'certificates',
    objects: [
      ...namespaceWithPolicy('certificates'),
      definition('cert-manager.io', 'Certificate', 'certificates', 70),
      definition('cert-manager.io', 'Issuer', 'issuers', 70),
      ...surroundings(
        'controller',
        'certificates',
        [creates('', 'secrets'), reads('cert-manager.io', 'certificates')],
        true,
      ),
      workload('Deployment', 'controller', 'certificates', {
        container: { volumeMounts: [mount('tls', '/tls')] },
        spec: { volumes: [secretVolume('tls', 'webhook-ca')] },
      }),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'account', namespace: 'certificates' }, immutable: true },
      webhook('controller', 'certificates', 'cert-manager.io', 'certificates'),
    ],
    high: { 'no-secret-access ClusterRole/controller': READS_SECRETS },
    silent: { 'existing-secret controller': 'the role lets the controller create Secrets' },
  },
  {
    name: 'controller of a scaffold, with a certificate',
    objects: [
      ...namespaceWithPolicy('scaffold'),
      definition('apps.example', 'Guestbook', 'guestbooks', 120),
      ...surroundings('guestbook', 'scaffold', [reads('apps.example', 'guestbooks')], true),
      workload('Deployment', 'guestbook', 'scaffold', {
        container: { volumeMounts: [mount('cert', '/cert')] },
        spec: { volumes: [secretVolume('cert', 'webhook-server-cert')] },
      }),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'other', namespace: 'scaffold' }, immutable: true },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'serving-cert', namespace: 'scaffold' },
        spec: { secretName: 'webhook-server-cert', dnsNames: ['guestbook.scaffold.svc'], issuerRef: { name: 'own' } },
      },
      webhook('guestbook', 'scaffold', 'apps.example', 'guestbooks'),
    ],
    high: {},
    silent: { 'existing-secret guestbook': 'the Certificate makes the Secret of spec.secretName' },
  },
  {
    name: 'load balancer in the network of the node',
    objects: [
      ...namespaceWithPolicy('balancer', 'privileged'),
      definition('balancer.example', 'Pool', 'pools', 110),
      ...surroundings('speaker', 'balancer', [creates('', 'secrets')]),
      workload('DaemonSet', 'speaker', 'balancer', {
        container: {
          ports: [
            { name: 'http', containerPort: 8080 },
            { name: 'metrics', containerPort: 9090 },
          ],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'], add: ['NET_RAW'] },
          },
          volumeMounts: [mount('members', '/members')],
        },
        spec: { hostNetwork: true, volumes: [secretVolume('members', 'memberlist')] },
      }),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'webhook', namespace: 'balancer' }, immutable: true },
    ],
    high: {
      'added-capabilities DaemonSet/speaker': 'NET_RAW is added',
      'no-host-namespaces DaemonSet/speaker': 'the speaker is in the network of the node',
      'no-secret-access Role/speaker': READS_SECRETS,
      'namespace-pod-security Namespace/balancer': 'the namespace admits privileged pods',
    },
    silent: {
      'existing-secret speaker': 'the role lets the speaker create Secrets',
      'ingress-isolation speaker': 'no policy applies to the network of the node',
    },
  },
  {
    name: 'delivery from git',
    objects: [
      ...namespaceWithPolicy('delivery'),
      definition('argoproj.io', 'Application', 'applications', 90, 'v1alpha1'),
      definition('argoproj.io', 'AppProject', 'appprojects', 40, 'v1alpha1'),
      ...surroundings('server', 'delivery', [reads('', 'configmaps'), creates('', 'secrets')]),
      workload('Deployment', 'server', 'delivery', {
        container: { env: [{ name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: 'redis', key: 'auth' } } }] },
      }),
      ...surroundings('application-controller', 'delivery', [reads('argoproj.io', 'applications')]),
      workload('StatefulSet', 'application-controller', 'delivery'),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'delivery-secret', namespace: 'delivery' },
        immutable: true,
      },
    ],
    high: { 'no-secret-access Role/server': READS_SECRETS },
    silent: { 'existing-secret server': 'the role lets the server create Secrets' },
  },
  {
    name: 'apps of an edge engine',
    objects: [
      ...namespaceWithPolicy('edge'),
      ...['north', 'south'].map((name) => ({
        apiVersion: 'apps.openyurt.io/v1beta2',
        kind: 'NodePool',
        metadata: { name },
        spec: { type: 'Edge' },
      })),
      ...['camera', 'sensor', 'gateway'].flatMap((name) => {
        const { metadata, spec } = workload(name === 'camera' ? 'StatefulSet' : 'Deployment', name, 'edge', {
          container: name === 'camera' ? { volumeMounts: [{ name: 'data', mountPath: '/data' }] } : {},
          workload:
            name === 'camera'
              ? {
                  volumeClaimTemplates: [
                    {
                      metadata: { name: 'data' },
                      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
                    },
                  ],
                }
              : {},
        });
        const template = name === 'camera' ? 'statefulSetTemplate' : 'deploymentTemplate';
        const tweaks = { patches: [{ operation: 'add', path: '/spec/template/spec/hostPID', value: true }] };
        return [
          ...surroundings(name, 'edge', [reads('', 'configmaps')]),
          {
            apiVersion: 'apps.openyurt.io/v1beta1',
            kind: 'YurtAppSet',
            metadata: { name, namespace: 'edge' },
            spec: {
              pools: ['north', 'south'],
              workload: {
                workloadTemplate: { [template]: { metadata: { labels: metadata['labels'] }, spec } },
                ...(name === 'gateway' && { workloadTweaks: [{ pools: ['south'], tweaks }] }),
              },
            },
          },
        ];
      }),
    ],
    high: { 'no-host-namespaces YurtAppSet/gateway, pool south': 'only that pool shares the processes of the node' },
    silent: {
      'valid-volumes camera': 'the claim template is a volume of the pods',
      'service-selects-pods camera': 'the set makes the pods',
    },
  },
  {
    name: 'gradual delivery',
    objects: [
      ...namespaceWithPolicy('shop'),
      definition('argoproj.io', 'Rollout', 'rollouts', 120, 'v1alpha1'),
      ...['web', 'cart'].flatMap((name) => {
        const { metadata, spec } = workload('Deployment', name, 'shop');
        return [
          ...surroundings(name, 'shop', [reads('', 'configmaps')]),
          {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Rollout',
            metadata,
            spec: { ...spec, strategy: { canary: { steps: [{ setWeight: 20 }] } } },
          },
          {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            metadata: { name, namespace: 'shop' },
            spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name } },
          },
        ];
      }),
    ],
    high: {},
    silent: {
      'service-selects-pods web': 'the Rollout makes the pods',
      'autoscaler-target web': 'the Rollout is the target',
    },
  },
  {
    name: 'mesh with webhooks',
    objects: [
      ...namespaceWithPolicy('mesh'),
      definition('networking.istio.io', 'Gateway', 'gateways', 60),
      definition('security.istio.io', 'AuthorizationPolicy', 'authorizationpolicies', 60),
      ...surroundings('control-plane', 'mesh', [creates('', 'configmaps'), reads('networking.istio.io', '*')], true),
      workload('Deployment', 'control-plane', 'mesh', {
        container: { volumeMounts: [mount('root', '/root-certificates'), mount('settings', '/settings')] },
        spec: { volumes: [configVolume('root', 'istio-ca-root-cert'), configVolume('settings', 'settings')] },
      }),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'mesh' },
        data: { level: 'info' },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'public', namespace: 'mesh' },
        spec: { selector: { app: 'gateway' }, servers: [] },
      },
      webhook('control-plane', 'mesh', 'networking.istio.io', 'gateways'),
    ],
    high: { 'no-wildcard-roles ClusterRole/control-plane': 'the role has every resource of a group' },
    silent: { 'existing-config-map control-plane': 'the control plane makes the certificates in every namespace' },
  },
  {
    name: 'agents on every node',
    objects: [
      ...namespaceWithPolicy('agents', 'privileged'),
      ...['node-exporter', 'log-shipper', 'device-plugin'].flatMap((name) => {
        const path =
          { 'node-exporter': '/proc', 'log-shipper': '/var/log', 'device-plugin': '/var/lib/kubelet/device-plugins' }[
            name
          ] ?? '';
        return [
          ...surroundings(name, 'agents', [reads('', 'nodes')], true),
          workload('DaemonSet', name, 'agents', {
            container: { volumeMounts: [mount('node', '/node')] },
            spec: { volumes: [hostVolume('node', path)], ...(name === 'node-exporter' && { hostPID: true }) },
          }),
        ];
      }),
    ],
    high: {
      'namespace-pod-security Namespace/agents': 'the namespace admits privileged pods',
      ...Object.fromEntries(
        ['node-exporter', 'log-shipper', 'device-plugin'].flatMap((name) => [
          [`no-host-path DaemonSet/${name}`, HOST_PATH],
        ]),
      ),
      'no-sensitive-host-path DaemonSet/node-exporter': '/proc shows the environment of every process',
      'no-sensitive-host-path DaemonSet/log-shipper': '/var/log has the logs of every pod',
      'no-host-namespaces DaemonSet/node-exporter': 'it sees the processes of the node',
    },
    silent: {},
  },
  {
    name: 'pods that other policies limit',
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cilium-shop' } },
      definition('cilium.io', 'CiliumNetworkPolicy', 'ciliumnetworkpolicies', 120, 'v2'),
      ...['web', 'db'].flatMap((name) => [
        ...surroundings(name, 'cilium-shop', [reads('', 'configmaps')]),
        workload('Deployment', name, 'cilium-shop'),
      ]),
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'own', namespace: 'cilium-shop' },
        spec: { endpointSelector: {}, ingress: [{}], egress: [{}] },
      },
    ],
    high: { 'namespace-pod-security Namespace/cilium-shop': 'the namespace has no level' },
    silent: {},
  },
];
