import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { NodeAppArmor, Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { lossesOf } from '../../src/kubernetes/loss';
import { podsIn } from '../kubernetes/pods-in';
import { workloads, type Workload } from '../kubernetes/workloads';

const DEFAULT = new Posture();
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';

const target = (version: string, appArmor?: NodeAppArmor): Target => Target.kubernetes(version, { appArmor });
const pod = (spec: any = {}, metadata: any = { name: 'x' }): any => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'main' }], ...spec },
});
const container = (securityContext: unknown, name = 'main'): any => ({ name, securityContext });
const hardened = (manifest: any, to = target('1.30'), posture = DEFAULT): any => harden(manifest, posture, to);
/** Returns the spec after hardening. */
const spec = (given: any, to?: Target, posture?: Posture): any => hardened(pod(given), to, posture).spec;
/** Returns the security context of the container after hardening. */
const context = (securityContext: unknown, to?: Target): any =>
  spec({ containers: [container(securityContext)] }, to).containers[0].securityContext;

describe('a pod without security settings', () => {
  test('gets every safe value', () => {
    expect(hardened(pod())).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x' },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'main',
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              readOnlyRootFilesystem: true,
            },
            volumeMounts: [{ name: 'tmp-main', mountPath: '/tmp' }],
          },
        ],
        volumes: [{ name: 'tmp-main', emptyDir: { sizeLimit: '64Mi' } }],
      },
    });
  });

  test('has sorted keys', () => {
    const out = hardened({ spec: { containers: [{ name: 'main', image: 'x' }] }, kind: 'Pod', apiVersion: 'v1' });
    expect(Object.keys(out)).toEqual(['apiVersion', 'kind', 'spec']);
    expect(Object.keys(out.spec)).toEqual([
      'automountServiceAccountToken',
      'containers',
      'enableServiceLinks',
      'securityContext',
      'volumes',
    ]);
    expect(Object.keys(out.spec.containers[0])).toEqual(['image', 'name', 'securityContext', 'volumeMounts']);
  });

  test('is not changed itself, only its copy', () => {
    const given = pod();
    const before = JSON.stringify(given);
    hardened(given);
    expect(JSON.stringify(given)).toBe(before);
  });

  test.each(workloads)('is hardened inside a $name', ({ object }: Workload) => {
    const found = podsIn(hardened(object));
    expect(found.length).toBeGreaterThan(0);
    for (const { pod: p } of found)
      expect(p.spec).toMatchObject({
        securityContext: { runAsNonRoot: true },
        containers: [{ securityContext: { capabilities: { drop: ['ALL'] } } }],
      });
  });

  test('is hardened in containers of every role', () => {
    const out = spec({
      initContainers: [{ name: 'init' }, { name: 'mesh', restartPolicy: 'Always' }],
      ephemeralContainers: [{ name: 'debug' }],
    });
    for (const c of [...out.initContainers, ...out.containers, ...out.ephemeralContainers])
      expect(c.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
  });

  test('can have null instead of an unset value', () => {
    const out = spec({
      automountServiceAccountToken: null,
      enableServiceLinks: null,
      hostUsers: null,
      securityContext: { runAsNonRoot: null, seccompProfile: null, supplementalGroupsPolicy: null },
      volumes: null,
      containers: [
        {
          name: 'main',
          volumeMounts: null,
          securityContext: { allowPrivilegeEscalation: null, capabilities: null, readOnlyRootFilesystem: null },
        },
      ],
    });
    expect(out).toMatchObject({ ...hardened(pod()).spec, hostUsers: null });
  });
});

