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
/** Profile with findings of lints. */
const open = profile('web', '/**');
const acknowledgedLint = { profile: 'web', lint: 'broad-files', reason: 'every page is world-readable' };

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
/** Returns the AppArmor field and annotation of the first container. */
function appArmorOf({ metadata, spec }: any): { field?: any; annotation?: string } {
  const [{ name, securityContext }] = spec.containers;
  const field = securityContext.appArmorProfile ?? spec.securityContext.appArmorProfile;
  const annotation = metadata.annotations?.[`container.apparmor.security.beta.kubernetes.io/${name}`];
  return { ...(field && { field }), ...(annotation && { annotation }) };
}
const templateOf = (manifests: any[]): any => find(manifests, 'DaemonSet').spec.template;

describe('the loader', () => {
  const manifests = loaded();

  test('is a DaemonSet with its objects, in its own namespace', () => {
    expect(manifests.map((m) => [m.kind, m.metadata.namespace, m.metadata.name].join(' '))).toEqual([
      'Namespace  apparmor-loader',
      'NetworkPolicy apparmor-loader default-deny',
      'NetworkPolicy apparmor-loader apparmor-loader',
      'ServiceAccount apparmor-loader apparmor-loader',
      'ConfigMap apparmor-loader apparmor-loader-api-1-2',
      'ConfigMap apparmor-loader apparmor-loader-web',
      'ConfigMap apparmor-loader apparmor-loader-retired',
      'DaemonSet apparmor-loader apparmor-loader',
    ]);
  });

  test.each([
    ['apparmor-loader-api-1-2', { 'Api_1.2': api.render() }],
    ['apparmor-loader-web', { web: web.render() }],
    ['apparmor-loader-retired', { retired: '' }],
  ])('writes %s, with one profile in the syntax of the parser, under its name in the kernel', (name, data) => {
    const map = find(manifests, 'ConfigMap', name);
    expect(map.data).toEqual(data);
    expect(map.metadata.labels).toEqual({ 'secure-edge.dev/profiles': 'apparmor' });
    // a changed text replaces the data of the ConfigMap, and the DaemonSet does not change
    expect(map).not.toHaveProperty('immutable');
  });

  test('has a namespace that enforces nothing, contains the reason, and warns about everything', () => {
    const { labels, annotations } = find(manifests, 'Namespace').metadata;
    expect(labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
    });
    expect(annotations['secure-edge.dev/acknowledge']).toContain('the loader mounts /sys/kernel/security');
  });

  test('has no network connections', () => {
    for (const name of ['default-deny', 'apparmor-loader']) {
      const { spec } = find(manifests, 'NetworkPolicy', name);
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(spec).not.toHaveProperty('ingress');
      expect(spec).not.toHaveProperty('egress');
    }
  });

  test('is deterministic', () => {
    expect(loaded()).toEqual(manifests);
    expect(loaded({ profiles: [api, web] })).toEqual(manifests);
  });
});

