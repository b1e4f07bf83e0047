import * as fc from 'fast-check';
import { ensureObjectAt, JsonObject } from '../../src/kubernetes/manifest';
import { REFUSED_VOLUMES, TAKEN_VOLUMES } from './volumes';

/** Possible values of paths in a pod or a container. For undefined, the path is unset. */
type Patch = Readonly<Record<string, unknown>>;

type Context = Readonly<Record<string, unknown>>;

const HARDENED: JsonObject = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const HARDENED_POD: JsonObject = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
const IMAGE = 'registry.example/app:1';

/** Pod without a name. */
export interface DrawnPod {
  readonly metadata: { readonly annotations: JsonObject };
  readonly spec: JsonObject;
}

/** Random pods with all fields that Pod Security reads. Some are almost completely hardened, and some are hardly hardened. */
export function randomPod(minor: number): fc.Arbitrary<DrawnPod> {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  const flag = fc.constantFrom(true, false, undefined);
  const at = (path: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Patch> => value.map((v) => ({ [path]: v }));

  const seccomp = maybe(fc.constantFrom<Context>(...profiles('profiles/web.json')));
  const appArmor = maybe(fc.constantFrom<Context>(...profiles('web')));
  const seLinux = maybe(
    fc.record(
      {
        type: fc.constantFrom('', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t'),
        user: fc.constantFrom('', 'system_u'),
        role: fc.constantFrom('', 'system_r'),
        level: fc.constantFrom('s0', 's0:c1,c2'),
      },
      { requiredKeys: [] },
    ),
  );
  const windows = maybe(fc.record({ hostProcess: fc.boolean() }, { requiredKeys: [] }));

  /** Fields that pods and containers have in common. */
  const shared = (context: string): fc.Arbitrary<Patch>[] => [
    at(`${context}.runAsNonRoot`, flag),
    at(`${context}.runAsUser`, fc.constantFrom(0, 1000, undefined)),
    at(`${context}.seccompProfile`, seccomp),
    at(`${context}.seLinuxOptions`, seLinux),
    at(`${context}.windowsOptions`, windows),
    at(context, fc.constantFrom({}, undefined)),
    ...(minor >= APPARMOR_FIELD ? [at(`${context}.appArmorProfile`, appArmor)] : []),
  ];

  const container = fc.oneof(
    ...shared('securityContext'),
    at('securityContext.allowPrivilegeEscalation', flag),
    // the server rejects either of them with the opposite value
    fc.constantFrom(
      { 'securityContext.privileged': true, 'securityContext.allowPrivilegeEscalation': undefined },
      { 'securityContext.privileged': false },
    ),
    at('securityContext.capabilities.add', maybe(fc.array(fc.constantFrom(...CAPABILITIES), { maxLength: 4 }))),
    at(
      'securityContext.capabilities.drop',
      fc.constantFrom(['ALL'], ['all'], [], ['KILL', 'ALL'], ['KILL'], undefined),
    ),
    ...(minor >= PROC_MOUNT
      ? [at('securityContext.procMount', fc.constantFrom('Default', 'Unmasked', undefined))]
      : []),
    at('ports', maybe(fc.array(port, { maxLength: 3 }))),
    ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'].map((path) =>
      at(path, handler),
    ),
  );

  const annotation = fc.oneof(
    at(`${APPARMOR}main-0`, fc.constantFrom('runtime/default', 'localhost/web', 'unconfined')),
    at(`${APPARMOR}init-0`, fc.constantFrom('runtime/default', 'localhost/web', 'unconfined')),
    ...[`${SECCOMP}pod`, `container.${SECCOMP}main-0`, `container.${SECCOMP}missing`].map((key) =>
      at(key, fc.constantFrom('runtime/default', 'docker/default', 'localhost/web.json', 'unconfined')),
    ),
  );

  const pod = fc.oneof(
    ...shared('securityContext'),
    at('hostNetwork', flag),
    at('hostPID', flag),
    at('hostIPC', flag),
    at('hostUsers', flag),
    at('securityContext.sysctls', fc.uniqueArray(fc.constantFrom(...SYSCTLS), { maxLength: 3 }).map(asSysctls)),
    at('volumes', fc.array(fc.constantFrom(...Object.entries(VOLUMES)), { maxLength: 3 }).map(asVolumes)),
  );

  const patches = (patch: fc.Arbitrary<Patch>, most: number): fc.Arbitrary<Patch[]> =>
    fc.array(patch, { maxLength: most, size: 'max' });

  return fc
    .record({
      isHardened: fc.boolean(),
      isForWindows: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      init: fc.array(patches(container, 3), { maxLength: 2 }),
      main: fc.array(patches(container, 3), { minLength: 1, maxLength: 3 }),
      pod: patches(pod, 6),
      annotations: fc.oneof(fc.constant([]), patches(annotation, 2)),
    })
    .map(({ isHardened, isForWindows, init, main, pod: ofPod, annotations }) => {
      const isLinuxHardened = isHardened && !isForWindows;
      const containers = (list: Patch[][], name: string): JsonObject[] =>
        list.map((each, i) => {
          const start = { name: `${name}-${i}`, image: IMAGE, ...(isLinuxHardened && { securityContext: HARDENED }) };
          return sidecar(patched(start, each), name === 'init' && minor >= SIDECARS);
        });
      const spec: JsonObject = {
        ...(isForWindows && { os: { name: 'windows' } }),
        ...(isLinuxHardened && { securityContext: HARDENED_POD }),
        initContainers: containers(init, 'init'),
        containers: containers(main, 'main'),
      };
      return { metadata: { annotations: Object.assign({}, ...annotations) as JsonObject }, spec: patched(spec, ofPod) };
    });
}

/** First minor versions of the server that support the fields. */
const APPARMOR_FIELD = 30;
const SIDECARS = 29;
/** First minor version that keeps `procMount`. Older servers drop it. */
const PROC_MOUNT = 33;

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/';

const CAPABILITIES = [
  ...['NET_BIND_SERVICE', 'CHOWN', 'DAC_OVERRIDE', 'SYS_CHROOT', 'MKNOD'],
  ...['NET_RAW', 'NET_ADMIN', 'SYS_PTRACE', 'ALL', 'CAP_CHOWN', 'chown'],
];

const SYSCTLS = [
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range'],
  ...['net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time'],
  ...['net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ...['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem', 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'],
  ...['kernel.msgmax', 'net.core.somaxconn', 'fs.mqueue.msg_max', 'vm.swappiness'],
];

const VOLUMES: Readonly<Record<string, JsonObject>> = {
  ...REFUSED_VOLUMES,
  ...TAKEN_VOLUMES,
  hostPath: { path: '/etc' },
};

const port = fc.record(
  { containerPort: fc.integer({ min: 8080, max: 8090 }), hostPort: fc.integer({ min: 8080, max: 8090 }) },
  { requiredKeys: ['containerPort'] },
);

const handler = fc.option(
  fc.oneof(
    fc.record({ httpGet: endpoint({ port: 80, path: '/' }) }),
    fc.record({ tcpSocket: endpoint({ port: 80 }) }),
    fc.constant({ exec: { command: ['true'] } }),
  ),
  { nil: undefined },
);

function endpoint(fields: JsonObject): fc.Arbitrary<JsonObject> {
  const hosts = [undefined, '', 'localhost', '127.0.0.1', '10.0.0.1', 'db.example'];
  return fc.constantFrom(...hosts.map((host) => ({ ...fields, ...(host !== undefined && { host }) })));
}

function profiles(localhostProfile: string): Context[] {
  return [{ type: 'RuntimeDefault' }, { type: 'Unconfined' }, { type: 'Localhost', localhostProfile }];
}

function asSysctls(names: readonly string[]): JsonObject[] {
  return names.map((name) => ({ name, value: '1' }));
}

/** Returns volumes with the given sources. An empty type means a volume without a source. */
function asVolumes(sources: readonly (readonly [string, JsonObject])[]): JsonObject[] {
  return sources.map(([type, source], i) => ({ name: `volume-${i}`, ...(type !== '' && { [type]: source }) }));
}

/** Makes an init container with probes a sidecar, because other init containers must not have probes. */
function sidecar(container: JsonObject, isKnown: boolean): JsonObject {
  const isProbed = Object.keys(container).some((key) => key.endsWith('Probe') || key === 'lifecycle');
  return isKnown && isProbed ? { ...container, restartPolicy: 'Always' } : container;
}

function patched(start: JsonObject, patches: readonly Patch[]): JsonObject {
  // the value can be a constant of this file, which must not change
  const object = structuredClone(start);
  for (const patch of patches) for (const [path, value] of Object.entries(patch)) set(object, path.split('.'), value);
  return object;
}

function set(object: JsonObject, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) return;
  if (rest.length > 0) set(ensureObjectAt(object, key) ?? {}, rest, value);
  else if (value === undefined) delete object[key];
  else object[key] = structuredClone(value);
}
