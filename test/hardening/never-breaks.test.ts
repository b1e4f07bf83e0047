import { NodeAppArmor, Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { HardeningControl } from '../../src/hardening/hardening-control';
import { NoteKind, type Note } from '../../src/hardening/note';
import { Surroundings } from '../../src/hardening/surroundings';

const target = Target.kubernetes('1.33');

interface Result {
  readonly spec: any;
  readonly notes: ReadonlyArray<Note>;
}

function hardened(spec: any, others: ReadonlyArray<any> = [], to = target): Result {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'edge' }, spec };
  const surroundings = new Surroundings();
  for (const each of [pod, ...others]) surroundings.add(each);
  const notes: Note[] = [];
  const out: any = harden(pod, new Posture(), to, { surroundings, onNote: (note) => notes.push(note) });
  expect(harden(out, new Posture(), to, { surroundings })).toEqual(out);
  return { spec: out.spec, notes };
}

const one = (container: any, spec: any = {}, to = target): Result & { readonly container: any } => {
  const result = hardened(
    { ...spec, containers: [{ name: 'c', image: 'registry.example/x:1', ...container }] },
    [],
    to,
  );
  return { ...result, container: result.spec.containers[0] };
};
const isNonRoot = ({ spec, container }: ReturnType<typeof one>): boolean =>
  (container.securityContext?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot) === true;
const messages = (notes: ReadonlyArray<Note>, kind: NoteKind, control: HardeningControl): string[] =>
  notes.filter((n) => n.kind === kind && n.control === control).map((n) => n.message);

describe('a container that asks for user 0 gets no runAsNonRoot', () => {
  test.each<[string, any, any]>([
    ['privileged', { securityContext: { privileged: true } }, {}],
    ['add: [ALL]', { securityContext: { capabilities: { add: ['ALL'] } } }, {}],
    ['add: [CAP_ALL]', { securityContext: { capabilities: { add: ['cap_all'] } } }, {}],
    ['user 0', { securityContext: { runAsUser: 0 } }, {}],
    ['user 0 of the pod', {}, { securityContext: { runAsUser: 0 } }],
    ['chown in its command', { command: ['chown', '-R', '1000', '/data'] }, {}],
    ['chown in its script', { command: ['sh', '-c', 'set -e; chown -R 1000 /data && exec server'] }, {}],
    ['chmod in its script', { args: ['if true; then /bin/chmod 700 /data; fi'] }, {}],
    ['apt-get in its script', { command: ['bash', '-c', 'DEBIAN_FRONTEND=none apt-get install -y x'] }, {}],
    ['chown in a hook', { lifecycle: { postStart: { exec: { command: ['chown', '1000', '/data'] } } } }, {}],
    ['chmod in a probe', { startupProbe: { exec: { command: ['sh', '-c', 'chmod 700 /data'] } } }, {}],
    ['a low port of the node', { ports: [{ containerPort: 80 }] }, { hostNetwork: true }],
  ])('%s', (_, container, spec) => {
    expect(isNonRoot(one(container, spec))).toBe(false);
  });

  test.each<[string, any, any]>([
    ['a word in an argument', { args: ['--do=chown'] }, {}],
    ['a word of a text', { command: ['echo', 'do not chown files'] }, {}],
    ['a program of another user', { command: ['chown', '1000', '/x'], securityContext: { runAsUser: 1000 } }, {}],
    ['privileged as another user', { securityContext: { privileged: true, runAsUser: 1000 } }, {}],
    ['a low port of the pod', { ports: [{ containerPort: 80 }] }, {}],
    ['a high port of the node', { ports: [{ containerPort: 8080 }] }, { hostNetwork: true }],
  ])('but %s does not ask for it', (_, container, spec) => {
    expect(isNonRoot(one(container, spec))).toBe(true);
  });

  test('and the other containers of its pod get it', () => {
    const { spec } = hardened({
      initContainers: [{ name: 'own', command: ['chown', '1000', '/data'] }],
      containers: [{ name: 'main' }],
    });
    expect(spec.securityContext.runAsNonRoot).toBeUndefined();
    expect(spec.initContainers[0].securityContext.runAsNonRoot).toBeUndefined();
    expect(spec.containers[0].securityContext.runAsNonRoot).toBe(true);
  });
});