describe('the pods', () => {
  const { metadata, spec } = templateOf(loaded());
  const [container] = spec.containers;

  test('are root with only one capability', () => {
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

  test("mount two folders of the node: the kernel's, and the one with the loader's record", () => {
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

  test('read all ConfigMaps in one folder, and start even if one is missing', () => {
    const { projected } = spec.volumes.find((v: any) => v.projected);
    expect(projected.sources).toEqual(
      ['apparmor-loader-api-1-2', 'apparmor-loader-web', 'apparmor-loader-retired'].map((name) => ({
        configMap: { name, optional: true },
      })),
    );
  });

  test('run the loader, and are ready if it has loaded all profiles', () => {
    const args = ['--profiles', '/profiles', '--state', '/run/apparmor-loader'];
    expect(container.command).toEqual(['/usr/local/bin/apparmor-loader']);
    expect(container.args).toEqual(['run', ...args]);
    expect(container.readinessProbe.exec.command).toEqual(['/usr/local/bin/apparmor-loader', 'ready', ...args]);
    expect(container).not.toHaveProperty('livenessProbe');
  });

  test('have no token, and run on all nodes, including tainted nodes', () => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(find(loaded(), 'ServiceAccount').automountServiceAccountToken).toBe(false);
    expect(spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec).not.toHaveProperty('nodeSelector');
  });

  test('have resource limits', () => {
    expect(Object.keys(container.resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
  });

  test("run this project's image, pinned to a digest", () => {
    expect(container.image).toMatch(/^ghcr\.io\/.*\/apparmor-loader:[^@]+@sha256:[0-9a-f]{64}$/);
    expect(container.imagePullPolicy).toBe('IfNotPresent');
  });

  test('are unconfined, in the form that the target supports', () => {
    expect(appArmorOf({ metadata, spec })).toEqual({ field: { type: 'Unconfined' } });
    expect(appArmorOf(templateOf(loaded({}, '1.27')))).toEqual({ annotation: 'unconfined' });
  });

  test('acknowledge each weakness, and nothing else', () => {
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

  test('of a text changes only its ConfigMap, so that no pod is replaced', () => {
    expect(changed(loaded(), loaded({ profiles: [profile('web', '/opt/**'), api] }))).toEqual([
      'ConfigMap apparmor-loader-web',
    ]);
  });

  test('of the retired names changes only their list', () => {
    expect(changed(loaded(), loaded({ retired: ['old'] }))).toEqual(['ConfigMap apparmor-loader-retired']);
  });

  test('that adds a profile adds its ConfigMap to the pods', () => {
    expect(changed(loaded(), loaded({ profiles: [web, api, profile('new')] }))).toEqual([
      'DaemonSet apparmor-loader',
      'ConfigMap apparmor-loader-new',
    ]);
  });
});

test('has the adopted profiles in its arguments and in its probe', () => {
  const [{ args, readinessProbe }] = templateOf(loaded({ adopted: ['web', 'Api_1.2', 'web'] })).spec.containers;
  const adopted = ['--adopt', 'Api_1.2', '--adopt', 'web'];
  expect(args.slice(-4)).toEqual(adopted);
  expect(readinessProbe.exec.command.slice(-4)).toEqual(adopted);
});

test("cannot get a text that would confine the node's own programs", () => {
  for (const each of [web, api]) expect(each.lint().map((finding) => finding.rule)).not.toContain('attaches-to-node');
  for (const name of ['/usr/sbin/nginx', ':ns:web', 'web//&other', 'web /usr/sbin/nginx', '@{exe}'])
    expect(problemOf(() => profile(name))).toContain('name');
});

describe('a profile', () => {
  test('that is retired has its name in the list, and no text', () => {
    const manifests = loaded({ profiles: [web], retired: ['Api_1.2', 'older'] });
    expect(find(manifests, 'ConfigMap', 'apparmor-loader-retired').data.retired).toBe('Api_1.2\nolder\n');
    expect(manifests.filter((m) => m.kind === 'ConfigMap')).toHaveLength(2);
  });

  test('has the acknowledgement of its lint findings only on its own ConfigMap', () => {
    const manifests = loaded({ profiles: [open, api], acknowledgedLints: [acknowledgedLint] });
    const annotations = manifests.filter((m) => m.kind === 'ConfigMap').map((m) => m.metadata.annotations);
    expect(annotations.map((each) => each['secure-edge.dev/acknowledge'])).toEqual([
      undefined,
      [
        '- rule: apparmor-profile-lint',
        '  reason: every page is world-readable',
        '  value: "broad-files in web: /** r, allows reading every file, including other mounts and tokens"',
        '',
      ].join('\n'),
      undefined,
    ]);
  });

  test('can be retired even if it is the last one', () => {
    const manifests = loaded({ profiles: [], retired: ['web'] });
    expect(manifests.filter((m) => m.kind === 'ConfigMap').map((m) => m.data)).toEqual([{ retired: 'web\n' }]);
  });
});

test('name, image and nodes can be set', () => {
  const manifests = loaded({
    name: 'profiles',
    image: Image.fromDigest(`registry.example/loader@${DIGEST}`),
    placement: Placement.everyGateway({ nodeLabels: { site: 'north' } }),
  });
  const { spec } = templateOf(manifests);
  expect(find(manifests, 'Namespace').metadata.name).toBe('profiles');
  expect(find(manifests, 'DaemonSet').metadata).toMatchObject({ name: 'profiles', namespace: 'profiles' });
  expect(find(manifests, 'ConfigMap', 'profiles-web').metadata.namespace).toBe('profiles');
  // each loader has its own record, so it does not change the profiles of another loader on the node
  expect(spec.volumes.map((v: any) => v.hostPath?.path)).toContain('/run/secure-edge/profiles');
  expect(spec.containers[0].image).toBe(`registry.example/loader@${DIGEST}`);
  expect(spec.nodeSelector).toEqual({ site: 'north' });
  expect(spec).not.toHaveProperty('tolerations');
});

test("ignores the chart's namespace", () => {
  expect(loaded({}, '1.30', { namespace: 'shop' })).toEqual(loaded());
});

test('uses its own target instead of the target of the scope', () => {
  const target = Target.kubernetes('1.33');
  expect(find(loaded({ target }, '1.27'), 'Namespace').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce-version': 'v1.33',
  });
});

test.each(['1.27', '1.30'])('on %s, a pod refers to the profile that the loader loads', (version) => {
  const chart = chartFor(Target.kubernetes(version, { appArmor: NodeAppArmor.YES }));
  new AppArmorLoader(chart, 'profiles', { profiles: [api] });
  new SecureEdgeApp(chart, 'shop', { image, appArmor: AppArmor.profile(api) });
  const { field, annotation } = appArmorOf(manifestOf(chart, 'Deployment').spec.template);
  expect(field?.localhostProfile ?? annotation).toBe(version === '1.30' ? 'Api_1.2' : 'localhost/Api_1.2');
  const { data } = manifestOf(chart, 'ConfigMap', 'apparmor-loader-api-1-2');
  expect(data['Api_1.2']).toMatch(/^profile Api_1\.2 /m);
});

describe('with the Security Profiles Operator', () => {
  const delivery = ProfileDelivery.SECURITY_PROFILES_OPERATOR;

  test('writes cluster-scoped objects of the operator, even in a chart with a namespace', () => {
    const manifests = loaded({ delivery, profiles: [web, profile('api')] }, '1.30', { namespace: 'shop' });
    const annotations = { 'secure-edge.dev/kubernetes': '1.30' };
    expect(manifests.map((m) => [m.apiVersion, m.kind, m.metadata])).toEqual([
      ['security-profiles-operator.x-k8s.io/v1', 'AppArmorProfile', { name: 'web', annotations }],
      ['security-profiles-operator.x-k8s.io/v1', 'AppArmorProfile', { name: 'api', annotations }],
    ]);
    expect(manifests[0].spec).toEqual({ mode: 'Enforce', abstract: { filesystem: { readOnlyPaths: ['/srv/**'] } } });
  });

  test('rejects a profile that the operator cannot express', () => {
    const profiles = [AppArmorBaseline.profile({ name: 'broker', executables: ['/usr/sbin/mosquitto'] })];
    expect(problemOf(() => loaded({ delivery, profiles }))).toMatch(
      /^AppArmorProfile "broker" for the Security Profiles Operator: /,
    );
    expect(problemOf(() => loaded({ delivery, profiles: [api] }))).toContain('name must be the name of an object');
  });

  test('rejects a list of retired profiles, because the operator unloads a profile when its object is deleted', () => {
    expect(problemOf(() => loaded({ delivery, profiles: [web], retired: ['old'] }))).toContain('retired must be unset');
  });

  test("rejects acknowledgements, because no rule checks the operator's form", () => {
    const acknowledgedLints = [acknowledgedLint];
    expect(problemOf(() => loaded({ delivery, profiles: [web], acknowledgedLints }))).toContain(
      'acknowledgedLints must be unset',
    );
  });
});

test.each<[string, Partial<AppArmorLoaderProps>, string]>([
  [
    'two profiles with the same name',
    { profiles: [web, profile('web', '/opt/**')] },
    'profile name "web" is used twice',
  ],
  ['a profile that is also retired', { retired: ['web'] }, 'profile "web" is in both profiles and retired'],
  ['a retired name with a line break', { retired: ['a\nb'] }, 'retired name must be letters'],
  ['a retired name that reads as a comment', { retired: ['#web'] }, 'retired name must be letters'],
  [
    'an acknowledged profile that is not delivered',
    { acknowledgedLints: [{ ...acknowledgedLint, profile: 'wep' }] },
    'acknowledgedLints of profile "wep" must be of a delivered profile ("web", "Api_1.2")',
  ],
  [
    'an acknowledged lint that finds nothing',
    { profiles: [open], acknowledgedLints: [{ ...acknowledgedLint, lint: 'broad-file' }] },
    'acknowledgedLints of profile "web" must be of a finding, got "broad-file": the findings are broad-files: "/** r, ',
  ],
  [
    'an acknowledged lint of a profile without findings',
    { acknowledgedLints: [acknowledgedLint] },
    'acknowledgedLints of profile "web" must be of a finding, got "broad-files": no lint finds a problem',
  ],
  [
    'an acknowledged lint that finds two problems',
    {
      profiles: [
        new AppArmorProfile({ name: 'web', rules: [FileRule.allow('/**', 'r'), FileRule.allow('/{,**}', 'r')] }),
      ],
      acknowledgedLints: [acknowledgedLint],
    },
    'must be of one finding, but "broad-files" finds 2: set problem to the start of one of broad-files: "/** r, ',
  ],
  [
    'an adopted profile that is not delivered',
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
    'profiles must have at most 511 items, got 512',
  ],
  [
    'a reason that is too short',
    { profiles: [open], acknowledgedLints: [{ ...acknowledgedLint, reason: 'so what' }] },
    'reason must have at least 10 characters',
  ],
  ['an empty retired name', { retired: [''] }, 'retired name must be letters'],
  ['the retired name "unconfined", which means no profile', { retired: ['unconfined'] }, 'retired name "unconfined"'],
  [
    "a runtime's own profile",
    { profiles: [profile('docker-default')] },
    '"docker-default" belongs to a container runtime',
  ],
  [
    "a retired name of a runtime's own profile",
    { retired: ['cri-containerd.apparmor.d'] },
    '"cri-containerd.apparmor.d" belongs to a container runtime',
  ],
  ['the name of the list of retired names', { profiles: [profile('retired')] }, "has the name of the loader's list"],
  ['an invalid name', { name: 'Loader' }, 'name must be'],
])('rejects %s', (_, props, problem) => {
  expect(problemOf(() => loaded(props))).toContain(problem);
});

test.each([ProfileDelivery.DAEMON_SET, ProfileDelivery.SECURITY_PROFILES_OPERATOR])(
  'rejects izuma-edge, which loads its profiles at boot, for a %s',
  (delivery) => {
    expect(problemOf(() => loaded({ profiles: [web], delivery }, Target.izumaEdge()))).toContain(
      'load the profiles when the gateway boots',
    );
  },
);

test('rejects a target whose nodes do not have AppArmor', () => {
  const target = Target.kubernetes('1.30', { appArmor: NodeAppArmor.NO });
  expect(problemOf(() => loaded({}, target))).toContain('the nodes of 1.30 do not have AppArmor: remove the loader');
});

test('reports all problems in one error, with its path', () => {
  expect(problemOf(() => loaded({ profiles: [web, web], retired: ['web', '#'] }, Target.izumaEdge()))).toMatch(
    /^AppArmorLoader "shop\/profiles": 4 problems\n/,
  );
});

test('rejects two loaders with the same name', () => {
  const scope = chartFor('1.30');
  new AppArmorLoader(scope, 'one', { profiles: [web] });
  expect(problemOf(() => new AppArmorLoader(scope, 'two', { profiles: [api] }))).toContain(
    'the name "apparmor-loader" is already taken by the Namespace of "shop/one/Daemon/Namespace/Namespace"',
  );
});
