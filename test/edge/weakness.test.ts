import { parse } from 'yaml';
import {
  Capability,
  EnvReference,
  HostPathType,
  Identity,
  Image,
  ImagePullPolicy,
  Port,
  SecureEdgeApp,
  Weakness,
  WritableFolder,
} from 'cdk8s-secure-edge';
import { containerOf, image, manifestsOf, podOf, problemOf, REASON, web, workloadOf } from './apps';
import { podSecurityVerdict } from './pod-security-verdict';

const hostPath = Weakness.hostPath('/run/sensors', { reason: REASON });

function acknowledged(app: SecureEdgeApp): string[] {
  const items: any[] = parse(workloadOf(app).metadata.annotations?.['secure-edge.dev/acknowledge'] ?? '[]');
  return items.map(({ rule, reason, container, value, ...rest }) => {
    expect({ reason, rest }).toEqual({ reason: REASON, rest: {} });
    return [rule, ...(container === undefined ? [] : [`of ${container}`]), ...(value ? [`for ${value}`] : [])].join(
      ' ',
    );
  });
}

/** Rules of the acknowledgements of an app, each once. */
function acknowledgedRules(app: SecureEdgeApp): string[] {
  return [...new Set(acknowledged(app).map((each) => each.replace(/ .*/, '')))];
}

/** Changes of a weakness in the pod of an app. */
function changes(weakness: Weakness): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const compare = (path: string, before: any, after: any): void => {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const bothAre = (test: (value: unknown) => boolean): boolean => test(before) && test(after);
    const isMap = (v: unknown): boolean => typeof v === 'object' && v !== null && !Array.isArray(v);
    const step = path === '' ? '' : `${path}.`;
    if (bothAre(isMap))
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
        compare(step + key, before[key], after[key]);
    else found[path] = after;
  };
  const [without, withIt] = [web(), web({ weaknesses: [weakness] })].map((app) => podOf(app).spec);
  compare('', { ...without, containers: undefined }, { ...withIt, containers: undefined });
  compare('container', without.containers[0], withIt.containers[0]);
  return found;
}

