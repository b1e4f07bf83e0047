/*
 * Pods at every boundary of the Pod Security Standards, by what is tried. Judged by upstream's own code, too: see upstream.json.
 */

interface TriedPod {
  readonly metadata?: object;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Container that restricted accepts. */
const GOOD = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const container = (name: string, securityContext: object = {}, more: object = {}): object => ({
  name,
  image: 'x',
  securityContext: { ...GOOD, ...securityContext },
  ...more,
});

/** Returns a pod without other problems than the given ones. */
const pod = (spec: object, metadata: object = {}): TriedPod => ({
  metadata: { name: 'tried', ...metadata },
  spec: { containers: [container('a')], ...spec },
});
const ofPod = (securityContext: object, containers: object[] = [container('a')]): TriedPod =>
  pod({ securityContext, containers });
const contexts = (...all: object[]): TriedPod => pod({ containers: all.map((each, i) => container('abc'[i]!, each)) });
const annotated = (annotations: object): TriedPod => pod({}, { annotations });
const volumes = (...all: object[]): TriedPod => pod({ volumes: all });
const ports = (...all: object[]): TriedPod => pod({ containers: [container('a', {}, { ports: all })] });
const without = (field: keyof typeof GOOD): object => ({ [field]: undefined });

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';

const SOURCES = [
  ...'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret hostPath'.split(' '),
  ...'gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker'.split(
    ' ',
  ),
  ...'fc azureFile vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO storageos'.split(' '),
];

const SYSCTLS = [
  ...'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies'.split(' '),
  ...'net.ipv4.ping_group_range net.ipv4.ip_unprivileged_port_start net.ipv4.ip_local_reserved_ports'.split(' '),
  ...'net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl'.split(' '),
  ...'net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem'.split(' '),
  ...'net.ipv4.tcp_slow_start_after_idle net.ipv4.tcp_notsent_lowat kernel.msgmax'.split(' '),
];

const CAPABILITIES = [
  ...'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP'.split(' '),
  ...'SETUID SYS_CHROOT NET_RAW NET_ADMIN SYS_ADMIN ALL CAP_CHOWN chown'.split(' '),
];

const each = (what: string, all: string[], tried: (one: string) => TriedPod): Record<string, TriedPod> =>
  Object.fromEntries(all.map((one) => [`${what} ${one}`, tried(one)]));

export const PODS: Readonly<Record<string, TriedPod>> = {
  'nothing wrong': pod({}),
  'nothing set': { spec: { containers: [{ name: 'a' }, { name: 'b' }], initContainers: [{ name: 'i' }] } },
  'everything wrong': {
    metadata: { annotations: { [`${APPARMOR}/a`]: 'unconfined', [`${SECCOMP}/pod`]: 'unconfined' } },
    spec: {
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      securityContext: {
        runAsNonRoot: false,
        runAsUser: 0,
        sysctls: [{ name: 'kernel.msgmax', value: '1' }],
        seccompProfile: { type: 'Unconfined' },
        appArmorProfile: { type: 'Unconfined' },
        seLinuxOptions: { type: 'spc_t', user: 'u', role: 'r' },
        windowsOptions: { hostProcess: true },
      },
      volumes: [
        { name: 'v', hostPath: { path: '/' } },
        { name: 'w', nfs: { server: 's', path: '/' } },
      ],
      containers: [
        {
          name: 'a',
          ports: [{ containerPort: 80, hostPort: 80 }],
          livenessProbe: { httpGet: { host: 'h', port: 1 } },
          securityContext: { privileged: true, procMount: 'Unmasked', capabilities: { add: ['SYS_ADMIN'] } },
        },
      ],
    },
  },

  // every list of containers is visited, in this order
  'init, main and ephemeral containers': pod({
    ephemeralContainers: [container('e', { privileged: true, allowPrivilegeEscalation: true })],
    containers: [container('a', { privileged: true, allowPrivilegeEscalation: true })],
    initContainers: [
      container('i', { privileged: true, allowPrivilegeEscalation: true }),
      container('s', { privileged: true }, { restartPolicy: 'Always' }),
    ],
  }),

  ...each('AppArmor of the pod', ['RuntimeDefault', 'Localhost', 'Unconfined', ''], (type) =>
    ofPod({ appArmorProfile: { type } }),
  ),
  'AppArmor without a type': contexts({ appArmorProfile: {} }, { appArmorProfile: { type: 'Unconfined' } }),
  'AppArmor of pod and containers': ofPod({ appArmorProfile: { type: 'Unconfined' } }, [
    container('a', { appArmorProfile: { type: 'Other' } }),
    container('b', { appArmorProfile: { type: 'RuntimeDefault' } }),
    container('c', { appArmorProfile: { type: 'Unconfined' } }),
  ]),
  ...each(
    'AppArmor annotation',
    ['', 'runtime/default', 'localhost/x', 'localhost', 'unconfined', 'RuntimeDefault'],
    (v) => annotated({ [`${APPARMOR}/a`]: v }),
  ),
  'AppArmor annotations of no such container': annotated({
    [`${APPARMOR}/z`]: 'unconfined',
    [`${APPARMOR}/b"\n\u0001`]: 'a"b\\\n\u0001\u007f',
    [`x${APPARMOR}/z`]: 'unconfined',
  }),
  'AppArmor annotation and field': pod(
    { containers: [container('a', { appArmorProfile: { type: 'Unconfined' } })] },
    { annotations: { [`${APPARMOR}/a`]: 'unconfined' } },
  ),

  ...each('added capability', CAPABILITIES, (name) => contexts({ capabilities: { drop: ['ALL'], add: [name] } })),
  'added capabilities of two containers': contexts(
    { capabilities: { drop: ['ALL'], add: ['SYS_TIME', 'BPF', 'CHOWN', 'BPF'] } },
    { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
    { capabilities: { drop: ['NET_RAW'], add: ['SYS_TIME', 'NET_BIND_SERVICE'] } },
  ),
  ...each('dropped capability', ['ALL', 'all', 'CAP_ALL', 'NET_RAW'], (name) =>
    contexts({ capabilities: { drop: [name] } }),
  ),
  'ALL dropped among others': contexts({ capabilities: { drop: ['NET_RAW', 'ALL'] } }),
  'no capabilities': contexts({ capabilities: {} }, without('capabilities')),

  ...each('host namespace', ['hostNetwork', 'hostPID', 'hostIPC'], (field) => pod({ [field]: true })),
  'all host namespaces': pod({ hostIPC: true, hostPID: true, hostNetwork: true }),
  'no host namespace': pod({ hostNetwork: false, hostPID: false, hostIPC: false }),

  ...each('volume', SOURCES, (source) => volumes({ name: 'v', [source]: {} })),
  'a volume with nothing but a name': volumes({ name: 'v' }, { name: 'w', hostPath: null }),
  'volumes of two rejected types': volumes(
    { name: 'v', nfs: { server: 's', path: '/' } },
    { name: 'ok', emptyDir: {} },
    { name: 'w', hostPath: { path: '/' } },
    { name: 'x', nfs: { server: 's', path: '/' } },
  ),

  'host ports': ports({ containerPort: 1, hostPort: 8080 }, { containerPort: 2, hostPort: 80 }, { containerPort: 3 }),
  'host port 0': ports({ containerPort: 80, hostPort: 0 }),
  'host ports of two containers': pod({
    containers: [
      container('a', {}, { ports: [{ containerPort: 9, hostPort: 9 }] }),
      container(
        'b',
        {},
        {
          ports: [
            { containerPort: 10, hostPort: 10 },
            { containerPort: 9, hostPort: 9 },
          ],
        },
      ),
    ],
  }),
  "ports on the node's network": pod({
    hostNetwork: true,
    initContainers: [container('i', {}, { ports: [{ containerPort: 81 }] })],
    containers: [container('a', {}, { ports: [{ containerPort: 80 }] })],
  }),

  ...each('host of', ['livenessProbe', 'readinessProbe', 'startupProbe'], (probe) =>
    pod({ containers: [container('a', {}, { [probe]: { httpGet: { host: '127.0.0.1', port: 1 } } })] }),
  ),
  ...each('TCP host of', ['livenessProbe', 'readinessProbe', 'startupProbe'], (probe) =>
    pod({ containers: [container('a', {}, { [probe]: { tcpSocket: { host: 'h', port: 1 } } })] }),
  ),
  ...each('host of lifecycle', ['postStart', 'preStop'], (hook) =>
    pod({ containers: [container('a', {}, { lifecycle: { [hook]: { httpGet: { host: 'h', port: 1 } } } })] }),
  ),
  ...each('TCP host of lifecycle', ['postStart', 'preStop'], (hook) =>
    pod({ containers: [container('a', {}, { lifecycle: { [hook]: { tcpSocket: { host: 'h', port: 1 } } } })] }),
  ),
  'an empty host': pod({ containers: [container('a', {}, { livenessProbe: { httpGet: { host: '', port: 1 } } })] }),
  'hosts of two containers, by name': pod({
    containers: [
      container('b', {}, { livenessProbe: { httpGet: { host: 'z', port: 1 }, tcpSocket: { host: 'y', port: 1 } } }),
      container('a', {}, { lifecycle: { preStop: { tcpSocket: { host: 'z', port: 1 } } } }),
    ],
  }),

  'privileged false': contexts({ privileged: false }),
  'two privileged': contexts({ privileged: true, allowPrivilegeEscalation: true }, {}, { privileged: true }),

  ...each('procMount', ['Default', 'Unmasked', 'Other', ''], (procMount) => contexts({ procMount })),
  'procMount Unmasked in a user namespace': pod({
    hostUsers: false,
    containers: [container('a', { procMount: 'Unmasked' }), container('b', { procMount: 'Other' })],
  }),
  "procMount Unmasked in the node's user namespace": pod({
    hostUsers: true,
    containers: [container('a', { procMount: 'Unmasked' })],
  }),

  ...each(
    'SELinux type',
    ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t'],
    (type) => contexts({ seLinuxOptions: { type } }),
  ),
  'SELinux level': ofPod({ seLinuxOptions: { level: 's0:c1' } }),
  'SELinux user': ofPod({ seLinuxOptions: { user: 'u' } }),
  'SELinux role': contexts({ seLinuxOptions: { role: 'r' } }),
  'SELinux of pod and containers': ofPod({ seLinuxOptions: { type: 'z', user: 'u' } }, [
    container('a', { seLinuxOptions: { type: 'y', role: 'r' } }),
    container('b', { seLinuxOptions: { type: 'container_t' } }),
    container('c', { seLinuxOptions: { type: 'z' } }),
  ]),

  ...each(
    'seccomp annotation of the pod',
    ['', 'runtime/default', 'docker/default', 'localhost/x', 'localhost', 'unconfined'],
    (v) => annotated({ [`${SECCOMP}/pod`]: v }),
  ),
  'seccomp annotations of containers': annotated({
    [`container.${SECCOMP}/a`]: 'unconfined',
    [`container.${SECCOMP}/z`]: 'unconfined',
    [`${SECCOMP}/pod`]: '',
  }),
  ...each('seccomp of a container', ['RuntimeDefault', 'Localhost', 'Unconfined', ''], (type) =>
    contexts({ seccompProfile: { type } }),
  ),
  ...each('seccomp of the pod', ['RuntimeDefault', 'Localhost', 'Unconfined', ''], (type) =>
    ofPod({ seccompProfile: { type } }, [container('a', without('seccompProfile')), container('b')]),
  ),
  'seccomp without a type': ofPod({ seccompProfile: {} }, [container('a', { seccompProfile: {} })]),
  'seccomp of some containers': contexts({}, without('seccompProfile'), without('seccompProfile')),
  'seccomp rejected and missing': contexts({ seccompProfile: { type: 'Unconfined' } }, without('seccompProfile')),
  'seccomp rejected of the pod, and no container has it': ofPod({ seccompProfile: { type: 'Unconfined' } }),

  ...each('sysctl', SYSCTLS, (name) => ofPod({ sysctls: [{ name, value: '1' }] })),
  'sysctls in their order': ofPod({
    sysctls: [
      { name: 'z.z', value: '1' },
      { name: 'a.a', value: '1' },
    ],
  }),

  'HostProcess of the pod': ofPod({ windowsOptions: { hostProcess: true } }),
  'HostProcess of containers': contexts(
    { windowsOptions: { hostProcess: true } },
    {},
    { windowsOptions: { hostProcess: true } },
  ),
  'HostProcess of pod and container': ofPod({ windowsOptions: { hostProcess: true } }, [
    container('a', { windowsOptions: { hostProcess: true } }),
  ]),
  'no HostProcess': ofPod({ windowsOptions: { hostProcess: false } }, [container('a', { windowsOptions: {} })]),

  'privilege escalation': contexts({ allowPrivilegeEscalation: true }, without('allowPrivilegeEscalation'), {}),

  'runAsNonRoot of the pod': ofPod({ runAsNonRoot: true }, [container('a', without('runAsNonRoot'))]),
  'runAsNonRoot false of the pod': ofPod({ runAsNonRoot: false }),
  'runAsNonRoot false of pod and container': ofPod({ runAsNonRoot: false }, [
    container('a', { runAsNonRoot: false }),
    container('b'),
    container('c', without('runAsNonRoot')),
  ]),
  'runAsNonRoot false of a container': ofPod({ runAsNonRoot: true }, [container('a', { runAsNonRoot: false })]),
  'runAsNonRoot of some containers': contexts({}, without('runAsNonRoot')),
  'runAsNonRoot rejected and missing': contexts({ runAsNonRoot: false }, without('runAsNonRoot')),

  'runAsUser 0 of the pod': ofPod({ runAsUser: 0 }),
  'runAsUser 0 of containers': ofPod({ runAsUser: 1 }, [
    container('a', { runAsUser: 0 }),
    container('b', { runAsUser: 0 }),
  ]),
  'runAsUser 0 of pod and container': ofPod({ runAsUser: 0 }, [container('a', { runAsUser: 0 })]),
  'group 0': ofPod({ runAsUser: 1, runAsGroup: 0, fsGroup: 0, supplementalGroups: [0] }),

  'root in a user namespace': pod({
    hostUsers: false,
    securityContext: { runAsNonRoot: false, runAsUser: 0 },
    containers: [container('a', { runAsUser: 0, runAsNonRoot: false }), container('b', without('runAsNonRoot'))],
  }),
  "root in the node's user namespace": pod({ hostUsers: true, securityContext: { runAsNonRoot: false, runAsUser: 0 } }),

  'Windows with nothing set': { spec: { os: { name: 'windows' }, containers: [{ name: 'a' }] } },
  'Windows with all that is rejected': pod({
    os: { name: 'windows' },
    securityContext: { seccompProfile: { type: 'Unconfined' }, runAsNonRoot: false, runAsUser: 0 },
    volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }],
    containers: [container('a', { capabilities: { add: ['SYS_ADMIN'] }, allowPrivilegeEscalation: true })],
  }),
  'Linux with nothing set': { spec: { os: { name: 'linux' }, containers: [{ name: 'a' }] } },
};
