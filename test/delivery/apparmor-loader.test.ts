import {
  AppArmor,
  AppArmorBaseline,
  AppArmorInclude,
  AppArmorLoader,
  AppArmorProfile,
  FileRule,
  Image,
  NodeAppArmor,
  Placement,
  ProfileDelivery,
  SecureEdgeApp,
  Target,
  type AppArmorLoaderProps,
} from 'cdk8s-secure-edge';
import { chartFor, DIGEST, image, manifestOf, manifestsOf, problemOf } from '../edge/apps';

const profile = (name: string, path = '/srv/**'): AppArmorProfile =>
  new AppArmorProfile({ name, includes: [AppArmorInclude.abstraction('base')], rules: [FileRule.allow(path, 'r')] });

const [web, api] = [profile('web'), profile('Api_1.2')];

function loaded(
  props: Partial<AppArmorLoaderProps> = {},
  target: string | Target = '1.30',
  chart: { namespace?: string } = {},
): any[] {
  const scope = chartFor(target, chart);
  new AppArmorLoader(scope, 'profiles', { profiles: [web, api], ...props });
  return manifestsOf(scope);
}

const find = (manifests: any[], kind: string, name?: string): any => {
  const found = manifests.filter((m) => m.kind === kind && (name ?? m.metadata.name) === m.metadata.name);
  expect(found).toHaveLength(1);
  return found[0];
};
/** What AppArmor is told of the first container. */
function appArmorOf({ metadata, spec }: any): { field?: any; annotation?: string } {
  const [{ name, securityContext }] = spec.containers;
  const field = securityContext.appArmorProfile ?? spec.securityContext.appArmorProfile;
  const annotation = metadata.annotations?.[`container.apparmor.security.beta.kubernetes.io/${name}`];
  return { ...(field && { field }), ...(annotation && { annotation }) };
}
const templateOf = (manifests: any[]): any => find(manifests, 'DaemonSet').spec.template;

describe('what it writes', () => {
  const manifests = loaded();

  test('is a DaemonSet and all that it needs, in a namespace of its own', () => {
    expect(manifests.map((m) => [m.kind, m.metadata.namespace, m.metadata.name].join(' '))).toEqual([
      'Namespace  apparmor-loader',
      'NetworkPolicy apparmor-loader default-deny',
      'ConfigMap apparmor-loader apparmor-loader-api-1-2',
      'ConfigMap apparmor-loader apparmor-loader-web',
      'ConfigMap apparmor-loader apparmor-loader-retired',
      'DaemonSet apparmor-loader apparmor-loader',
      'ServiceAccount apparmor-loader apparmor-loader',
      'NetworkPolicy apparmor-loader apparmor-loader',
    ]);
  });

  test.each([
    ['apparmor-loader-api-1-2', { 'Api_1.2': api.render() }],
    ['apparmor-loader-web', { web: web.render() }],
    ['apparmor-loader-retired', { retired: '' }],
  ])('%s holds one profile as the parser reads it, under the name that the kernel knows', (name, data) => {
    const map = find(manifests, 'ConfigMap', name);
    expect(map.data).toEqual(data);
    expect(map.metadata.labels).toEqual({ 'secure-edge.dev/profiles': 'apparmor' });
    // a text is replaced in place: the DaemonSet stays as it is
    expect(map).not.toHaveProperty('immutable');
  });

  test('its namespace enforces nothing, says why, and warns of all', () => {
    const { labels, annotations } = find(manifests, 'Namespace').metadata;
    expect(labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
    });
    expect(annotations['secure-edge.dev/acknowledge']).toContain('the loader mounts /sys/kernel/security');
  });

  test('nobody connects to it, and it connects to nobody', () => {
    for (const name of ['default-deny', 'apparmor-loader']) {
      const { spec } = find(manifests, 'NetworkPolicy', name);
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(spec).not.toHaveProperty('ingress');
      expect(spec).not.toHaveProperty('egress');
    }
  });

  test('all is deterministic', () => {
    expect(loaded()).toEqual(manifests);
    expect(loaded({ profiles: [api, web] })).toEqual(manifests);
  });
});