describe('a weakness changes only the setting of its name', () => {
  test.each<[string, Weakness, Record<string, unknown>, string[], string]>([
    [
      'rootUser',
      Weakness.rootUser(REASON),
      {
        'container.securityContext.runAsUser': 0,
        'container.securityContext.runAsGroup': 0,
        'container.securityContext.runAsNonRoot': false,
        'securityContext.runAsGroup': undefined,
        'securityContext.runAsNonRoot': undefined,
        'securityContext.runAsUser': undefined,
      },
      ['run-as-non-root', 'run-as-user'],
      'baseline',
    ],
    [
      'addCapabilities, low port',
      Weakness.addCapabilities([Capability.NET_BIND_SERVICE], REASON),
      { 'container.securityContext.capabilities.add': ['NET_BIND_SERVICE'] },
      ['added-capabilities'],
      'restricted',
    ],
    [
      'addCapabilities, baseline',
      Weakness.addCapabilities([Capability.SETUID, Capability.CHOWN, Capability.CHOWN], REASON),
      { 'container.securityContext.capabilities.add': ['CHOWN', 'SETUID'] },
      ['added-capabilities'],
      'baseline',
    ],
    [
      'addCapabilities, beyond',
      Weakness.addCapabilities([Capability.CHOWN, Capability.NET_RAW], REASON),
      { 'container.securityContext.capabilities.add': ['CHOWN', 'NET_RAW'] },
      ['added-capabilities'],
      'privileged',
    ],
    [
      'addCapabilities, SYS_ADMIN',
      Weakness.addCapabilities([Capability.SYS_ADMIN], REASON),
      {
        'container.securityContext.capabilities.add': ['SYS_ADMIN'],
        'container.securityContext.allowPrivilegeEscalation': undefined,
      },
      ['added-capabilities', 'no-privilege-escalation'],
      'privileged',
    ],
    [
      'runtimeCapabilities',
      Weakness.runtimeCapabilities(REASON),
      { 'container.securityContext.capabilities.drop': [] },
      ['drop-all-capabilities'],
      'baseline',
    ],
    [
      'privilegeEscalation',
      Weakness.privilegeEscalation(REASON),
      { 'container.securityContext.allowPrivilegeEscalation': true },
      ['no-privilege-escalation'],
      'baseline',
    ],
    [
      'privileged',
      Weakness.privileged(REASON),
      {
        'container.securityContext.privileged': true,
        'container.securityContext.allowPrivilegeEscalation': undefined,
        'container.securityContext.capabilities': undefined,
      },
      ['drop-all-capabilities', 'no-privilege-escalation', 'no-privileged'],
      'privileged',
    ],
    [
      'writableRootFilesystem',
      Weakness.writableRootFilesystem(REASON),
      {
        'container.securityContext.readOnlyRootFilesystem': false,
        'container.volumeMounts': undefined,
        volumes: undefined,
      },
      ['read-only-root-filesystem'],
      'restricted',
    ],
    [
      'unlimitedResources',
      Weakness.unlimitedResources(REASON),
      { 'container.resources.limits': undefined },
      ['resource-limits'],
      'restricted',
    ],
    [
      'hostNetwork',
      Weakness.hostNetwork(REASON),
      { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      ['no-host-namespaces'],
      'privileged',
    ],
    ['hostPid', Weakness.hostPid(REASON), { hostPID: true }, ['no-host-namespaces'], 'privileged'],
    ['hostIpc', Weakness.hostIpc(REASON), { hostIPC: true }, ['no-host-namespaces'], 'privileged'],
    [
      'sharedProcesses',
      Weakness.sharedProcesses(REASON),
      { shareProcessNamespace: true },
      ['no-shared-processes'],
      'restricted',
    ],
    ['terminal', Weakness.terminal(REASON), { 'container.tty': true }, ['no-terminal'], 'restricted'],
    ['standardInput', Weakness.standardInput(REASON), { 'container.stdin': true }, ['no-terminal'], 'restricted'],
    [
      'sysctl',
      Weakness.sysctl('net.core.somaxconn', '1024', REASON),
      { 'securityContext.sysctls': [{ name: 'net.core.somaxconn', value: '1024' }] },
      ['safe-sysctls'],
      'privileged',
    ],
    [
      'hostPath',
      hostPath,
      {
        'container.volumeMounts': [
          { name: 'host-run-sensors', mountPath: '/run/sensors', readOnly: true },
          { name: 'tmp-web', mountPath: '/tmp' },
        ],
        volumes: [
          { name: 'host-run-sensors', hostPath: { path: '/run/sensors', type: 'Directory' } },
          { name: 'tmp-web', emptyDir: { sizeLimit: '64Mi' } },
        ],
      },
      ['no-host-path'],
      'privileged',
    ],
    [
      'hostAlias',
      Weakness.hostAlias('192.0.2.1', ['plc.site', 'plc'], REASON),
      { hostAliases: [{ ip: '192.0.2.1', hostnames: ['plc.site', 'plc'] }] },
      ['no-host-aliases'],
      'restricted',
    ],
    [
      'hostPort',
      Weakness.hostPort(Port.udp(53), 5353, REASON),
      { 'container.ports': [{ containerPort: 53, hostPort: 5353, protocol: 'UDP' }] },
      ['no-host-ports'],
      'privileged',
    ],
    [
      'serviceAccountToken',
      Weakness.serviceAccountToken('reader', REASON),
      { serviceAccountName: 'reader', automountServiceAccountToken: true },
      ['no-service-account-token'],
      'restricted',
    ],
    [
      'unconfinedSeccomp',
      Weakness.unconfinedSeccomp(REASON),
      { 'container.securityContext.seccompProfile': { type: 'Unconfined' } },
      ['seccomp-profile'],
      'privileged',
    ],
  ])('%s', (_, weakness, expected, rules, level) => {
    expect(sorted(changes(weakness))).toEqual(sorted(expected));
    expect(acknowledgedRules(web({ weaknesses: [weakness] }))).toEqual(rules);
    expect(weakness.reason).toBe(REASON);
    expect(weakness.podSecurityLevel).toBe(level);
    expect(podSecurityVerdict(podOf(web({ weaknesses: [weakness] })))).toBe(level);
  });

  test('unconfinedAppArmor', () => {
    const weaknesses = [Weakness.unconfinedAppArmor(REASON)];
    const app = web({ weaknesses }, '1.30');
    expect(containerOf(app).securityContext.appArmorProfile).toEqual({ type: 'Unconfined' });
    expect(acknowledged(app)).toEqual(['apparmor-profile of web for Unconfined']);
    expect(podSecurityVerdict(podOf(app))).toBe('privileged');
    expect(app.podSecurityLevel).toBe('privileged');
    expect(podSecurityVerdict(podOf(web({ weaknesses }, '1.29')))).toBe('privileged');
  });
});

function sorted(all: Record<string, unknown>): [string, unknown][] {
  return Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('with other containers', () => {
  const grown = (...weaknesses: Weakness[]): SecureEdgeApp => {
    const app = web({ weaknesses });
    app.addContainer('b', { image });
    return app;
  };

  test('a weakness of one container does not weaken the others', () => {
    const hard = containerOf(grown(), 'b').securityContext;
    for (const weakness of [
      Weakness.rootUser(REASON),
      Weakness.addCapabilities([Capability.SYS_ADMIN], REASON),
      Weakness.runtimeCapabilities(REASON),
      Weakness.privilegeEscalation(REASON),
      Weakness.privileged(REASON),
      Weakness.writableRootFilesystem(REASON),
      Weakness.unconfinedSeccomp(REASON),
    ]) {
      const { runAsNonRoot = true, ...b } = containerOf(grown(weakness), 'b').securityContext;
      expect(b).toEqual(hard);
      expect(runAsNonRoot).toBe(true);
    }
  });

  test('only one container runs as root, and the others must not', () => {
    const app = grown(Weakness.rootUser(REASON));
    expect(podOf(app).spec.securityContext).toMatchObject({ runAsUser: 65532, runAsGroup: 65532 });
    expect(podOf(app).spec.securityContext.runAsNonRoot).toBeUndefined();
    expect(containerOf(app, 'web').securityContext.runAsNonRoot).toBe(false);
    expect(containerOf(app, 'b').securityContext.runAsNonRoot).toBe(true);
  });

  test.each([
    [
      Weakness.rootUser(REASON),
      ['run-as-non-root of web for false', 'run-as-user of web for 0', 'run-as-user of web for runAsGroup: 0'],
    ],
    [
      Weakness.privileged(REASON),
      ['drop-all-capabilities of web', 'no-privilege-escalation of web', 'no-privileged of web for true'],
    ],
    [Weakness.unconfinedSeccomp(REASON), ['seccomp-profile of web for Unconfined']],
    [Weakness.unconfinedAppArmor(REASON), ['apparmor-profile of web for Unconfined']],
    [
      Weakness.unlimitedResources(REASON),
      ['cpu', 'ephemeral-storage', 'memory'].map((each) => `resource-limits of web for ${each}`),
    ],
    [Weakness.hostNetwork(REASON), ['no-host-namespaces for hostNetwork']],
    [hostPath, ['no-host-path for /run/sensors']],
    [Weakness.serviceAccountToken('reader', REASON), ['no-service-account-token for true']],
  ])('a weakness is acknowledged only for its container, unless it applies to the pod: case %#', (weakness, rules) => {
    expect(acknowledged(grown(weakness))).toEqual(rules);
  });

  test('an image with a tag and a secret in the environment are acknowledged only for their container', () => {
    const app = web({ envReferences: { A: EnvReference.secretKey('s', 'k', REASON) } });
    expect(acknowledged(app)).toEqual(['no-secret-env of web for A']);
    app.addContainer('b', { image: Image.fromTag('ghcr.io/acme/b:1', REASON) });
    expect(acknowledged(app)).toEqual(['image-digest of b for ghcr.io/acme/b:1', 'no-secret-env of web for A']);
    expect(containerOf(app, 'b').imagePullPolicy).toBe('Always');
    expect(containerOf(app).env).toEqual([{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }]);
  });

  test.each(Object.values(Capability))('capability %s needs the level of the standard', (capability) => {
    const weakness = Weakness.addCapabilities([capability], REASON);
    expect(weakness.podSecurityLevel).toBe(podSecurityVerdict(podOf(web({ weaknesses: [weakness] }))));
  });

  test('capabilities of several weaknesses add up', () => {
    const app = web({
      weaknesses: [
        Weakness.addCapabilities([Capability.SETUID], REASON),
        Weakness.runtimeCapabilities(REASON),
        Weakness.addCapabilities([Capability.CHOWN], REASON),
      ],
    });
    expect(containerOf(app).securityContext.capabilities).toEqual({ add: ['CHOWN', 'SETUID'], drop: [] });
  });
});

describe('a port of the host', () => {
  test('is on the port of the container, once for each port of the host', () => {
    const ports = [Port.tcp(80, 'http')];
    const published = [8080, 8081].map((port) => Weakness.hostPort(ports[0]!, port, REASON));
    const app = web({ ports, weaknesses: published });
    expect(containerOf(app).ports).toEqual([
      { name: 'http', containerPort: 80, hostPort: 8080, protocol: 'TCP' },
      { containerPort: 80, hostPort: 8081, protocol: 'TCP' },
    ]);
    expect(acknowledged(app)).toEqual(['no-host-ports of web for 8080', 'no-host-ports of web for 8081']);
  });

  test.each([0, 65536, 1.5])('rejects the port %d', (port) => {
    expect(problemOf(() => Weakness.hostPort(Port.tcp(80), port, REASON))).toContain('port of the node must be');
  });
});

describe('names of an address', () => {
  test('are written once for the pod', () => {
    const weaknesses = [Weakness.hostAlias('::1', ['a'], REASON), Weakness.hostAlias('::1', ['a'], REASON)];
    expect(podOf(web({ weaknesses })).spec.hostAliases).toEqual([{ ip: '::1', hostnames: ['a'] }]);
  });

  test.each([
    ['localhost', ['a'], 'address must be an IP address, got "localhost"'],
    ['::1', [], 'names must not be empty'],
    ['::1', ['a_b'], 'host name must be'],
  ])('rejects %s %j', (address, names, message) => {
    expect(problemOf(() => Weakness.hostAlias(address, names, REASON))).toContain(message);
  });
});

describe('a path of the host', () => {
  const paths = (...all: Weakness[]): { volumes: any[]; mounts: any[] } => {
    const app = web({ weaknesses: all });
    return { volumes: podOf(app).spec.volumes, mounts: containerOf(app).volumeMounts };
  };

  test('has the path, the type and the place that the author specifies', () => {
    const at = Weakness.hostPath('/dev/ttyS0', {
      reason: REASON,
      mountPath: '/bus',
      type: HostPathType.CHAR_DEVICE,
      writable: true,
    });
    const { volumes, mounts } = paths(at, Weakness.privileged(REASON));
    expect(volumes).toContainEqual({ name: 'host-dev-ttys0', hostPath: { path: '/dev/ttyS0', type: 'CharDevice' } });
    expect(mounts).toContainEqual({ name: 'host-dev-ttys0', mountPath: '/bus' });
  });

  test.each([
    ['/opt/a-b', '/opt/a/b'],
    [`/opt/${'long/'.repeat(20)}a`, `/opt/${'long/'.repeat(20)}b`],
  ])('has its own volume if another path has a similar name: %s and %s', (one, other) => {
    const { volumes, mounts } = paths(...[one, other].map((path) => Weakness.hostPath(path, { reason: REASON })));
    const pathAt = (mountPath: string): string => {
      const { name } = mounts.find((m) => m.mountPath === mountPath);
      return volumes.find((v) => v.name === name).hostPath.path;
    };
    expect([one, other].map(pathAt)).toEqual([one, other]);
  });

  test('has its own volume if a folder of the app has a similar name', () => {
    const app = web({
      containerName: 'host',
      writableFolders: [WritableFolder.temporary('/opt')],
      weaknesses: [Weakness.hostPath('/opt', { reason: REASON, mountPath: '/host-opt' })],
    });
    const name = (mountPath: string): string =>
      containerOf(app, 'host').volumeMounts.find((m: any) => m.mountPath === mountPath).name;
    expect(podOf(app).spec.volumes).toEqual(
      expect.arrayContaining([
        { name: name('/opt'), emptyDir: { sizeLimit: '64Mi' } },
        { name: name('/host-opt'), hostPath: { path: '/opt', type: 'Directory' } },
      ]),
    );
  });

  test('in two containers has one volume', () => {
    const app = web({ weaknesses: [hostPath] });
    app.addContainer('b', { image, weaknesses: [hostPath] });
    expect(podOf(app).spec.volumes.filter((v: any) => v.hostPath)).toHaveLength(1);
    expect(containerOf(app, 'b').volumeMounts[0].name).toBe('host-run-sensors');
  });

  test('with two types has two volumes', () => {
    const socket = Weakness.hostPath('/run/sensors', { reason: REASON, type: HostPathType.SOCKET, mountPath: '/b' });
    expect(paths(hostPath, socket).volumes.filter((v) => v.hostPath)).toHaveLength(2);
  });

  test.each([
    '/',
    '/bin',
    '/boot',
    '/dev',
    '/etc',
    '/home',
    '/lib',
    '/lib64',
    '/proc',
    '/proc/1/root',
    '/root',
    '/run',
    '/sbin',
    '/sys',
    '/usr',
    '/var',
    '/var/run',
    '/var/lib',
    '/var/lib/kubelet',
    '/var/lib/kubelet/pods',
    '/var/lib/kubelet/pki/x',
    '/var/lib/docker',
    '/var/lib/docker/volumes',
    '/var/lib/containerd',
    '/var/lib/containers',
    '/var/lib/etcd',
    '/var/lib/rancher/k3s',
    '/etc/kubernetes',
    '/etc/kubernetes/manifests',
    '/run/docker.sock',
    '/var/run/docker.sock',
    '/run/containerd/containerd.sock',
    '/run/containerd',
    '/var/run/crio/crio.sock',
    '/run/crio',
    '/run/cri-dockerd.sock',
    '/run/k3s/containerd/containerd.sock',
    '/run/k3s',
    '/run/podman/podman.sock',
    '/run/user/1000/podman',
  ])('rejects the sensitive path %s', (path) => {
    expect(problemOf(() => Weakness.hostPath(path, { reason: REASON }))).toMatch(
      /^Weakness\.hostPath: (2 problems\n {2}- )?path of the host must not be ".*", because it .*: mount only the folder that the app needs$/m,
    );
  });

  test.each([
    '/run/parsec',
    '/sys/kernel/security',
    '/var/lib/kubelet/seccomp',
    '/var/lib/kubelet/device-plugins',
    '/process',
    '/etc/kubernetes-edge',
    '/var/lib/containers2',
    '/dev/ttyS0',
    '/run/docker-edge',
    '/opt/run/docker.sock',
  ])('is accepted if only a part of it is sensitive: %s', (path) => {
    expect(() => Weakness.hostPath(path, { reason: REASON })).not.toThrow();
  });
});

describe('the service account of a weakness', () => {
  const reader = Weakness.serviceAccountToken('reader', REASON);

  test("replaces the app's own", () => {
    expect(manifestsOf(web({ weaknesses: [reader] })).map((m) => m.kind)).not.toContain('ServiceAccount');
  });

  test('must be the same in the whole pod', () => {
    const app = web({ weaknesses: [reader] });
    expect(() => app.addContainer('b', { image, weaknesses: [reader] })).not.toThrow();
    expect(
      problemOf(() => app.addContainer('c', { image, weaknesses: [Weakness.serviceAccountToken('writer', REASON)] })),
    ).toBe(
      'container "c" of SecureEdgeApp "shop/web": containers of a pod must have the same service account, got "reader" and "writer": put the containers into separate apps',
    );
  });
});

describe('an identity', () => {
  test.each([
    [Identity.default(), { runAsUser: 65532, runAsGroup: 65532 }],
    [Identity.user(10001), { runAsUser: 10001, runAsGroup: 10001 }],
    [
      Identity.user(1, { groupId: 2147483647, supplementalGroups: [3] }),
      { runAsUser: 1, runAsGroup: 2147483647, supplementalGroups: [3] },
    ],
    [Identity.user(1).withGroups(3, 4, 3), { runAsUser: 1, runAsGroup: 1, supplementalGroups: [3, 4] }],
    [Identity.ofImage(), {}],
  ])('is the user of the pod, and never root: case %#', (identity, expected) => {
    expect(podOf(web({ identity })).spec.securityContext).toEqual({
      ...expected,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

describe('an image on the gateway', () => {
  const onGateway = Image.onGateway('edge-app:latest');

  test('is never pulled', () => {
    expect(containerOf(web({ image: onGateway }))).toMatchObject({
      image: 'edge-app:latest',
      imagePullPolicy: 'Never',
    });
    for (const imagePullPolicy of [ImagePullPolicy.ALWAYS, ImagePullPolicy.IF_NOT_PRESENT])
      expect(problemOf(() => web({ image: onGateway, imagePullPolicy }))).toBe(
        `SecureEdgeApp "shop/web": imagePullPolicy of an image on the gateway must be Never, got ${imagePullPolicy}, because the owner of that name in a registry could replace the image: remove it`,
      );
    expect(() => web({ image: onGateway, imagePullPolicy: ImagePullPolicy.NEVER })).not.toThrow();
  });

  test('can be pulled every time if it has a digest', () => {
    expect(containerOf(web({ imagePullPolicy: ImagePullPolicy.ALWAYS })).imagePullPolicy).toBe('Always');
  });
});
