import {
  Image,
  Placement,
  ProfileDelivery,
  Seccomp,
  SeccompAction,
  SeccompInstaller,
  SeccompProfile,
  SecureEdgeApp,
  Target,
  type SeccompInstallerProps,
} from 'cdk8s-secure-edge';
import { chartFor, DIGEST, image, manifestOf, manifestsOf, problemOf } from '../edge/apps';

const profile = (name: string, syscall = 'read', localhostProfile?: string): SeccompProfile =>
  new SeccompProfile({ name, localhostProfile, syscalls: [{ names: [syscall], action: SeccompAction.ALLOW }] });

const [web, api] = [profile('web'), profile('Api_1.2')];
const FOLDER = '/var/lib/kubelet/seccomp/secure-edge';

function installed(
  props: Partial<SeccompInstallerProps> = {},
  target: string | Target = '1.30',
  chart: { namespace?: string } = {},
): any[] {
  const scope = chartFor(target, chart);
  new SeccompInstaller(scope, 'profiles', { profiles: [web, api], ...props });
  return manifestsOf(scope);
}

const find = (manifests: any[], kind: string, name?: string): any => {
  const found = manifests.filter((m) => m.kind === kind && (name ?? m.metadata.name) === m.metadata.name);
  expect(found).toHaveLength(1);
  return found[0];
};
const templateOf = (manifests: any[]): any => find(manifests, 'DaemonSet').spec.template;

describe('what it writes', () => {
  const manifests = installed();

  test('is a DaemonSet and all that it needs, in a namespace of its own', () => {
    expect(manifests.map((m) => [m.kind, m.metadata.namespace, m.metadata.name].join(' '))).toEqual([
      'Namespace  seccomp-installer',
      'NetworkPolicy seccomp-installer default-deny',
      'ConfigMap seccomp-installer seccomp-installer-api-1-2-json',
      'ConfigMap seccomp-installer seccomp-installer-web-json',
      'ConfigMap seccomp-installer seccomp-installer-retired',
      'DaemonSet seccomp-installer seccomp-installer',
      'ServiceAccount seccomp-installer seccomp-installer',
      'NetworkPolicy seccomp-installer seccomp-installer',
    ]);
  });

  test.each([
    ['seccomp-installer-api-1-2-json', { 'Api_1.2.json': api.render() }],
    ['seccomp-installer-web-json', { 'web.json': web.render() }],
    ['seccomp-installer-retired', { retired: '' }],
  ])('%s holds one file as the runtime reads it', (name, data) => {
    const map = find(manifests, 'ConfigMap', name);
    expect(map.data).toEqual(data);
    expect(map.metadata.labels).toEqual({ 'secure-edge.dev/profiles': 'seccomp' });
    expect(map).not.toHaveProperty('immutable');
  });

  test('its namespace enforces nothing, and says why', () => {
    const { labels, annotations } = find(manifests, 'Namespace').metadata;
    expect(labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
    expect(annotations['secure-edge.dev/acknowledge']).toContain(`the installer mounts ${FOLDER}`);
  });

  test('nobody connects to it, and it connects to nobody', () => {
    for (const name of ['default-deny', 'seccomp-installer']) {
      const { spec } = find(manifests, 'NetworkPolicy', name);
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(spec).not.toHaveProperty('ingress');
      expect(spec).not.toHaveProperty('egress');
    }
  });

  test('all is deterministic', () => {
    expect(installed({ profiles: [api, web] })).toEqual(manifests);
  });
});

describe('its pods', () => {
  const { metadata, spec } = templateOf(installed());
  const [container] = spec.containers;

  test('are root without any capability', () => {
    expect(spec.containers).toHaveLength(1);
    expect(container.securityContext).toEqual({
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(metadata.annotations).toBeUndefined();
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'initContainers']) expect(spec).not.toHaveProperty(field);
  });

  test("write to one folder of the node's, below the kubelet's", () => {
    expect(spec.volumes.filter((v: any) => v.hostPath)).toEqual([
      { name: expect.any(String), hostPath: { path: FOLDER, type: 'DirectoryOrCreate' } },
    ]);
    expect(container.volumeMounts.map((m: any) => [m.mountPath, m.readOnly === true].join(' '))).toEqual([
      '/profiles true',
      `${FOLDER} false`,
      '/tmp false',
    ]);
  });

  test('run the installer, and ask it whether all is there', () => {
    const args = ['--profiles', '/profiles', '--folder', FOLDER, '--owner', 'seccomp-installer'];
    expect(container.command).toEqual(['/usr/local/bin/seccomp-installer']);
    expect(container.args).toEqual(['run', ...args]);
    expect(container.readinessProbe.exec.command).toEqual(['/usr/local/bin/seccomp-installer', 'ready', ...args]);
  });

  test('have no token, and run on every node, tainted ones too', () => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec).not.toHaveProperty('nodeSelector');
  });

  test('acknowledge each thing that is weaker than it might be, and nothing else', () => {
    const text: string = find(installed(), 'DaemonSet').metadata.annotations['secure-edge.dev/acknowledge'];
    expect([...text.matchAll(/rule: (\S+)/g)].map((m) => m[1])).toEqual([
      'no-host-path',
      'read-only-host-path',
      'run-as-non-root',
      'run-as-user',
    ]);
  });
});

