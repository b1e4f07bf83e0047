import { ensureObjectAt, JsonObject } from '../../src/kubernetes/manifest';
import { byBaseline, byBoth, byRestricted, Refusal } from './refusal';
import { REFUSED_VOLUMES, TAKEN_VOLUMES } from './volumes';

/** Place in a pod: the pod itself, or a container of a kind. */
export type Place = 'pod' | 'container' | 'init container' | 'ephemeral container';

/** Change of a hardened pod that makes it weaker, or does not. */
export interface Weakening {
  /** Upstream's id of the check. */
  readonly check: string;
  /** Description of the change. */
  readonly what: string;
  readonly places: readonly Place[];
  /** Weakens a pod spec, or a container of it. */
  readonly weaken: (part: JsonObject, template: JsonObject) => void;
  /** Makes the pod valid with the change, and is not a weakness itself. */
  readonly prepare?: (spec: JsonObject) => void;
  /** Refusals of the pod. Empty if the change is not a weakness. */
  readonly refusals: readonly Refusal[];
  /** Refusals of a template, if they differ. */
  readonly ofTemplate?: readonly Refusal[];
  /** First minor version of the server that supports the field by default. */
  readonly since?: number;
}

const POD: readonly Place[] = ['pod'];
const ONE: readonly Place[] = ['container'];
const RUNNING: readonly Place[] = ['container', 'init container'];
const CONTAINERS: readonly Place[] = [...RUNNING, 'ephemeral container'];
const ANYWHERE: readonly Place[] = [...POD, ...CONTAINERS];

type Weaken = Weakening['weaken'];

/** Sets a field of the security context. */
function context(fields: JsonObject): Weaken {
  return (part) => Object.assign(ensureObjectAt(part, 'securityContext') ?? {}, fields);
}

/** Deletes fields of the security context. */
function without(...fields: string[]): Weaken {
  return (part) => {
    for (const field of fields) delete ensureObjectAt(part, 'securityContext')?.[field];
  };
}

function fields(values: JsonObject): Weaken {
  return (part) => Object.assign(part, values);
}

function annotation(key: string, value: string): Weaken {
  return (_, template) => {
    const metadata = ensureObjectAt(template, 'metadata') ?? {};
    Object.assign(ensureObjectAt(metadata, 'annotations') ?? {}, { [key]: value });
  };
}

function volume(source: JsonObject): Weaken {
  return (spec) => {
    spec['volumes'] = [...((spec['volumes'] ?? []) as unknown[]), { name: 'other', ...source }];
  };
}

/** In a user namespace, user 0 of a pod has no rights on the node. */
function userNamespace(spec: JsonObject): void {
  spec['hostUsers'] = false;
}
const USER_NAMESPACES = { since: 33, prepare: userNamespace };

const ESCALATION = byRestricted('allowPrivilegeEscalation != false', { from: 8 });
const CAPABILITIES = byRestricted('unrestricted capabilities', { from: 22 });
const SECCOMP = byBoth('seccompProfile', { from: 19 });

const appArmor: Weakening[] = [
  {
    check: 'appArmorProfile',
    what: 'annotation unconfined',
    places: POD,
    weaken: annotation('container.apparmor.security.beta.kubernetes.io/main', 'unconfined'),
    refusals: [byBoth('forbidden AppArmor profile')],
  },
  {
    check: 'appArmorProfile',
    what: 'Unconfined',
    places: ANYWHERE,
    weaken: context({ appArmorProfile: { type: 'Unconfined' } }),
    refusals: [byBoth('forbidden AppArmor profile')],
    since: 30,
  },
  {
    check: 'appArmorProfile',
    what: 'Localhost',
    places: ANYWHERE,
    weaken: context({ appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } }),
    refusals: [],
    since: 30,
  },
];

