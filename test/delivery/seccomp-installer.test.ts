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
const acknowledgedLint = { profile: 'web', lint: 'missing-essentials', reason: 'the vendor starts it' };
const ANNOTATION = expect.stringMatching(
  /^- rule: seccomp-profile-lint\n {2}reason: the vendor starts it\n {2}value: .*missing-essentials in web: no rule/s,
);
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

describe('the installer', () => {
  const manifests = installed();

  test('is a DaemonSet with its objects, in its own namespace', () => {
    expect(manifests.map((m) => [m.kind, m.metadata.namespace, m.metadata.name].join(' '))).toEqual([
      'Namespace  seccomp-installer',
      'NetworkPolicy seccomp-installer default-deny',
      'NetworkPolicy seccomp-installer seccomp-installer',
      'ServiceAccount seccomp-installer seccomp-installer',
      'ConfigMap seccomp-installer seccomp-installer-api-1-2-json',
      'ConfigMap seccomp-installer seccomp-installer-web-json',
      'ConfigMap seccomp-installer seccomp-installer-retired',
      'DaemonSet seccomp-installer seccomp-installer',
    ]);
  });

  test.each([
    ['seccomp-installer-api-1-2-json', { 'Api_1.2.json': api.render() }],
    ['seccomp-installer-web-json', { 'web.json': web.render() }],
    ['seccomp-installer-retired', { retired: '' }],
  ])('writes %s, with one file in the form that the runtime reads', (name, data) => {
    const map = find(manifests, 'ConfigMap', name);
    expect(map.data).toEqual(data);
    expect(map.metadata.labels).toEqual({ 'secure-edge.dev/profiles': 'seccomp' });
    expect(map).not.toHaveProperty('immutable');
  });

  test('has a namespace that enforces nothing, and contains the reason', () => {
    const { labels, annotations } = find(manifests, 'Namespace').metadata;
    expect(labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
    expect(annotations['secure-edge.dev/acknowledge']).toContain(`the installer mounts ${FOLDER}`);
  });

  test('has no network connections', () => {
    for (const name of ['default-deny', 'seccomp-installer']) {
      const { spec } = find(manifests, 'NetworkPolicy', name);
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(spec).not.toHaveProperty('ingress');
      expect(spec).not.toHaveProperty('egress');
    }
  });

  test('is deterministic', () => {
    expect(installed({ profiles: [api, web] })).toEqual(manifests);
  });
});

describe('the pods', () => {
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

  test("write to only one folder of the node, below the kubelet's", () => {
    expect(spec.volumes.filter((v: any) => v.hostPath)).toEqual([
      { name: expect.any(String), hostPath: { path: FOLDER, type: 'DirectoryOrCreate' } },
    ]);
    expect(container.volumeMounts.map((m: any) => [m.mountPath, m.readOnly === true].join(' '))).toEqual([
      '/profiles true',
      `${FOLDER} false`,
      '/tmp false',
    ]);
  });

  test('run the installer, and are ready if it has written all files', () => {
    const args = ['--profiles', '/profiles', '--folder', FOLDER, '--owner', 'seccomp-installer'];
    expect(container.command).toEqual(['/usr/local/bin/seccomp-installer']);
    expect(container.args).toEqual(['run', ...args]);
    expect(container.readinessProbe.exec.command).toEqual(['/usr/local/bin/seccomp-installer', 'ready', ...args]);
  });

  test('have no token, and run on all nodes, including tainted nodes', () => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec).not.toHaveProperty('nodeSelector');
  });

  test('acknowledge each weakness, and nothing else', () => {
    const text: string = find(installed(), 'DaemonSet').metadata.annotations['secure-edge.dev/acknowledge'];
    expect([...text.matchAll(/rule: (\S+)/g)].map((m) => m[1])).toEqual([
      'no-host-path',
      'read-only-host-path',
      'run-as-non-root',
      'run-as-user',
      'run-as-user',
    ]);
  });
});

test('a changed text changes only its ConfigMap, so that no pod is replaced', () => {
  const [before, after] = [installed(), installed({ profiles: [profile('web', 'write'), api] })];
  expect(after.filter((m, i) => JSON.stringify(m) !== JSON.stringify(before[i])).map((m) => m.metadata.name)).toEqual([
    'seccomp-installer-web-json',
  ]);
});

test('a new profile adds its ConfigMap to the pods', () => {
  const added = templateOf(installed({ profiles: [web, api, profile('new')] }));
  const { projected } = added.spec.volumes.find((v: any) => v.projected);
  expect(projected.sources.map((s: any) => s.configMap)).toEqual(
    ['api-1-2-json', 'new-json', 'web-json', 'retired'].map((name) => ({
      name: `seccomp-installer-${name}`,
      optional: true,
    })),
  );
});

test('the list of retired profiles contains the names of their files', () => {
  const manifests = installed({ profiles: [web], retired: ['Api_1.2', 'older'] });
  expect(find(manifests, 'ConfigMap', 'seccomp-installer-retired').data.retired).toBe('Api_1.2.json\nolder.json\n');
});

test('a profile can have the same name as the list of retired profiles', () => {
  const { data } = find(installed({ profiles: [profile('retired')] }), 'ConfigMap', 'seccomp-installer-retired-json');
  expect(Object.keys(data)).toEqual(['retired.json']);
});