test('a changed text changes its ConfigMap alone, so that no pod is replaced', () => {
  const [before, after] = [installed(), installed({ profiles: [profile('web', 'write'), api] })];
  expect(after.filter((m, i) => JSON.stringify(m) !== JSON.stringify(before[i])).map((m) => m.metadata.name)).toEqual([
    'seccomp-installer-web-json',
  ]);
});

test('a new profile gives the pods its ConfigMap', () => {
  const added = templateOf(installed({ profiles: [web, api, profile('new')] }));
  const { projected } = added.spec.volumes.find((v: any) => v.projected);
  expect(projected.sources.map((s: any) => s.configMap)).toEqual(
    ['api-1-2-json', 'new-json', 'web-json', 'retired'].map((name) => ({
      name: `seccomp-installer-${name}`,
      optional: true,
    })),
  );
});

test('what is retired is named as the file that it was', () => {
  const manifests = installed({ profiles: [web], retired: ['Api_1.2', 'older'] });
  expect(find(manifests, 'ConfigMap', 'seccomp-installer-retired').data.retired).toBe('Api_1.2.json\nolder.json\n');
});

test('a profile may be called as the list is', () => {
  const { data } = find(installed({ profiles: [profile('retired')] }), 'ConfigMap', 'seccomp-installer-retired-json');
  expect(Object.keys(data)).toEqual(['retired.json']);
});

test("name, image, nodes and the kubelet's folder may be others", () => {
  const manifests = installed({
    name: 'filters',
    image: Image.fromDigest(`registry.example/installer@${DIGEST}`),
    placement: Placement.everyGateway({ nodeLabels: { site: 'north' } }),
    kubeletFolder: '/data/kubelet',
  });
  const { spec } = templateOf(manifests);
  expect(find(manifests, 'DaemonSet').metadata).toMatchObject({ name: 'filters', namespace: 'filters' });
  expect(spec.containers[0].image).toBe(`registry.example/installer@${DIGEST}`);
  expect(spec.containers[0].args).toContain('/data/kubelet/seccomp/secure-edge');
  expect(spec.volumes).toContainEqual({
    name: expect.any(String),
    hostPath: { path: '/data/kubelet/seccomp/secure-edge', type: 'DirectoryOrCreate' },
  });
  expect(spec.nodeSelector).toEqual({ site: 'north' });
});

test('takes over the files of profiles that are adopted', () => {
  const [{ args, readinessProbe }] = templateOf(installed({ adopted: ['web', 'web'] })).spec.containers;
  expect(args.slice(-2)).toEqual(['--adopt', 'web.json']);
  expect(readinessProbe.exec.command.slice(-2)).toEqual(['--adopt', 'web.json']);
});

test('keeps a record of its own, by its name', () => {
  const { args } = templateOf(installed({ name: 'filters' })).spec.containers[0];
  expect(args.slice(-2)).toEqual(['--owner', 'filters']);
});

test('a pod names the file that the installer writes', () => {
  const chart = chartFor('1.30');
  new SeccompInstaller(chart, 'profiles', { profiles: [api] });
  new SecureEdgeApp(chart, 'shop', { image, seccomp: Seccomp.profile(api) });
  const { securityContext, containers } = manifestOf(chart, 'Deployment').spec.template.spec;
  const named = containers[0].securityContext.seccompProfile ?? securityContext.seccompProfile;
  const [file] = Object.keys(manifestOf(chart, 'ConfigMap', 'seccomp-installer-api-1-2-json').data);
  expect(named).toEqual({ type: 'Localhost', localhostProfile: `secure-edge/${file}` });
});

