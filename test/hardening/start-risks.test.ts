import { Posture, Target } from 'cdk8s-secure-edge';
import { harden } from '../../src/hardening/harden';
import { NoteKind, type Note } from '../../src/hardening/note';

const target = Target.kubernetes('1.33');

/** Returns the risks of a hardened pod with one container, as `control pointer: message`. */
function risks(container: any, spec: any = {}): string[] {
  const notes: Note[] = [];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', ...container }], ...spec },
  };
  const out = harden(pod, new Posture(), target, { onNote: (note) => notes.push(note) });
  const again: Note[] = [];
  harden(out, new Posture(), target, { onNote: (note) => again.push(note) });
  expect(again.filter(({ kind }) => kind === NoteKind.MAY_NOT_START)).toEqual([]);
  return notes
    .filter(({ kind }) => kind === NoteKind.MAY_NOT_START)
    .map(({ control, pointer, message }) => `${control} ${pointer}: ${message}`);
}

const user = { securityContext: { runAsUser: 1000 } };

test('a container with a user of its own on a high port has no risk', () => {
  expect(risks({ image: 'registry.example/x:1', ...user, ports: [{ containerPort: 8080 }] })).toEqual([]);
  expect(risks({ image: 'registry.example/x:1' }, user)).toEqual([]);
});

describe('an image', () => {
  const at = 'run-as-non-root /spec/containers/0/image: ';
  test('can run as an unknown user', () => {
    expect(risks({ image: 'registry.example/x:1' })).toEqual([
      `${at}the user of its image registry.example/x:1 is unknown, and runAsNonRoot rejects root and users without a number: set runAsUser`,
    ]);
  });

  test.each([
    'busybox',
    'docker.io/library/busybox:1',
    'mirror.example:5000/library/busybox',
    'mirror.example/busybox',
  ])('%s runs as root', (image) => {
    expect(risks({ image })).toEqual([
      `${at}its image ${image} runs as root, which runAsNonRoot rejects: set runAsUser`,
    ]);
  });

  test('runs as a user without a number', () => {
    expect(risks({ image: 'prom/node-exporter:v1' })).toEqual([
      `${at}its image prom/node-exporter:v1 runs as nobody, a user without a number, which runAsNonRoot rejects: set runAsUser to 65534`,
    ]);
  });

  test('of another owner is not the one of the library', () => {
    expect(risks({ image: 'acme/nginx' })).toEqual([
      expect.stringMatching(/the user of its image acme\/nginx is unknown/),
    ]);
  });

  test('writes outside /tmp', () => {
    const own = 'read-only-root /spec/containers/0/image: its image';
    const end = 'which readOnlyRootFilesystem makes read-only: mount a volume there';
    expect(risks({ image: 'grafana/grafana:11' })).toEqual([
      `${own} grafana/grafana:11 writes to /var/lib/grafana, ${end}`,
    ]);
    const mounts = (...paths: string[]): any => ({
      volumeMounts: paths.map((mountPath, i) => ({ name: `v${i}`, mountPath })),
    });
    expect(risks({ image: 'grafana/grafana', ...mounts('/var/lib/grafana/') })).toEqual([]);
    expect(risks({ image: 'grafana/grafana', ...mounts('/var/lib') })).toEqual([]);
    expect(risks({ image: 'grafana/grafana', ...mounts('/var/lib/graf') })).toHaveLength(1);
    expect(risks({ image: 'postgres', ...user, ...mounts('/var/lib/postgresql', '/run/postgresql') })).toEqual([]);
    expect(
      risks({ image: 'redis', ...user, volumeMounts: [{ name: 'v', mountPath: '/data', readOnly: true }] }),
    ).toHaveLength(1);
  });

  test('listens on a low port that its container does not list', () => {
    expect(risks({ image: 'nginx', ...user, volumeMounts: [{ name: 'v', mountPath: '/' }] })).toEqual([
      expect.stringMatching(
        /^capabilities \/spec\/containers\/0\/image: it listens on port 80, which Docker before 20\.10/,
      ),
    ]);
  });
});

describe('a low port', () => {
  const listens = (extra: any = {}, spec: any = {}): string[] =>
    risks({ image: 'registry.example/x:1', ports: [{ containerPort: 443 }], ...extra }, { ...user, ...spec });
  test('is a risk without NET_BIND_SERVICE', () => {
    expect(listens()).toEqual([
      'capabilities /spec/containers/0/ports: it listens on port 443, which Docker before 20.10, containerd before 2.0 and CRI-O reserve for NET_BIND_SERVICE: listen on a port from 1024, or set the sysctl net.ipv4.ip_unprivileged_port_start to 443',
    ]);
  });

  test('is none with the sysctl of the pod, or with dropped capabilities', () => {
    const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '443' }];
    expect(listens({}, { securityContext: { runAsUser: 1000, sysctls } })).toEqual([]);
    expect(listens({ securityContext: { capabilities: { drop: ['ALL'] } } })).toEqual([]);
  });

  test('is none for user 0 with NET_BIND_SERVICE', () => {
    const own = { securityContext: { runAsUser: 0, capabilities: { add: ['NET_BIND_SERVICE'] } } };
    expect(listens(own).filter((risk) => risk.includes('listens'))).toEqual([]);
  });

  test.each(['httpGet', 'tcpSocket', 'grpc'])('that only a probe by %s shows is a risk', (action) => {
    const probed = (target: any): string[] => listens({ ports: undefined, readinessProbe: { [action]: target } });
    expect(probed({ port: 443 })).toEqual([
      expect.stringMatching(/^capabilities \/spec\/containers\/0\/readinessProbe\/\w+\/port: it listens on port 443,/),
    ]);
    for (const target of [{ port: 8443 }, { port: 'https' }, { port: 443, host: 'example.com' }])
      expect(probed(target)).toEqual([]);
  });
});