describe('an existing value', () => {
  const weak = {
    automountServiceAccountToken: true,
    enableServiceLinks: true,
    hostNetwork: true,
    securityContext: { runAsNonRoot: false, seccompProfile: { type: 'Unconfined' } },
    containers: [
      container({ allowPrivilegeEscalation: true, capabilities: { drop: [] }, readOnlyRootFilesystem: false }),
    ],
  };

  test('stays, even if it is weak', () => {
    expect(spec(weak)).toEqual(weak);
  });

  test('stays in the added capabilities, and all others are dropped', () => {
    expect(context({ capabilities: { add: ['NET_BIND_SERVICE'] } }).capabilities).toEqual({
      add: ['NET_BIND_SERVICE'],
      drop: ['ALL'],
    });
    expect(context({ capabilities: { drop: ['NET_RAW'] } }).capabilities).toEqual({ drop: ['NET_RAW'] });
  });

  test("stays in a container's seccomp profile", () => {
    const profile = { type: 'Localhost', localhostProfile: 'a.json' };
    expect(context({ seccompProfile: profile }).seccompProfile).toEqual(profile);
  });

  test('prevents hardening that would stop a privileged container from starting', () => {
    expect(context({ privileged: true })).toEqual({ privileged: true, readOnlyRootFilesystem: true });
    expect(context({ privileged: false })).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  test.each(['SYS_ADMIN', 'CAP_SYS_ADMIN', 'sys_admin'])(
    '%s prevents allowPrivilegeEscalation: false',
    (capability) => {
      expect(context({ capabilities: { add: ['CHOWN', capability] } })).toEqual({
        capabilities: { add: ['CHOWN', capability], drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
    },
  );

  test('of another capability whose name contains SYS_ADMIN does not prevent it', () => {
    expect(context({ capabilities: { add: ['SYS_ADMINISTER'] } }).allowPrivilegeEscalation).toBe(false);
  });

  test('that is not an object is not replaced', () => {
    const broken = {
      securityContext: 'none',
      containers: [{ name: 'main', securityContext: [], volumeMounts: 'none' }],
    };
    expect(spec(broken)).toMatchObject(broken);
    expect(context({ capabilities: 'none' })).toEqual({ capabilities: 'none', readOnlyRootFilesystem: true });
  });
});

describe('in a pod with a container that runs as user 0', () => {
  test('each other container gets runAsNonRoot', () => {
    const out = spec({
      initContainers: [container({ runAsUser: 0 }, 'init')],
      containers: [{ name: 'main' }, container({ runAsNonRoot: false }, 'own')],
    });
    expect(out.securityContext).not.toHaveProperty('runAsNonRoot');
    expect(out.initContainers[0].securityContext).not.toHaveProperty('runAsNonRoot');
    expect(out.containers.map((c: any) => c.securityContext.runAsNonRoot)).toEqual([true, false]);
  });

  test('a user of the pod applies to containers without a user', () => {
    const out = spec({
      securityContext: { runAsUser: 0 },
      containers: [{ name: 'root' }, container({ runAsUser: 1000 }, 'user')],
    });
    expect(out.securityContext).not.toHaveProperty('runAsNonRoot');
    expect(out.containers[0].securityContext).not.toHaveProperty('runAsNonRoot');
    expect(out.containers[1].securityContext.runAsNonRoot).toBe(true);
  });

  test('a user of the pod does not apply if each container has its own', () => {
    const out = spec({ securityContext: { runAsUser: 0 }, containers: [container({ runAsUser: 1 })] });
    expect(out.securityContext.runAsNonRoot).toBe(true);
  });

  test("the pod's own runAsNonRoot stays", () => {
    const given = { securityContext: { runAsNonRoot: true }, containers: [container({ runAsUser: 0 })] };
    expect(spec(given)).toMatchObject(given);
  });
});

test('a Windows pod gets no field that the API server rejects there', () => {
  const given = { os: { name: 'windows' }, containers: [{ name: 'main' }] };
  const posture = new Posture({ userNamespaces: true, strictSupplementalGroups: true });
  for (const version of ['1.18', '1.25', '1.37']) {
    const out = hardened(pod(given), target(version, NodeAppArmor.YES), posture);
    expect(out.spec).toEqual({
      ...given,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true },
    });
    expect(out.metadata).toEqual({ name: 'x' });
  }
  expect(spec({ os: { name: 'linux' } }).securityContext.runAsNonRoot).toBe(true);
});

describe('/tmp', () => {
  const mountsOf = (out: any): any[] => out.containers.map((c: any) => c.volumeMounts);

  test('is one volume for each container, with the size of the posture', () => {
    const out = spec(
      { initContainers: [{ name: 'init' }], containers: [{ name: 'a' }, { name: 'b' }] },
      target('1.30'),
      new Posture({ tmpSize: '1Gi' }),
    );
    expect(out.volumes).toEqual(['init', 'a', 'b'].map((n) => ({ name: `tmp-${n}`, emptyDir: { sizeLimit: '1Gi' } })));
    expect(mountsOf(out)).toEqual([[{ name: 'tmp-a', mountPath: '/tmp' }], [{ name: 'tmp-b', mountPath: '/tmp' }]]);
    expect(out.initContainers[0].volumeMounts).toEqual([{ name: 'tmp-init', mountPath: '/tmp' }]);
  });

  test('is added after the existing volumes and mounts', () => {
    const out = spec({
      volumes: [{ name: 'data', emptyDir: {} }],
      containers: [{ name: 'main', volumeMounts: [{ name: 'data', mountPath: '/tmp/data' }] }],
    });
    expect(out.volumes.map((v: any) => v.name)).toEqual(['data', 'tmp-main']);
    expect(mountsOf(out)[0].map((m: any) => m.mountPath)).toEqual(['/tmp/data', '/tmp']);
  });

  test.each(['/tmp', '/tmp/', '/tmp//'])('is not added if a volume is mounted at %s', (mountPath) => {
    const out = spec({ containers: [{ name: 'main', volumeMounts: [{ name: 'mine', mountPath }] }] });
    expect(mountsOf(out)).toEqual([[{ name: 'mine', mountPath }]]);
    expect(out).not.toHaveProperty('volumes');
  });

  test('is not added if the root file system is writable', () => {
    const out = spec({ containers: [container({ readOnlyRootFilesystem: false })] });
    expect(out.containers[0]).not.toHaveProperty('volumeMounts');
    expect(out).not.toHaveProperty('volumes');
  });

  test('is not added to an ephemeral container, which cannot add a volume', () => {
    const out = spec({ ephemeralContainers: [{ name: 'debug' }] });
    expect(out.ephemeralContainers[0]).not.toHaveProperty('volumeMounts');
    expect(out.volumes).toHaveLength(1);
  });

  test('has a name that no volume and no mount uses', () => {
    const out = spec({
      volumes: [{ name: 'tmp-main' }, { name: 'tmp-main-2' }],
      containers: [{ name: 'main' }, { name: 'other', volumeMounts: [{ name: 'tmp-main-3', mountPath: '/claim' }] }],
    });
    expect(mountsOf(out)[0]).toEqual([{ name: 'tmp-main-4', mountPath: '/tmp' }]);
  });

  test('has a valid name, even if the name of the container is long', () => {
    const [a, b] = [`${'a'.repeat(60)}xx`, `${'a'.repeat(60)}yy`];
    const out = spec({ containers: [{ name: a }, { name: b }, { name: `${'a'.repeat(55)}-b` }] });
    const names = out.volumes.map((v: any) => v.name);
    expect(names).toEqual([`tmp-${'a'.repeat(59)}`, `tmp-${'a'.repeat(57)}-2`, `tmp-${'a'.repeat(55)}-b`]);
    expect(mountsOf(out).map(([m]) => m.name)).toEqual(names);
  });

  test.each([
    ['volumes', { volumes: 'none' }],
    ['mounts', { containers: [{ name: 'main', volumeMounts: {} }] }],
  ])('does not change a pod whose %s are not a list', (_what, given) => {
    expect(spec(given)).toMatchObject(given);
    expect(JSON.stringify(spec(given))).not.toContain('tmp-');
  });
});

describe('seccomp', () => {
  const localhost = { type: 'Localhost', localhostProfile: 'a/b.json' };
  const annotated = (annotations: any, given: any = {}): any => pod(given, { name: 'x', annotations });

  test('is a field from 1.19 on, and an annotation before', () => {
    const [old, recent] = [hardened(pod(), target('1.18')), hardened(pod(), target('1.19'))];
    expect(old.metadata.annotations).toEqual({ [SECCOMP_POD]: 'runtime/default' });
    expect(old.spec.securityContext).toEqual({ runAsNonRoot: true });
    expect(recent.metadata).toEqual({ name: 'x' });
    expect(recent.spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test.each([
    [{ type: 'RuntimeDefault' }, 'runtime/default'],
    [{ type: 'Unconfined' }, 'unconfined'],
    [localhost, 'localhost/a/b.json'],
  ])('a field %j becomes the annotation %s before 1.19', (seccompProfile, annotation) => {
    const given = { securityContext: { seccompProfile }, containers: [container({ seccompProfile })] };
    const out = hardened(pod(given), target('1.18'));
    expect(out.metadata.annotations).toEqual({ [SECCOMP_POD]: annotation, [`${SECCOMP}main`]: annotation });
    expect(out.spec).toMatchObject(given);
  });

  test('a field with an unknown type is not translated', () => {
    const out = hardened(pod({ containers: [container({ seccompProfile: { type: 'Custom' } })] }), target('1.18'));
    expect(out.metadata.annotations).toEqual({ [SECCOMP_POD]: 'runtime/default' });
  });

  test('an existing annotation stays on an older target', () => {
    const annotations = { [SECCOMP_POD]: 'unconfined', [`${SECCOMP}main`]: 'localhost/x' };
    const given = annotated(annotations, { containers: [container({ seccompProfile: localhost })] });
    expect(hardened(given, target('1.18')).metadata.annotations).toEqual(annotations);
  });

  test.each([
    ['runtime/default', { type: 'RuntimeDefault' }],
    ['docker/default', { type: 'RuntimeDefault' }],
    ['unconfined', { type: 'Unconfined' }],
    ['localhost/a/b.json', localhost],
  ])('an annotation %s sets the field of the pod and the container from 1.19 on', (annotation, field) => {
    const annotations = { [SECCOMP_POD]: annotation, [`${SECCOMP}main`]: annotation };
    const out = hardened(annotated(annotations), target('1.19'));
    expect(out.metadata.annotations).toEqual(annotations);
    expect(out.spec.securityContext.seccompProfile).toEqual(field);
    expect(out.spec.containers[0].securityContext.seccompProfile).toEqual(field);
  });

  test('an annotation with an unknown form sets no field', () => {
    const out = hardened(annotated({ [SECCOMP_POD]: 'custom', [`${SECCOMP}main`]: 5 }), target('1.19'));
    expect(out.spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(out.spec.containers[0].securityContext).not.toHaveProperty('seccompProfile');
  });

  test('an existing field stays, even with an annotation', () => {
    const out = hardened(
      annotated({ [SECCOMP_POD]: 'unconfined' }, { securityContext: { seccompProfile: localhost } }),
      target('1.19'),
    );
    expect(out.spec.securityContext.seccompProfile).toEqual(localhost);
  });
});

describe('AppArmor', () => {
  const [yes, no, unknown] = [NodeAppArmor.YES, NodeAppArmor.NO, NodeAppArmor.UNKNOWN];
  const localhost = { type: 'Localhost', localhostProfile: 'web' };
  const two = { containers: [{ name: 'a' }, { name: 'b' }], initContainers: [{ name: 'i' }] };

  test('is a field of the pod from 1.30 on if every node has AppArmor', () => {
    const out = hardened(pod(two), target('1.30', yes));
    expect(out.spec.securityContext.appArmorProfile).toEqual({ type: 'RuntimeDefault' });
    expect(JSON.stringify(out)).not.toContain(APPARMOR);
  });

  test('is an annotation for each container before 1.30', () => {
    const out = hardened(pod(two), target('1.29', yes));
    expect(out.metadata.annotations).toEqual({
      [`${APPARMOR}a`]: 'runtime/default',
      [`${APPARMOR}b`]: 'runtime/default',
      [`${APPARMOR}i`]: 'runtime/default',
    });
    expect(JSON.stringify(out)).not.toContain('appArmorProfile');
  });

  test.each([no, unknown])('is not written if nodes have AppArmor: %s', (appArmor) => {
    for (const version of ['1.29', '1.30'])
      expect(JSON.stringify(hardened(pod(two), target(version, appArmor))).toLowerCase()).not.toContain('apparmor');
  });

  test.each([yes, unknown])(
    'an existing field becomes an annotation before 1.30, if nodes have AppArmor: %s',
    (appArmor) => {
      const given = {
        securityContext: { appArmorProfile: { type: 'Unconfined' } },
        containers: [{ name: 'a' }, container({ appArmorProfile: localhost }, 'b')],
      };
      const out = hardened(pod(given), target('1.29', appArmor));
      expect(out.metadata.annotations).toEqual({ [`${APPARMOR}a`]: 'unconfined', [`${APPARMOR}b`]: 'localhost/web' });
      expect(out.spec).toMatchObject(given);
    },
  );

  test('a field of only one container becomes its annotation before 1.30, and the others are unset if AppArmor is unknown', () => {
    const given = { containers: [{ name: 'a' }, container({ appArmorProfile: localhost }, 'b')] };
    expect(hardened(pod(given), target('1.29', unknown)).metadata.annotations).toEqual({
      [`${APPARMOR}b`]: 'localhost/web',
    });
    expect(hardened(pod(given), target('1.29', no)).metadata).toEqual({ name: 'x' });
  });

  test('an existing annotation stays on an older target', () => {
    const annotations = { [`${APPARMOR}a`]: 'unconfined', [`${APPARMOR}b`]: '' };
    const out = hardened(pod(two, { name: 'x', annotations }), target('1.29', yes));
    expect(out.metadata.annotations).toEqual({ ...annotations, [`${APPARMOR}i`]: 'runtime/default' });
  });

  test('with annotations, the field is set on each container without an annotation', () => {
    const annotations = { [`${APPARMOR}a`]: 'localhost/web' };
    const given = { containers: [{ name: 'a' }, { name: 'b' }, container({ appArmorProfile: localhost }, 'c')] };
    const out = hardened(pod(given, { name: 'x', annotations }), target('1.30', yes));
    expect(out.metadata.annotations).toEqual(annotations);
    expect(out.spec.securityContext).not.toHaveProperty('appArmorProfile');
    expect(out.spec.containers.map((c: any) => c.securityContext.appArmorProfile)).toEqual([
      undefined,
      { type: 'RuntimeDefault' },
      localhost,
    ]);
  });

  test('an annotation for a container that does not exist changes nothing', () => {
    const annotations = { [`${APPARMOR}gone`]: 'unconfined' };
    const out = hardened(pod(two, { name: 'x', annotations }), target('1.30', yes));
    expect(out.spec.securityContext.appArmorProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test("a pod's own field stays, and no container gets another", () => {
    const given = { ...two, securityContext: { appArmorProfile: localhost } };
    for (const annotations of [{}, { [`${APPARMOR}a`]: 'localhost/web' }]) {
      const out = hardened(pod(given, { name: 'x', annotations }), target('1.30', yes));
      expect(out.spec.securityContext.appArmorProfile).toEqual(localhost);
      expect(JSON.stringify([out.spec.containers, out.spec.initContainers])).not.toContain('appArmorProfile');
    }
  });

  test('is a loss in a broker of Akri on an older target, and so is seccomp', () => {
    const broker = workloads.find((w) => w.annotatable === false)?.object as any;
    const lost = (version: string, appArmor: NodeAppArmor): [string, string, string][] =>
      lossesOf(hardened(broker, target(version, appArmor))).map((l) => [l.field, l.since, l.instead]);
    const instead = 'nothing: a bare pod spec has no annotations';
    const seccomp = ['securityContext.seccompProfile', '1.19', instead];
    expect(lost('1.18', yes)).toEqual([seccomp, ['securityContext.appArmorProfile', '1.30', instead]]);
    expect(lost('1.18', unknown)).toEqual([seccomp]);
    expect(lost('1.29', unknown)).toEqual([]);
    expect(lost('1.30', yes)).toEqual([]);
  });
});

describe('an option that only some runtimes support', () => {
  const posture = new Posture({ userNamespaces: true, strictSupplementalGroups: true });

  test('is unset by default', () => {
    const out = spec({}, target('1.37'));
    expect(out).not.toHaveProperty('hostUsers');
    expect(out.securityContext).not.toHaveProperty('supplementalGroupsPolicy');
  });

  test('is written from 1.33 on', () => {
    const out = hardened(pod(), target('1.33'), posture);
    expect(out.spec.hostUsers).toBe(false);
    expect(out.spec.securityContext.supplementalGroupsPolicy).toBe('Strict');
    expect(out.metadata).toEqual({ name: 'x' });
  });

  test('is recorded as a loss before 1.33, once on the object itself', () => {
    const deployment = workloads.find((w) => w.name === 'Deployment of apps/v1')?.object as any;
    const once = hardened(deployment, target('1.32'), posture);
    expect(parse(once.metadata.annotations['secure-edge.dev/losses'])).toEqual([
      { field: 'spec.hostUsers', wanted: 'false', since: '1.33', instead: 'nothing: the host user namespace' },
      {
        field: 'securityContext.supplementalGroupsPolicy',
        wanted: 'Strict',
        since: '1.33',
        instead: "nothing: the groups of the image's /etc/group are merged in",
      },
    ]);
    expect(once.spec.template.metadata).not.toHaveProperty('annotations');
    expect(once.spec.template.spec).not.toHaveProperty('hostUsers');
    expect(once.spec.template.spec.securityContext).not.toHaveProperty('supplementalGroupsPolicy');
    expect(hardened(once, target('1.32'), posture)).toEqual(once);
  });

  test('is not changed and not a loss if it is already set', () => {
    const given = { hostUsers: true, securityContext: { supplementalGroupsPolicy: 'Merge' } };
    for (const version of ['1.32', '1.33']) {
      const out = hardened(pod(given), target(version), posture);
      expect(out.spec).toMatchObject(given);
      expect(out.metadata).toEqual({ name: 'x' });
    }
  });

  test.each<[string, any]>([
    ['hostNetwork cannot be combined with a user namespace', { hostNetwork: true }],
    ['hostPID cannot be combined with a user namespace', { hostPID: true }],
    ['hostIPC cannot be combined with a user namespace', { hostIPC: true }],
    [
      'volumeDevices cannot be combined with a user namespace',
      { containers: [{ name: 'a', image: 'x', volumeDevices: [{ name: 'd', devicePath: '/dev/xvda' }] }] },
    ],
    [
      'volumes of the type nfs cannot be mounted in a user namespace',
      { volumes: [{ name: 'v', nfs: { server: 'nas.example', path: '/' } }] },
    ],
    ['ids in a user namespace are at most 65535, and the pod has 65536', { securityContext: { runAsUser: 65536 } }],
    ['ids in a user namespace are at most 65535, and the pod has 65536', { securityContext: { fsGroup: 65536 } }],
    [
      'ids in a user namespace are at most 65535, and the pod has 65536',
      { securityContext: { supplementalGroups: [1, 65536] } },
    ],
    [
      'ids in a user namespace are at most 65535, and the pod has 65536',
      { containers: [container({ runAsGroup: 65536 })] },
    ],
  ])('is not written if the API server would reject it: %s', (obstacle, given) => {
    const out = hardened(pod(given), target('1.33'), new Posture({ userNamespaces: true }));
    expect(out.spec).not.toHaveProperty('hostUsers');
    expect(lossesOf(out)).toEqual([
      { field: 'spec.hostUsers', wanted: 'false', since: 'never', instead: `nothing: ${obstacle}` },
    ]);
  });

  test('accepts the largest id of a user namespace', () => {
    const given = { hostNetwork: false, securityContext: { runAsUser: 65535, supplementalGroups: [65535] } };
    expect(spec(given, target('1.33'), posture).hostUsers).toBe(false);
  });
});

describe('an object inside another object', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [pod(), pod()] };
  const bundle = (...resources: any[]): any => ({
    apiVersion: 'fleet.cattle.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: 'b' },
    spec: { resources },
  });

  test('is hardened in a List', () => {
    expect(hardened(list).items).toEqual([hardened(pod()), hardened(pod())]);
  });

  test('is hardened in a typed list, and gets its type', () => {
    const out = hardened(
      { apiVersion: 'v1', kind: 'PodList', items: [{ spec: { containers: [{ name: 'main' }] } }] },
      target('1.18'),
    );
    expect(out.items[0]).toMatchObject({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { annotations: { [SECCOMP_POD]: 'runtime/default' } },
      spec: { enableServiceLinks: false },
    });
  });

  test('is hardened in an EdgeApplication', () => {
    const out = hardened({
      apiVersion: 'apps.kubeedge.io/v1alpha1',
      kind: 'EdgeApplication',
      spec: { workloadTemplate: { manifests: [pod()] } },
    });
    expect(out.spec.workloadTemplate.manifests).toEqual([hardened(pod())]);
  });

  test('is hardened in a Bundle, plain or compressed, also inside its lists and bundles', () => {
    const text = JSON.stringify(list);
    const out = hardened(
      bundle(
        { content: text },
        { content: gzipSync(text).toString('base64'), encoding: 'base64+gz' },
        { content: JSON.stringify(bundle({ content: text }, { content: text })) },
      ),
    );
    const [plain, compressed, nested] = out.spec.resources;
    const expected = hardened(list);
    expect(parse(plain.content)).toEqual(expected);
    expect(parse(gunzipSync(Buffer.from(compressed.content, 'base64')).toString())).toEqual(expected);
    expect(compressed.encoding).toBe('base64+gz');
    expect(parse(nested.content).spec.resources.map((r: any) => parse(r.content))).toEqual([expected, expected]);
  });

  test('stays as it is if it has no pod, or is already hardened', () => {
    const plain = "# kept\nkind: ConfigMap\napiVersion: v1\ndata: {'a': yes}\n";
    const done = `# kept\n${JSON.stringify(hardened(pod()))}`;
    const out = hardened(bundle({ content: plain }, { content: done }, { name: 'broken.yaml', content: 'a: [' }));
    expect(out.spec.resources.map((r: any) => r.content)).toEqual([plain, done, 'a: [']);
  });

  test('is written once in a Bundle of many documents', () => {
    const content = Array.from({ length: 300 }, () => JSON.stringify(pod())).join('\n---\n');
    const compress = jest.spyOn(jest.requireActual<typeof import('node:zlib')>('node:zlib'), 'gzipSync');
    hardened(bundle({ content: gzipSync(content).toString('base64'), encoding: 'base64+gz' }));
    // the first call is the test's own
    expect(compress).toHaveBeenCalledTimes(2);
    compress.mockRestore();
  });
});

test('an object that is shared by two places is hardened separately in each', () => {
  const shared = { runAsUser: 1000 };
  const mounts: unknown[] = [];
  const out = spec({
    securityContext: shared,
    containers: [
      { name: 'a', securityContext: shared, volumeMounts: mounts },
      { name: 'b', securityContext: shared, volumeMounts: mounts },
    ],
  });
  expect(out.securityContext).toEqual({
    runAsUser: 1000,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(out.containers.map((c: any) => c.volumeMounts)).toEqual([
    [{ name: 'tmp-a', mountPath: '/tmp' }],
    [{ name: 'tmp-b', mountPath: '/tmp' }],
  ]);
});

describe('the namespace that cdk8s sets on every object', () => {
  const object = (apiVersion: string, kind: string): any => ({
    apiVersion,
    kind,
    metadata: { name: 'x', namespace: 'edge' },
  });

  test.each([
    ['v1', 'Namespace'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
    ['node.k8s.io/v1beta1', 'RuntimeClass'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'],
    ['security-profiles-operator.x-k8s.io/v1', 'SeccompProfile'],
    ['apps.openyurt.io/v1beta2', 'NodePool'],
  ])('is deleted from a cluster-scoped %s %s', (apiVersion, kind) => {
    expect(hardened(object(apiVersion, kind)).metadata).toEqual({ name: 'x' });
    expect(hardened({ kind: 'List', items: [object(apiVersion, kind)] }).items[0].metadata).toEqual({ name: 'x' });
  });

  test.each([
    ['v1', 'Pod'],
    ['v1', 'ConfigMap'],
    ['longhorn.io/v1beta2', 'Node'],
    ['security-profiles-operator.x-k8s.io/v1beta1', 'SeccompProfile'],
    ['v1', 'ClusterRole'],
  ])('stays on a %s %s', (apiVersion, kind) => {
    expect(hardened(object(apiVersion, kind)).metadata).toMatchObject({ namespace: 'edge' });
  });

  test('can be missing together with the metadata', () => {
    expect(hardened({ apiVersion: 'v1', kind: 'Namespace' })).toEqual({ apiVersion: 'v1', kind: 'Namespace' });
  });
});
