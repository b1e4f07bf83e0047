/** Container with a value in each field that a rule reads. */
export const richContainer = (name: string): object => ({
  name,
  image: 'registry.example/web:1',
  imagePullPolicy: 'Always',
  command: ['web'],
  env: [
    { name: 'PASSWORD', value: 'x' },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ],
  envFrom: [{ secretRef: { name: 's' } }, { configMapRef: { name: 'c' } }],
  ports: [{ containerPort: 80, hostPort: 80 }],
  resources: { limits: { cpu: '1' }, requests: { cpu: '1' } },
  securityContext: {
    privileged: true,
    allowPrivilegeEscalation: true,
    readOnlyRootFilesystem: false,
    runAsNonRoot: false,
    runAsUser: 0,
    runAsGroup: 0,
    procMount: 'Unmasked',
    capabilities: { add: ['SYS_ADMIN'], drop: ['NET_RAW'] },
    seccompProfile: { type: 'Unconfined' },
    appArmorProfile: { type: 'Unconfined' },
    seLinuxOptions: { type: 'spc_t', user: 'u', role: 'r' },
    windowsOptions: { hostProcess: true },
  },
  volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true }],
  livenessProbe: { httpGet: { host: 'h', port: 1 } },
  readinessProbe: { tcpSocket: { host: 'h', port: 1 } },
  lifecycle: { preStop: { httpGet: { host: 'h', port: 1 } } },
});

/** Pod with a value in each field that a rule reads. */
export const richPod = (): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'p',
    namespace: 'default',
    labels: { app: 'web' },
    annotations: {
      'container.apparmor.security.beta.kubernetes.io/main': 'unconfined',
      'container.seccomp.security.alpha.kubernetes.io/main': 'unconfined',
      'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
      'secure-edge.dev/acknowledge': '- {rule: no-privileged, reason: it is only a test}',
    },
  },
  spec: {
    hostNetwork: true,
    hostUsers: true,
    os: { name: 'linux' },
    serviceAccountName: 'web',
    nodeName: 'gateway',
    nodeSelector: { zone: 'a' },
    securityContext: {
      runAsNonRoot: true,
      supplementalGroups: [0],
      sysctls: [{ name: 'kernel.msgmax', value: '1' }],
      seccompProfile: { type: 'RuntimeDefault' },
    },
    initContainers: [{ name: 'setup', image: 'web' }],
    containers: [richContainer('main')],
    ephemeralContainers: [{ name: 'debug', image: 'web' }],
    volumes: [
      { name: 'v', hostPath: { path: '/var', type: 'Directory' } },
      { name: 'd', hostPath: { path: '/dev/tpmrm0' } },
      { name: 'n', nfs: { server: 's', path: '/' } },
      { name: 'e', emptyDir: {} },
      { name: 't', projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'a' } }] } },
      { name: 's', secret: { secretName: 's', defaultMode: 420 } },
    ],
  },
});