test.each([{ privileged: true }, { capabilities: { add: ['ALL'] } }])(
  'the unknown folders of an image with the rights of %j are a risk',
  (securityContext) => {
    expect(risks({ image: 'x.example/x', securityContext })).toEqual([
      'read-only-root /spec/containers/0/image: the folders that its image x.example/x writes to are unknown, and readOnlyRootFilesystem makes all but /tmp and its volumes read-only: mount a volume at each of them',
    ]);
    const decided = { ...securityContext, readOnlyRootFilesystem: true };
    expect(risks({ image: 'x.example/x', securityContext: decided })).toEqual([]);
  },
);

describe('user 0 without the capabilities of the runtime is a risk', () => {
  const end =
    'if it changes owners, users or modes, add the capabilities that it needs, such as CHOWN, SETGID and SETUID';
  const ofUser = (container: any, spec: any = {}): string[] =>
    risks(container, spec).filter((risk) => risk.includes('user 0'));

  test.each<[string, any, any, string]>([
    ['user 0', { runAsUser: 0 }, {}, 'runs as user 0 and has no capability'],
    [
      'user 0 with other capabilities',
      { runAsUser: 0, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
      {},
      'runs as user 0 and has only NET_ADMIN, NET_RAW',
    ],
    ['runAsNonRoot: false', { runAsNonRoot: false }, {}, 'may run as user 0 and has no capability'],
    ['runAsNonRoot: false of the pod', {}, { runAsNonRoot: false }, 'may run as user 0 and has no capability'],
  ])('%s', (_, securityContext, ofPod, what) => {
    expect(ofUser({ image: 'x.example/x', securityContext }, { securityContext: ofPod })).toEqual([
      `capabilities /spec/containers/0/securityContext: it ${what} now: ${end}`,
    ]);
  });

  test('a command that needs user 0, beside capabilities of its author', () => {
    const securityContext = { capabilities: { add: ['NET_ADMIN'] } };
    expect(ofUser({ image: 'x.example/x', securityContext, command: ['chown', '1000', '/data'] })).toHaveLength(1);
  });

  test('but not another user, or user 0 that keeps its capabilities', () => {
    expect(ofUser({ image: 'grafana/grafana', securityContext: { runAsNonRoot: false } })).toEqual([]);
    expect(ofUser({ image: 'haproxy', securityContext: { runAsNonRoot: false } })).toEqual([]);
    expect(
      ofUser({ image: 'x.example/x', securityContext: { runAsUser: 0, capabilities: { drop: ['ALL'] } } }),
    ).toEqual([]);
    expect(ofUser({ image: 'x.example/x' })).toEqual([]);
  });
});

test('capabilities of another user are a risk', () => {
  expect(
    risks({ image: 'x.example/x', securityContext: { runAsUser: 101, capabilities: { add: ['NET_RAW'] } } }),
  ).toEqual([
    'privilege-escalation /spec/containers/0/securityContext/capabilities/add: a user other than root gets NET_RAW only through file capabilities, which allowPrivilegeEscalation: false disables: check that it works without',
  ]);
});

test('files and devices of the node are a risk', () => {
  const volumes = [
    { name: 'log', hostPath: { path: '/var/log' } },
    { name: 'disk', persistentVolumeClaim: { claimName: 'disk' } },
  ];
  expect(risks({ image: 'grafana/loki', volumeMounts: [{ name: 'log', mountPath: '/loki' }] }, { volumes })).toEqual([
    'run-as-non-root /spec/containers/0/volumeMounts/0: it uses /var/log of the node, which often belongs to root: give the user or a supplemental group of the pod access to it',
  ]);
  expect(
    risks(
      { image: 'nginxinc/nginx-unprivileged', volumeDevices: [{ name: 'disk', devicePath: '/dev/x' }] },
      { volumes },
    ),
  ).toEqual([expect.stringMatching(/^run-as-non-root \/spec\/containers\/0\/volumeDevices: it opens a block device/)]);
});

test('a Windows image is a risk without a user name', () => {
  expect(risks({ image: 'x' }, { os: { name: 'windows' } })).toEqual([
    'run-as-non-root /spec/containers/0/image: its image may run as ContainerAdministrator, which runAsNonRoot rejects: set windowsOptions.runAsUserName to ContainerUser',
  ]);
  const windowsOptions = { runAsUserName: 'ContainerUser' };
  expect(risks({ image: 'x', securityContext: { windowsOptions } }, { os: { name: 'windows' } })).toEqual([]);
});