test('what lints find in a profile is acknowledged beside that profile alone', () => {
  const manifests = installed({ acknowledgedProfiles: { web: 'the vendor asks for every call' } });
  const annotated = manifests.filter((m) => m.kind === 'ConfigMap' && m.metadata.annotations);
  expect(annotated.map((m) => [m.metadata.name, m.metadata.annotations])).toEqual([
    [
      'seccomp-installer-web-json',
      { 'secure-edge.dev/acknowledge': '- rule: seccomp-profile-lint\n  reason: the vendor asks for every call\n' },
    ],
  ]);
});

test('a profile acknowledged that is not given is refused', () => {
  expect(problemOf(() => installed({ acknowledgedProfiles: { wep: 'the vendor asks for every call' } }))).toContain(
    'acknowledgedProfiles must name delivered profiles ("web", "Api_1.2"), got "wep"',
  );
});

describe('by the Security Profiles Operator', () => {
  const delivery = ProfileDelivery.SECURITY_PROFILES_OPERATOR;
  const operated = (name: string): SeccompProfile => profile(name, 'read', `operator/${name}.json`);

  test('the profiles are its objects, outside namespaces even in a chart that has one', () => {
    const manifests = installed({ delivery, profiles: [operated('web')] }, '1.30', { namespace: 'shop' });
    expect(manifests).toEqual([
      {
        apiVersion: 'security-profiles-operator.x-k8s.io/v1',
        kind: 'SeccompProfile',
        metadata: { name: 'web' },
        spec: { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] },
      },
    ]);
  });

  test('what lints find is acknowledged in the object itself', () => {
    const acknowledgedProfiles = { web: 'the vendor asks for every call' };
    const [manifest] = installed({ delivery, profiles: [operated('web')], acknowledgedProfiles });
    expect(manifest.metadata).toEqual({
      name: 'web',
      annotations: {
        'secure-edge.dev/acknowledge': '- rule: seccomp-profile-lint\n  reason: the vendor asks for every call\n',
      },
    });
  });

  test('a pod must name the file as the operator writes it', () => {
    expect(problemOf(() => installed({ delivery, profiles: [web] }))).toContain(
      'profile "web" is named by pods as "secure-edge/web.json", but will stand at "operator/web.json"',
    );
  });

  test('what its form cannot hold is refused', () => {
    expect(problemOf(() => installed({ delivery, profiles: [operated('Api_1')] }))).toMatch(
      /^OperatorSeccompProfile "Api_1": /,
    );
  });

  test('nothing is retired by a list: its object is deleted', () => {
    expect(problemOf(() => installed({ delivery, profiles: [operated('web')], retired: ['old'] }))).toContain(
      'retired must be left out',
    );
  });
});

test.each<[string, Partial<SeccompInstallerProps>, string]>([
  ['a profile given twice', { profiles: [web, profile('web', 'write')] }, 'profile "web" is given twice'],
  ['a profile given and retired', { retired: ['web'] }, 'profile "web" is given and retired'],
  [
    'an adopted profile that is not given',
    { adopted: ['other'] },
    'adopted must name delivered profiles ("web", "Api_1.2"), got "other"',
  ],
  [
    'a profile that stands elsewhere',
    { profiles: [profile('web', 'read', 'profiles/web.json')] },
    'is named by pods as "profiles/web.json", but will stand at "secure-edge/web.json"',
  ],
  ['a retired name that leaves the folder', { retired: ['../../pki/kubelet'] }, 'name of a profile must be'],
  ['a retired name with a line of its own', { retired: ['a\nb'] }, 'name of a profile must be'],
  ['a name that no ConfigMap holds', { profiles: [profile('a'.repeat(249))] }, 'at most 248'],
  ["another's folder", { kubeletFolder: '/etc/kubernetes' }, "it contains the node's own credentials"],
  ['a folder that is none', { kubeletFolder: 'kubelet' }, 'path of the host must be an absolute path'],
  ['a name that is none', { name: 'Installer' }, 'name must be'],
])('%s is refused', (_, props, problem) => {
  expect(problemOf(() => installed(props))).toContain(problem);
});

test('the longest name that a ConfigMap holds is taken', () => {
  expect(() => installed({ profiles: [profile('a'.repeat(248))] })).not.toThrow();
});

test('izuma-edge gets its profiles when a gateway is made ready', () => {
  expect(problemOf(() => installed({}, Target.izumaEdge()))).toContain('izuma-edge has no namespaces');
});

test('all that is wrong is said at once, under its path', () => {
  expect(problemOf(() => installed({ profiles: [web, web], retired: ['web', '..'] }, Target.izumaEdge()))).toMatch(
    /^SeccompInstaller "shop\/profiles": 4 problems\n/,
  );
});