test("name, image, nodes and the kubelet's folder can be set", () => {
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

test('has the files of adopted profiles in its arguments and in its probe', () => {
  const [{ args, readinessProbe }] = templateOf(installed({ adopted: ['web', 'web'] })).spec.containers;
  expect(args.slice(-2)).toEqual(['--adopt', 'web.json']);
  expect(readinessProbe.exec.command.slice(-2)).toEqual(['--adopt', 'web.json']);
});

test('has its own record, under its name', () => {
  const { args } = templateOf(installed({ name: 'filters' })).spec.containers[0];
  expect(args.slice(-2)).toEqual(['--owner', 'filters']);
});

test('a pod refers to the file that the installer writes', () => {
  const chart = chartFor('1.30');
  new SeccompInstaller(chart, 'profiles', { profiles: [api] });
  new SecureEdgeApp(chart, 'shop', { image, seccomp: Seccomp.profile(api) });
  const { securityContext, containers } = manifestOf(chart, 'Deployment').spec.template.spec;
  const named = containers[0].securityContext.seccompProfile ?? securityContext.seccompProfile;
  const [file] = Object.keys(manifestOf(chart, 'ConfigMap', 'seccomp-installer-api-1-2-json').data);
  expect(named).toEqual({ type: 'Localhost', localhostProfile: `secure-edge/${file}` });
});

test('the lint findings of a profile are acknowledged only on its own ConfigMap', () => {
  const manifests = installed({ acknowledgedLints: [acknowledgedLint] });
  const annotated = manifests
    .filter((m) => m.kind === 'ConfigMap')
    .map((m) => [m.metadata.name, m.metadata.annotations['secure-edge.dev/acknowledge']]);
  expect(annotated.filter(([, acknowledged]) => acknowledged !== undefined)).toEqual([
    ['seccomp-installer-web-json', ANNOTATION],
  ]);
});

test('rejects an acknowledged profile that is not delivered', () => {
  expect(problemOf(() => installed({ acknowledgedLints: [{ ...acknowledgedLint, profile: 'wep' }] }))).toContain(
    'acknowledgedLints of profile "wep" must be of a delivered profile ("web", "Api_1.2")',
  );
});

describe('with the Security Profiles Operator', () => {
  const delivery = ProfileDelivery.SECURITY_PROFILES_OPERATOR;
  const operated = (name: string): SeccompProfile => profile(name, 'read', `operator/${name}.json`);

  test('writes cluster-scoped objects of the operator, even in a chart with a namespace', () => {
    const manifests = installed({ delivery, profiles: [operated('web')] }, '1.30', { namespace: 'shop' });
    expect(manifests).toEqual([
      {
        apiVersion: 'security-profiles-operator.x-k8s.io/v1',
        kind: 'SeccompProfile',
        metadata: { name: 'web', annotations: { 'secure-edge.dev/kubernetes': '1.30' } },
        spec: { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] },
      },
    ]);
  });

  test('acknowledges lint findings on the object', () => {
    const acknowledgedLints = [acknowledgedLint];
    const [manifest] = installed({ delivery, profiles: [operated('web')], acknowledgedLints });
    expect(manifest.metadata).toEqual({
      name: 'web',
      annotations: {
        'secure-edge.dev/acknowledge': ANNOTATION,
        'secure-edge.dev/kubernetes': '1.30',
      },
    });
  });

  test('rejects a profile with a path that the operator does not write', () => {
    expect(problemOf(() => installed({ delivery, profiles: [web] }))).toContain(
      'localhostProfile of profile "web" must be "operator/web.json", the file on the nodes, got "secure-edge/web.json"',
    );
  });

  test('rejects a profile that the operator cannot express', () => {
    expect(problemOf(() => installed({ delivery, profiles: [operated('Api_1')] }))).toMatch(
      /^OperatorSeccompProfile "Api_1": /,
    );
  });

  test('rejects a list of retired profiles, because the operator deletes a profile when its object is deleted', () => {
    expect(problemOf(() => installed({ delivery, profiles: [operated('web')], retired: ['old'] }))).toContain(
      'retired must be unset',
    );
  });
});

test.each<[string, Partial<SeccompInstallerProps>, string]>([
  ['two profiles with the same name', { profiles: [web, profile('web', 'write')] }, 'profile name "web" is used twice'],
  ['a profile that is also retired', { retired: ['web'] }, 'profile "web" is in both profiles and retired'],
  [
    'an adopted profile that is not delivered',
    { adopted: ['other'] },
    'adopted must name delivered profiles ("web", "Api_1.2"), got "other"',
  ],
  [
    'a profile with the path of another folder',
    { profiles: [profile('web', 'read', 'profiles/web.json')] },
    'localhostProfile of profile "web" must be "secure-edge/web.json", the file on the nodes, got "profiles/web.json"',
  ],
  ['a retired name that leads out of the folder', { retired: ['../../pki/kubelet'] }, 'name of a profile must be'],
  ['a retired name with a line break', { retired: ['a\nb'] }, 'name of a profile must be'],
  ['a name that is too long for a ConfigMap', { profiles: [profile('a'.repeat(249))] }, 'at most 248'],
  ['the folder of another program', { kubeletFolder: '/etc/kubernetes' }, "it contains the node's own credentials"],
  ['an invalid folder', { kubeletFolder: 'kubelet' }, 'path of the host must be an absolute path'],
  ['an invalid name', { name: 'Installer' }, 'name must be'],
])('rejects %s', (_, props, problem) => {
  expect(problemOf(() => installed(props))).toContain(problem);
});

test('accepts the longest name that a ConfigMap supports', () => {
  expect(() => installed({ profiles: [profile('a'.repeat(248))] })).not.toThrow();
});

test('rejects izuma-edge, which gets its profiles when the gateway is prepared', () => {
  expect(problemOf(() => installed({}, Target.izumaEdge()))).toContain('izuma-edge does not have namespaces');
});

test('reports all problems in one error, with its path', () => {
  expect(problemOf(() => installed({ profiles: [web, web], retired: ['web', '..'] }, Target.izumaEdge()))).toMatch(
    /^SeccompInstaller "shop\/profiles": 4 problems\n/,
  );
});