describe('its pods', () => {
  const { metadata, spec } = templateOf(loaded());
  const [container] = spec.containers;

  test('are root with one capability, and no more', () => {
    expect(spec.containers).toHaveLength(1);
    expect({ ...container.securityContext, appArmorProfile: undefined }).toEqual({
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: false,
      capabilities: { add: ['MAC_ADMIN'], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'initContainers', 'shareProcessNamespace'])
      expect(spec).not.toHaveProperty(field);
  });

  test("see two folders of the node: the kernel's, and that of the loader's own record", () => {
    expect(spec.volumes.filter((v: any) => v.hostPath).map((v: any) => v.hostPath)).toEqual([
      { path: '/sys/kernel/security', type: 'Directory' },
      { path: '/run/secure-edge/apparmor-loader', type: 'DirectoryOrCreate' },
    ]);
    const sourceOf = (name: string): string[] =>
      Object.keys(spec.volumes.find((v: any) => v.name === name)).filter((key) => key !== 'name');
    expect(
      container.volumeMounts.map((m: any) => [m.mountPath, m.readOnly === true, ...sourceOf(m.name)].join(' ')),
    ).toEqual([
      '/profiles true projected',
      '/sys/kernel/security false hostPath',
      '/run/apparmor-loader false hostPath',
      '/tmp false emptyDir',
    ]);
    for (const { emptyDir } of spec.volumes.filter((v: any) => v.emptyDir))
      expect(emptyDir.sizeLimit).toMatch(/^\d+Mi$/);
  });

  test('read every ConfigMap in one folder, and start when one is missing', () => {
    const { projected } = spec.volumes.find((v: any) => v.projected);
    expect(projected.sources).toEqual(
      ['apparmor-loader-api-1-2', 'apparmor-loader-web', 'apparmor-loader-retired'].map((name) => ({
        configMap: { name, optional: true },
      })),
    );
  });

  test('run the loader, and ask it whether all is loaded', () => {
    const args = ['--profiles', '/profiles', '--state', '/run/apparmor-loader'];
    expect(container.command).toEqual(['/usr/local/bin/apparmor-loader']);
    expect(container.args).toEqual(['run', ...args]);
    expect(container.readinessProbe.exec.command).toEqual(['/usr/local/bin/apparmor-loader', 'ready', ...args]);
    expect(container).not.toHaveProperty('livenessProbe');
  });

  test('have no token, and run on every node, tainted ones too', () => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(find(loaded(), 'ServiceAccount').automountServiceAccountToken).toBe(false);
    expect(spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec).not.toHaveProperty('nodeSelector');
  });

  test('have limits', () => {
    expect(Object.keys(container.resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
  });

  test("run this project's image, by its digest", () => {
    expect(container.image).toMatch(/^ghcr\.io\/.*\/apparmor-loader:[^@]+@sha256:[0-9a-f]{64}$/);
    expect(container.imagePullPolicy).toBe('IfNotPresent');
  });

  test('are unconfined in the form that the target reads', () => {
    expect(appArmorOf({ metadata, spec })).toEqual({ field: { type: 'Unconfined' } });
    expect(appArmorOf(templateOf(loaded({}, '1.27')))).toEqual({ annotation: 'unconfined' });
  });

  test('acknowledge each thing that is weaker than it might be, and nothing else', () => {
    const text: string = find(loaded(), 'DaemonSet').metadata.annotations['secure-edge.dev/acknowledge'];
    expect([...text.matchAll(/rule: (\S+)/g)].map((m) => m[1])).toEqual([
      'added-capabilities',
      'apparmor-profile',
      'no-host-path',
      'no-host-path',
      'read-only-host-path',
      'read-only-host-path',
      'run-as-non-root',
      'run-as-user',
    ]);
  });
});

describe('a change', () => {
  /** Names of the objects that differ. */
  const changed = (before: any[], after: any[]): string[] => {
    const texts = (all: any[]): Map<string, string> =>
      new Map(all.map((m) => [`${m.kind} ${m.metadata.name}`, JSON.stringify(m)]));
    const [old, now] = [texts(before), texts(after)];
    return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
  };

  test('of a text changes its ConfigMap alone, so that no pod is replaced', () => {
    expect(changed(loaded(), loaded({ profiles: [profile('web', '/opt/**'), api] }))).toEqual([
      'ConfigMap apparmor-loader-web',
    ]);
  });

  test('of the retired names changes their list alone', () => {
    expect(changed(loaded(), loaded({ retired: ['old'] }))).toEqual(['ConfigMap apparmor-loader-retired']);
  });

  test('by a new profile gives the pods its ConfigMap', () => {
    expect(changed(loaded(), loaded({ profiles: [web, api, profile('new')] }))).toEqual([
      'DaemonSet apparmor-loader',
      'ConfigMap apparmor-loader-new',
    ]);
  });
});

test('takes over the profiles that are adopted, and its probe knows them', () => {
  const [{ args, readinessProbe }] = templateOf(loaded({ adopted: ['web', 'Api_1.2', 'web'] })).spec.containers;
  const adopted = ['--adopt', 'Api_1.2', '--adopt', 'web'];
  expect(args.slice(-4)).toEqual(adopted);
  expect(readinessProbe.exec.command.slice(-4)).toEqual(adopted);
});

test("is given no text that would confine the node's own programs", () => {
  for (const each of [web, api]) expect(each.lint().map((finding) => finding.rule)).not.toContain('attaches-to-node');
  for (const name of ['/usr/sbin/nginx', ':ns:web', 'web//&other', 'web /usr/sbin/nginx', '@{exe}'])
    expect(problemOf(() => profile(name))).toContain('name');
});

describe('at the end of a profile', () => {
  test('its name is on the list, and its text is not given', () => {
    const manifests = loaded({ profiles: [web], retired: ['Api_1.2', 'older'] });
    expect(find(manifests, 'ConfigMap', 'apparmor-loader-retired').data.retired).toBe('Api_1.2\nolder\n');
    expect(manifests.filter((m) => m.kind === 'ConfigMap')).toHaveLength(2);
  });

  test('what lints find in a profile is acknowledged beside that profile alone', () => {
    const manifests = loaded({ acknowledgedProfiles: { web: 'every page is world-readable' } });
    const annotations = manifests.filter((m) => m.kind === 'ConfigMap').map((m) => m.metadata.annotations);
    expect(annotations).toEqual([
      undefined,
      {
        'secure-edge.dev/acknowledge': '- rule: apparmor-profile-lint\n  reason: every page is world-readable\n',
      },
      undefined,
    ]);
  });

  test('all may be retired, before the loader itself goes', () => {
    const manifests = loaded({ profiles: [], retired: ['web'] });
    expect(manifests.filter((m) => m.kind === 'ConfigMap').map((m) => m.data)).toEqual([{ retired: 'web\n' }]);
  });
});

test('name, image and nodes may be others', () => {
  const manifests = loaded({
    name: 'profiles',
    image: Image.fromDigest(`registry.example/loader@${DIGEST}`),
    placement: Placement.everyGateway({ nodeLabels: { site: 'north' } }),
  });
  const { spec } = templateOf(manifests);
  expect(find(manifests, 'Namespace').metadata.name).toBe('profiles');
  expect(find(manifests, 'DaemonSet').metadata).toMatchObject({ name: 'profiles', namespace: 'profiles' });
  expect(find(manifests, 'ConfigMap', 'profiles-web').metadata.namespace).toBe('profiles');
  // a record of its own: it does not act on what another loader of the node loaded
  expect(spec.volumes.map((v: any) => v.hostPath?.path)).toContain('/run/secure-edge/profiles');
  expect(spec.containers[0].image).toBe(`registry.example/loader@${DIGEST}`);
  expect(spec.nodeSelector).toEqual({ site: 'north' });
  expect(spec).not.toHaveProperty('tolerations');
});

test("a chart's namespace does not reach it", () => {
  expect(loaded({}, '1.30', { namespace: 'shop' })).toEqual(loaded());
});

test('its own target decides its form', () => {
  const target = Target.kubernetes('1.33');
  expect(find(loaded({ target }, '1.27'), 'Namespace').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce-version': 'v1.33',
  });
});

test.each(['1.27', '1.30'])('on %s, a pod names what the loader loads', (version) => {
  const chart = chartFor(Target.kubernetes(version, { appArmor: NodeAppArmor.YES }));
  new AppArmorLoader(chart, 'profiles', { profiles: [api] });
  new SecureEdgeApp(chart, 'shop', { image, appArmor: AppArmor.profile(api) });
  const { field, annotation } = appArmorOf(manifestOf(chart, 'Deployment').spec.template);
  expect(field?.localhostProfile ?? annotation).toBe(version === '1.30' ? 'Api_1.2' : 'localhost/Api_1.2');
  const { data } = manifestOf(chart, 'ConfigMap', 'apparmor-loader-api-1-2');
  expect(data['Api_1.2']).toMatch(/^profile Api_1\.2 /m);
});

describe('by the Security Profiles Operator', () => {
  const delivery = ProfileDelivery.SECURITY_PROFILES_OPERATOR;

  test('the profiles are its objects, outside namespaces even in a chart that has one', () => {
    const manifests = loaded({ delivery, profiles: [web, profile('api')] }, '1.30', { namespace: 'shop' });
    expect(manifests.map((m) => [m.apiVersion, m.kind, m.metadata])).toEqual([
      ['security-profiles-operator.x-k8s.io/v1', 'AppArmorProfile', { name: 'web' }],
      ['security-profiles-operator.x-k8s.io/v1', 'AppArmorProfile', { name: 'api' }],
    ]);
    expect(manifests[0].spec).toEqual({ mode: 'Enforce', abstract: { filesystem: { readOnlyPaths: ['/srv/**'] } } });
  });

  test('what its form cannot hold is refused', () => {
    const profiles = [AppArmorBaseline.profile({ name: 'broker', executables: ['/usr/sbin/mosquitto'] })];
    expect(problemOf(() => loaded({ delivery, profiles }))).toMatch(
      /^AppArmorProfile "broker" for the Security Profiles Operator: /,
    );
    expect(problemOf(() => loaded({ delivery, profiles: [api] }))).toContain('name must be the name of an object');
  });

  test('nothing is retired by a list: its object is deleted', () => {
    expect(problemOf(() => loaded({ delivery, profiles: [web], retired: ['old'] }))).toContain(
      'retired must be left out',
    );
  });

  test('nothing is acknowledged: no rule looks into its form', () => {
    const acknowledgedProfiles = { web: 'every page is world-readable' };
    expect(problemOf(() => loaded({ delivery, profiles: [web], acknowledgedProfiles }))).toContain(
      'acknowledgedProfiles must be left out',
    );
  });
});

test.each<[string, Partial<AppArmorLoaderProps>, string]>([
  ['a profile given twice', { profiles: [web, profile('web', '/opt/**')] }, 'profile "web" is given twice'],
  ['a profile given and retired', { retired: ['web'] }, 'profile "web" is given and retired'],
  ['a retired name with a line of its own', { retired: ['a\nb'] }, 'retired name must be letters'],
  ['a retired name that reads as a comment', { retired: ['#web'] }, 'retired name must be letters'],
  [
    'a profile acknowledged that is not given',
    { acknowledgedProfiles: { wep: 'every page is world-readable' } },
    'acknowledgedProfiles must name delivered profiles ("web", "Api_1.2"), got "wep"',
  ],
  [
    'an adopted profile that is not given',
    { adopted: ['runc'] },
    'adopted must name delivered profiles ("web", "Api_1.2"), got "runc"',
  ],
  [
    'a profile adopted by the operator',
    { adopted: ['web'], profiles: [web], delivery: ProfileDelivery.SECURITY_PROFILES_OPERATOR },
    'adopted must be unset',
  ],
  [
    'more profiles than the loader reads',
    { profiles: Array.from({ length: 512 }, (_, i) => profile(`p${String(i)}`)) },
    'profiles must be at most 511, got 512',
  ],
  ['no reason', { acknowledgedProfiles: { web: 'so what' } }, 'reason must have at least 10 characters'],
  ['a retired name that is empty', { retired: [''] }, 'retired name must be letters'],
  ['the state of no profile, retired', { retired: ['unconfined'] }, 'retired name "unconfined"'],
  [
    "a runtime's own profile",
    { profiles: [profile('docker-default')] },
    '"docker-default" belongs to a container runtime',
  ],
  [
    "a runtime's own profile, retired",
    { retired: ['cri-containerd.apparmor.d'] },
    '"cri-containerd.apparmor.d" belongs to a container runtime',
  ],
  ["the list's own name", { profiles: [profile('retired')] }, "has the name of the loader's list"],
  ['a name that is none', { name: 'Loader' }, 'name must be'],
])('%s is refused', (_, props, problem) => {
  expect(problemOf(() => loaded(props))).toContain(problem);
});

test.each([ProfileDelivery.DAEMON_SET, ProfileDelivery.SECURITY_PROFILES_OPERATOR])(
  'izuma-edge gets its profiles when it boots, not by a %s',
  (delivery) => {
    expect(problemOf(() => loaded({ profiles: [web], delivery }, Target.izumaEdge()))).toContain(
      'load the profiles when the gateway boots',
    );
  },
);

test('nodes without AppArmor get no loader', () => {
  const target = Target.kubernetes('1.30', { appArmor: NodeAppArmor.NO });
  expect(problemOf(() => loaded({}, target))).toContain('the nodes of 1.30 have no AppArmor: leave the loader out');
});

test('all that is wrong is said at once, under its path', () => {
  expect(problemOf(() => loaded({ profiles: [web, web], retired: ['web', '#'] }, Target.izumaEdge()))).toMatch(
    /^AppArmorLoader "shop\/profiles": 4 problems\n/,
  );
});

test('two loaders of one name are refused', () => {
  const scope = chartFor('1.30');
  new AppArmorLoader(scope, 'one', { profiles: [web] });
  expect(problemOf(() => new AppArmorLoader(scope, 'two', { profiles: [api] }))).toContain(
    'the name "apparmor-loader" is already taken by the Namespace of "shop/one/Daemon/Namespace/Namespace"',
  );
});