describe('capabilities', () => {
  test.each([['ALL'], ['all'], ['CAP_ALL']])('are not dropped beside add: [%s]', (all) => {
    const { container } = one({ securityContext: { capabilities: { add: [all, 'NET_ADMIN'] } } });
    expect(container.securityContext).toEqual({
      capabilities: { add: [all, 'NET_ADMIN'] },
      readOnlyRootFilesystem: true,
    });
  });

  test('are not dropped from a script that changes owners, and the reason is noted', () => {
    const { container, notes } = one({ command: ['sh', '-c', 'chown -R 1000:1000 /data'] });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    expect(messages(notes, NoteKind.STAYS_WEAK, HardeningControl.CAPABILITIES)).toEqual([
      'drop is unset, because its command runs chown',
    ]);
  });

  test('are dropped if the author lists those that the script needs', () => {
    const { container } = one({ command: ['chown', 'x'], securityContext: { capabilities: { add: ['CHOWN'] } } });
    expect(container.securityContext.capabilities).toEqual({ add: ['CHOWN'], drop: ['ALL'] });
  });

  test('are not dropped from a container that listens on a low port of the node', () => {
    const { container } = one({ ports: [{ containerPort: 443 }] }, { hostNetwork: true });
    expect(container.securityContext.capabilities).toBeUndefined();
  });
});

test('a container that installs packages keeps its writable root file system', () => {
  const { container, notes } = one({ command: ['sh', '-c', 'apk add curl'] });
  expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false });
  expect(container.volumeMounts).toBeUndefined();
  expect(messages(notes, NoteKind.STAYS_WEAK, HardeningControl.READ_ONLY_ROOT)).toEqual([
    'readOnlyRootFilesystem is unset, because its command runs apk',
  ]);
});

test.each(['sudo', '/usr/bin/sudo', 'su'])('a container that runs %s keeps privilege escalation', (program) => {
  const { container } = one({ command: [program, 'server'], securityContext: { runAsUser: 1000 } });
  expect(container.securityContext.allowPrivilegeEscalation).toBeUndefined();
  expect(container.securityContext.capabilities).toEqual({ drop: ['ALL'] });
});

describe('a pod for Windows', () => {
  const windows: ReadonlyArray<[string, any, any[]]> = [
    ['os', { os: { name: 'windows' } }, []],
    ['node selector', { nodeSelector: { 'kubernetes.io/os': 'windows' } }, []],
    ['old node selector', { nodeSelector: { 'beta.kubernetes.io/os': 'windows' } }, []],
    ['Windows options', { securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } }, []],
    [
      'node affinity',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }] },
              ],
            },
          },
        },
      },
      [],
    ],
    [
      'node affinity that excludes Linux',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'NotIn', values: ['linux'] }] },
              ],
            },
          },
        },
      },
      [],
    ],
    [
      'runtime class',
      { runtimeClassName: 'win' },
      [
        {
          apiVersion: 'node.k8s.io/v1',
          kind: 'RuntimeClass',
          metadata: { name: 'win' },
          handler: 'runhcs',
          scheduling: { nodeSelector: { 'kubernetes.io/os': 'windows' } },
        },
      ],
    ],
  ];

  test.each(windows)('by its %s gets no field for Linux', (_, given, others) => {
    const { spec } = hardened({ ...given, containers: [{ name: 'c', image: 'x' }] }, others);
    expect(spec.containers).toEqual([{ name: 'c', image: 'x' }]);
    expect(spec.volumes).toBeUndefined();
    expect(spec.securityContext.seccompProfile).toBeUndefined();
    expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
  });

  test.each<[string, any]>([
    ['HostProcess', { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' }],
    ['ContainerAdministrator', { runAsUserName: 'ContainerAdministrator' }],
    ['ContainerAdministrator in lower case', { runAsUserName: 'containeradministrator' }],
  ])('gets no runAsNonRoot as %s, on the pod or on the container', (_, windowsOptions) => {
    const ofPod = hardened({
      os: { name: 'windows' },
      securityContext: { windowsOptions },
      containers: [{ name: 'c' }],
    });
    expect(ofPod.spec.securityContext).toEqual({ windowsOptions });
    expect(ofPod.spec.containers).toEqual([{ name: 'c' }]);
    const own = hardened({ os: { name: 'windows' }, containers: [{ name: 'c', securityContext: { windowsOptions } }] });
    expect(own.spec).not.toHaveProperty('securityContext');
    expect(own.spec.containers[0].securityContext).toEqual({ windowsOptions });
  });

  test('can have another user in one of its containers', () => {
    const { spec } = hardened({
      os: { name: 'windows' },
      securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } },
      containers: [{ name: 'c', securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } }],
    });
    expect(spec.securityContext.runAsNonRoot).toBe(true);
  });

  test('for Linux by its os is one for Linux, whatever it selects', () => {
    const { spec } = hardened({
      os: { name: 'linux' },
      nodeSelector: { 'kubernetes.io/os': 'windows' },
      containers: [{}],
    });
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  });
});