const capabilities: Weakening[] = [
  {
    check: 'capabilities',
    what: 'add NET_ADMIN',
    places: CONTAINERS,
    weaken: context({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
    refusals: [
      byBaseline('non-default capabilities'),
      byRestricted('non-default capabilities', { before: 22 }),
      CAPABILITIES,
    ],
  },
  {
    check: 'capabilities',
    what: 'add CAP_CHOWN, a name with the prefix',
    places: CONTAINERS,
    weaken: context({ capabilities: { drop: ['ALL'], add: ['CAP_CHOWN'] } }),
    refusals: [
      byBaseline('non-default capabilities'),
      byRestricted('non-default capabilities', { before: 22 }),
      CAPABILITIES,
    ],
  },
  ...['NET_RAW', 'ALL'].map((name) => ({
    check: 'capabilities',
    what: `add ${name}`,
    places: ONE,
    weaken: context({ capabilities: { drop: ['ALL'], add: [name] } }),
    refusals: [
      byBaseline('non-default capabilities'),
      byRestricted('non-default capabilities', { before: 22 }),
      CAPABILITIES,
    ],
  })),
  {
    check: 'capabilities',
    what: 'add CHOWN',
    places: CONTAINERS,
    weaken: context({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }),
    refusals: [CAPABILITIES],
  },
  ...[
    ...['AUDIT_WRITE', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'SETFCAP'],
    ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
  ].map((name) => ({
    check: 'capabilities',
    what: `add ${name}`,
    places: ONE,
    weaken: context({ capabilities: { drop: ['ALL'], add: [name] } }),
    refusals: [CAPABILITIES],
  })),
  {
    check: 'capabilities',
    what: 'add NET_BIND_SERVICE',
    places: CONTAINERS,
    weaken: context({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
    refusals: [],
  },
  {
    check: 'capabilities',
    what: 'drop all, in lower case',
    places: CONTAINERS,
    weaken: context({ capabilities: { drop: ['all'] } }),
    refusals: [CAPABILITIES],
  },
  {
    check: 'capabilities',
    what: 'nothing dropped',
    places: CONTAINERS,
    weaken: without('capabilities'),
    refusals: [CAPABILITIES],
  },
];

const host: Weakening[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].map((field) => ({
    check: 'hostNamespaces',
    what: field,
    places: POD,
    weaken: fields({ [field]: true }),
    refusals: [byBoth('host namespaces')],
  })),
  {
    check: 'hostPathVolumes',
    what: 'hostPath',
    places: POD,
    weaken: volume({ hostPath: { path: '/etc' } }),
    refusals: [byBaseline('hostPath volumes'), byRestricted('restricted volume types')],
  },
  {
    check: 'hostPorts',
    what: 'hostPort 8080',
    places: RUNNING,
    weaken: fields({ ports: [{ containerPort: 8080, hostPort: 8080 }] }),
    refusals: [byBoth('hostPort')],
  },
  {
    check: 'hostPorts',
    what: "containerPort 8080 on the node's network",
    places: POD,
    weaken: (spec) => {
      spec['hostNetwork'] = true;
      for (const container of spec['containers'] as JsonObject[]) container['ports'] = [{ containerPort: 8080 }];
    },
    // the server sets the host ports of a pod, but not those of a template
    refusals: [byBoth('host namespaces'), byBoth('hostPort')],
    ofTemplate: [byBoth('host namespaces')],
  },
  ...(
    [
      ['livenessProbe', { httpGet: { port: 80, host: '10.0.0.1' } }],
      ['readinessProbe', { tcpSocket: { port: 80, host: '10.0.0.1' } }],
      ['startupProbe', { httpGet: { port: 80, host: '10.0.0.1' } }],
      ['lifecycle', { postStart: { httpGet: { port: 80, host: '10.0.0.1' } } }],
      ['lifecycle', { preStop: { httpGet: { port: 80, host: '10.0.0.1' } } }],
    ] as const
  ).map(([field, value]) => ({
    check: 'hostProbesAndHostLifecycle',
    what: `${[field, ...Object.keys(value)].join('.')} with a host`,
    places: RUNNING,
    // an init container can have probes only if it keeps running, and other containers must not have a restartPolicy
    weaken: (part: JsonObject) =>
      Object.assign(part, { [field]: value }, part['name'] === 'init' && { restartPolicy: 'Always' }),
    refusals: [byBoth('probe or lifecycle host', { from: 34 })],
    since: 29,
  })),
  {
    check: 'windowsHostProcess',
    what: 'hostProcess',
    places: POD,
    weaken: (spec) => {
      context({ windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' } })(spec, {});
      spec['hostNetwork'] = true;
    },
    refusals: [byBoth('host namespaces'), byBoth('hostProcess')],
  },
];

const kernel: Weakening[] = [
  {
    check: 'privileged',
    what: 'privileged',
    places: CONTAINERS,
    weaken: (container) => {
      context({ privileged: true })(container, {});
      // the two fields exclude each other
      without('allowPrivilegeEscalation')(container, {});
    },
    refusals: [byBoth('privileged'), ESCALATION],
  },
  {
    check: 'procMount',
    what: 'Unmasked in a user namespace',
    places: CONTAINERS,
    weaken: context({ procMount: 'Unmasked' }),
    refusals: [byBaseline('procMount', { before: 35 }), byRestricted('procMount')],
    ...USER_NAMESPACES,
  },
  ...(
    [
      [{ type: 'spc_t' }, {}],
      [{ type: 'container_engine_t' }, { before: 31 }],
      [{ user: 'system_u' }, {}],
      [{ role: 'system_r' }, {}],
    ] as const
  ).map(([options, span]) => ({
    check: 'seLinuxOptions',
    what: Object.entries(options)
      .map((entry) => entry.join(' '))
      .join(),
    places: ANYWHERE,
    weaken: context({ seLinuxOptions: options }),
    refusals: [byBoth('seLinuxOptions', span)],
  })),
  {
    check: 'seLinuxOptions',
    what: 'type container_t with a level',
    places: ANYWHERE,
    weaken: context({ seLinuxOptions: { type: 'container_t', level: 's0:c1,c2' } }),
    refusals: [],
  },
  ...['container_init_t', 'container_kvm_t'].map((type) => ({
    check: 'seLinuxOptions',
    what: `type ${type}`,
    places: POD,
    weaken: context({ seLinuxOptions: { type } }),
    refusals: [],
  })),
  ...(
    [
      ['kernel.msgmax', {}],
      ['net.ipv4.ip_local_reserved_ports', { before: 27 }],
      ['net.ipv4.tcp_keepalive_time', { before: 29 }],
      ['net.ipv4.tcp_fin_timeout', { before: 29 }],
      ['net.ipv4.tcp_keepalive_intvl', { before: 29 }],
      ['net.ipv4.tcp_keepalive_probes', { before: 29 }],
      ['net.ipv4.tcp_rmem', { before: 32 }],
      ['net.ipv4.tcp_wmem', { before: 32 }],
      ['net.ipv4.tcp_slow_start_after_idle', { before: 37 }],
      ['net.ipv4.tcp_notsent_lowat', { before: 37 }],
    ] as const
  ).map(([name, span]) => ({
    check: 'sysctls',
    what: name,
    places: POD,
    weaken: context({ sysctls: [{ name, value: '1' }] }),
    refusals: [byBoth('forbidden sysctls', span)],
  })),
  ...[
    ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies'],
    ...['net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start'],
  ].map((name) => ({
    check: 'sysctls',
    what: name,
    places: POD,
    weaken: context({ sysctls: [{ name, value: '1' }] }),
    refusals: [],
  })),
];

const seccomp: Weakening[] = [
  {
    check: 'seccompProfile',
    what: 'annotation unconfined',
    places: POD,
    weaken: (spec, template) => {
      // the server requires both to have the same value
      without('seccompProfile')(spec, template);
      annotation('seccomp.security.alpha.kubernetes.io/pod', 'unconfined')(spec, template);
    },
    refusals: [byBoth('seccompProfile', { before: 19 }), byRestricted('seccompProfile', { from: 19 })],
  },
  {
    check: 'seccompProfile',
    what: 'Unconfined',
    places: ANYWHERE,
    weaken: context({ seccompProfile: { type: 'Unconfined' } }),
    refusals: [SECCOMP],
  },
  {
    check: 'seccompProfile',
    what: 'Localhost',
    places: ANYWHERE,
    weaken: context({ seccompProfile: { type: 'Localhost', localhostProfile: 'web.json' } }),
    refusals: [],
  },
  {
    check: 'seccompProfile',
    what: 'no profile',
    places: POD,
    weaken: without('seccompProfile'),
    refusals: [byRestricted('seccompProfile', { from: 19 })],
  },
];

const user: Weakening[] = [
  {
    check: 'allowPrivilegeEscalation',
    what: 'true',
    places: CONTAINERS,
    weaken: context({ allowPrivilegeEscalation: true }),
    refusals: [ESCALATION],
  },
  {
    check: 'allowPrivilegeEscalation',
    what: 'nothing said',
    places: CONTAINERS,
    weaken: without('allowPrivilegeEscalation'),
    refusals: [ESCALATION],
  },
  {
    check: 'runAsNonRoot',
    what: 'false',
    places: ANYWHERE,
    weaken: context({ runAsNonRoot: false }),
    refusals: [byRestricted('runAsNonRoot != true')],
  },
  {
    check: 'runAsNonRoot',
    what: 'nothing said',
    places: POD,
    weaken: without('runAsNonRoot'),
    refusals: [byRestricted('runAsNonRoot != true')],
  },
  {
    check: 'runAsNonRoot',
    what: 'false in a user namespace',
    places: ANYWHERE,
    weaken: context({ runAsNonRoot: false }),
    refusals: [byRestricted('runAsNonRoot != true', { before: 35 })],
    ...USER_NAMESPACES,
  },
  {
    check: 'runAsUser',
    what: '0',
    places: ANYWHERE,
    weaken: context({ runAsUser: 0 }),
    refusals: [byRestricted('runAsUser=0', { from: 23 })],
  },
  {
    check: 'runAsUser',
    what: '0 in a user namespace',
    places: ANYWHERE,
    weaken: context({ runAsUser: 0 }),
    refusals: [byRestricted('runAsUser=0', { from: 23, before: 35 })],
    ...USER_NAMESPACES,
  },
  {
    check: 'a pod for Windows',
    what: 'os.name windows',
    places: POD,
    weaken: (spec, template) => {
      const [{ name, image }] = spec['containers'] as [{ name: string; image: string }];
      template['spec'] = {
        os: { name: 'windows' },
        securityContext: { runAsNonRoot: true },
        containers: [{ name, image }],
      };
    },
    refusals: [
      byRestricted('allowPrivilegeEscalation != false', { from: 8, before: 25 }),
      byRestricted('unrestricted capabilities', { from: 22, before: 25 }),
      byRestricted('seccompProfile', { from: 19, before: 25 }),
    ],
  },
];

const volumes: Weakening[] = [
  ...Object.entries(REFUSED_VOLUMES).map(([type, source]) => ({
    check: 'restrictedVolumes',
    what: type,
    places: POD,
    weaken: volume({ [type]: source }),
    refusals: [byRestricted('restricted volume types')],
  })),
  ...Object.entries(TAKEN_VOLUMES).map(([type, source]) => ({
    check: 'restrictedVolumes',
    what: type,
    places: POD,
    weaken: volume({ [type]: source }),
    refusals: [],
  })),
  {
    check: 'restrictedVolumes',
    what: 'image',
    places: POD,
    weaken: volume({ image: { reference: 'registry.example/data:1' } }),
    refusals: [],
    since: 35,
  },
  { check: 'restrictedVolumes', what: 'a volume of no type', places: POD, weaken: volume({}), refusals: [] },
];

/** Checks of baseline and restricted, with changes that violate them, and changes that are just accepted. */
export const WEAKENINGS: readonly Weakening[] = [
  ...appArmor,
  ...capabilities,
  ...host,
  ...kernel,
  ...seccomp,
  ...user,
  ...volumes,
];