test('a privileged container gets no AppArmor profile, and the others do', () => {
  const spec = {
    containers: [{ name: 'host', securityContext: { privileged: true } }, { name: 'main' }],
  };
  const yes = Target.kubernetes('1.33', { appArmor: NodeAppArmor.YES });
  const { spec: fields } = hardened(spec, [], yes);
  expect(fields.securityContext.appArmorProfile).toBeUndefined();
  expect(fields.containers.map((c: any) => c.securityContext.appArmorProfile)).toEqual([
    undefined,
    { type: 'RuntimeDefault' },
  ]);
  const old = Target.kubernetes('1.29', { appArmor: NodeAppArmor.YES });
  const out: any = harden({ apiVersion: 'v1', kind: 'Pod', spec }, new Posture(), old);
  expect(out.metadata.annotations).toEqual({
    'container.apparmor.security.beta.kubernetes.io/main': 'runtime/default',
  });
});

describe('variables of Services', () => {
  test.each<[string, any]>([
    ['an argument', { args: ['--db=$(DB_SERVICE_HOST):$(DB_SERVICE_PORT)'] }],
    ['a script', { command: ['sh', '-c', 'exec server --db=${DB_SERVICE_HOST}'] }],
    ['a variable', { env: [{ name: 'DB', value: '$(DB_SERVICE_HOST)' }] }],
  ])('stay if %s refers to one', (_, container) => {
    const { spec, notes } = one(container);
    expect(spec.enableServiceLinks).toBeUndefined();
    expect(messages(notes, NoteKind.STAYS_WEAK, HardeningControl.SERVICE_LINKS)).toEqual([
      'container c uses the variable DB_SERVICE_HOST of a Service: use the DNS name of the Service, then set enableServiceLinks to false',
    ]);
  });

  test.each<[string, any]>([
    ['its own variable', { env: [{ name: 'DB_SERVICE_HOST', value: 'db' }], args: ['$(DB_SERVICE_HOST)'] }],
    ['the variable of the API server', { args: ['$(KUBERNETES_SERVICE_HOST)'] }],
    ['no variable', { args: ['DB_SERVICE_HOST'] }],
  ])('do not stay if it refers to %s', (_, container) => {
    expect(one(container).spec.enableServiceLinks).toBe(false);
  });
});

test.each(Object.values(HardeningControl))('a pod without the control %s differs only in it', (control) => {
  const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'c', image: 'x' }] } };
  const to = Target.kubernetes('1.33', { appArmor: NodeAppArmor.YES });
  const all: any = harden(pod, new Posture(), to);
  const without: any = harden(pod, new Posture(), to, { skip: new Set([control]) });
  const removals: Record<HardeningControl, (spec: any) => unknown> = {
    [HardeningControl.APPARMOR]: (s) => delete s.securityContext.appArmorProfile,
    [HardeningControl.CAPABILITIES]: (s) => delete s.containers[0].securityContext.capabilities,
    [HardeningControl.PRIVILEGE_ESCALATION]: (s) => delete s.containers[0].securityContext.allowPrivilegeEscalation,
    [HardeningControl.READ_ONLY_ROOT]: (s) => {
      delete s.containers[0].securityContext.readOnlyRootFilesystem;
      delete s.containers[0].volumeMounts;
      delete s.volumes;
    },
    [HardeningControl.RUN_AS_NON_ROOT]: (s) => delete s.securityContext.runAsNonRoot,
    [HardeningControl.SECCOMP]: (s) => delete s.securityContext.seccompProfile,
    [HardeningControl.SERVICE_ACCOUNT_TOKEN]: (s) => delete s.automountServiceAccountToken,
    [HardeningControl.SERVICE_LINKS]: (s) => delete s.enableServiceLinks,
  };
  expect(without).not.toEqual(all);
  removals[control](all.spec);
  expect(without).toEqual(all);
});
