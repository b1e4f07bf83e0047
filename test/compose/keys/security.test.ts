import type { ConversionOptions } from '../../../src/compose/conversion-options';
import { Target } from '../../../src/kubernetes/target';
import type { ServiceDefinition } from '../../../src/compose/service-definition';
import { convertedService } from '../project';

const REASON = 'accepted in the test';
const accepting = (...words: string[]): Partial<ConversionOptions> => ({
  accepted: new Map(words.map((word) => [word, REASON])),
  namespace: 'shop',
});

test('a service without keys passes Pod Security restricted, with a read-only root and the user 65532', () => {
  const { pod, container } = convertedService({});
  expect(pod['securityContext']).toMatchObject({ runAsUser: 65532, runAsNonRoot: true });
  expect(container['securityContext']).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  });
});

describe('leaves out, reports with its word, and keeps if it is accepted:', () => {
  const cases: [key: string, definition: ServiceDefinition, wish: string, part: string][] = [
    ['privileged', { privileged: true }, 'privileged', '"privileged":true'],
    ['a capability', { cap_add: ['CAP_NET_ADMIN'] }, 'cap-net-admin', '"add":["NET_ADMIN"]'],
    ['no seccomp profile', { security_opt: ['seccomp:unconfined'] }, 'seccomp-unconfined', '"type":"Unconfined"'],
    ['no AppArmor profile', { security_opt: ['apparmor=unconfined'] }, 'apparmor-unconfined', '"type":"Unconfined"'],
    ['no SELinux label', { security_opt: ['label=disable'] }, 'selinux-label', '"type":"spc_t"'],
    ['an SELinux user', { security_opt: ['label:user:u'] }, 'selinux-label', '"user":"u"'],
    ['setuid', { security_opt: ['no-new-privileges:false'] }, 'new-privileges', '"allowPrivilegeEscalation":true'],
    ['a writable root', { read_only: false }, 'writable-root', '"readOnlyRootFilesystem":false'],
    ['root', { user: '0:0' }, 'root-user', '"runAsUser":0'],
    ['root by its name', { user: 'root' }, 'root-user', '"runAsUser":0'],
    ['processes of the node', { pid: 'host' }, 'host-pid', '"hostPID":true'],
    ['IPC of the node', { ipc: 'host' }, 'host-ipc', '"hostIPC":true'],
    ['a kernel parameter', { sysctls: { 'net.core.somaxconn': '9' } }, 'sysctl', '"name":"net.core.somaxconn"'],
    ['a terminal', { tty: true }, 'terminal', '"tty":true'],
    ['standard input', { stdin_open: true }, 'terminal', '"stdin":true'],
    [
      'a path of the node',
      { volumes: [{ type: 'bind', source: '/opt/a', target: '/opt/a' }] },
      'host-path',
      '"hostPath":{"path":"/opt/a"',
    ],
    [
      'a device',
      { devices: [{ source: '/dev/ttyUSB0', target: '/dev/ttyUSB0', permissions: 'rwm' }] },
      'device',
      '"squat.ai/ttyusb0":"1"',
    ],
  ];
  test.each(cases)('%s', (_, definition, wish, part) => {
    const without = convertedService(definition);
    expect(JSON.stringify(without.pod)).not.toContain(part);
    expect(without.conversion.report.refused).toMatchObject([{ service: 'web', accept: `${wish}:web` }]);
    for (const word of [wish, `${wish}:web`]) {
      const kept = convertedService(definition, accepting(word));
      expect(JSON.stringify(kept.pod)).toContain(part);
      expect(kept.conversion.report.refused).toEqual([]);
      expect(kept.conversion.report.unusedAccepts).toEqual([]);
    }
    const other = convertedService(definition, accepting(`${wish}:db`));
    expect(JSON.stringify(other.pod)).not.toContain(part);
    expect(other.conversion.report.unusedAccepts).toEqual([`${wish}:db`]);
  });

  test.each<[string, ServiceDefinition]>([
    ['all capabilities', { cap_add: ['ALL'] }],
    ['the socket of the engine', { volumes: [{ type: 'bind', source: '/var/run/docker.sock', target: '/a' }] }],
    ['the folder of the socket', { volumes: [{ type: 'bind', source: '/var/run', target: '/a' }] }],
    ['the whole node', { volumes: [{ type: 'bind', source: '/', target: '/a' }] }],
    ['the API socket', { use_api_socket: true }],
    ['a TPM', { devices: [{ source: '/dev/tpmrm0', target: '/dev/tpm0', permissions: 'rwm' }] }],
    ['the name of a user', { user: 'app' }],
  ])('but never %s', (_, definition) => {
    const all = accepting('privileged', 'host-path', 'device', 'root-user');
    const { conversion, pod } = convertedService(definition, all);
    expect(conversion.report.refused).toMatchObject([{ service: 'web' }]);
    expect(conversion.report.refused[0]).not.toHaveProperty('accept');
    expect(JSON.stringify(pod)).not.toMatch(/hostPath|"add":|runAsUser":0/);
  });
});

test('a weak service lowers the level of the namespace with a reason, and the namespace accepts the others', () => {
  const { manifests } = convertedService({ pid: 'host' }, accepting('host-pid'));
  const [namespace] = manifests;
  expect(namespace?.['metadata']).toMatchObject({
    name: 'shop',
    labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
  });
});

test('a privileged container needs no acknowledgement that its programs gain privileges', () => {
  const definition: ServiceDefinition = { privileged: true, security_opt: ['no-new-privileges:false'] };
  const { conversion, entries } = convertedService(definition, accepting('privileged', 'new-privileges'));
  expect(entries.find(({ key }) => key === 'security_opt[0]')).toMatchObject({ outcome: 'by-design' });
  expect(conversion.report.unusedAccepts).toEqual([]);
});

describe('security_opt is unsupported, and changes nothing:', () => {
  test.each([
    ['label', '"label" is not a known security option'],
    ['label=filetype:x', '"filetype:x" is not a label of SELinux'],
    ['label=level:high', 'level must be such as "s0:c123,c456"'],
    ['label:type:', 'the type of the label is empty'],
    ['seccomp=..', 'is not the path of a profile'],
    ['systempaths=unconfined', 'use a target from Kubernetes 1.33'],
    ['systempaths=all', '"all" is not a value of systempaths'],
  ])('%s', (option, reason) => {
    const { container, entries } = convertedService({ security_opt: [option] });
    expect(container['securityContext']).toEqual(convertedService({}).container['securityContext']);
    expect(entries.find(({ key }) => key === 'security_opt[0]')).toMatchObject({
      outcome: 'unsupported',
      reason: expect.stringContaining(reason) as string,
    });
  });
});

test('an SELinux label for containers is kept without an acknowledgement', () => {
  const { conversion, container, entries } = convertedService({
    security_opt: ['label=type:container_init_t', 'label:level:s0:c1,c2'],
  });
  expect(container['securityContext']).toMatchObject({
    seLinuxOptions: { type: 'container_init_t', level: 's0:c1,c2' },
  });
  expect(entries.filter(({ key }) => key.startsWith('security_opt')).map(({ outcome }) => outcome)).toEqual([
    'approximated',
    'approximated',
  ]);
  expect(conversion.report.refused).toEqual([]);
});

test('a part of a label that is not accepted leaves the others', () => {
  const options = ['label=type:container_t', 'label=user:u', 'label=type:my_t', 'label=level:s0'];
  const { container } = convertedService({ security_opt: options });
  expect(container['securityContext']).toMatchObject({ seLinuxOptions: { level: 's0' } });
  const kept = convertedService({ security_opt: options }, accepting('selinux-label'));
  expect(kept.container['securityContext']).toMatchObject({ seLinuxOptions: { type: 'my_t', user: 'u', level: 's0' } });
  expect(kept.entries.find(({ key }) => key === 'security_opt[0]')).toMatchObject({ outcome: 'by-design' });
});

test('the type of a container engine is weak until the standards know it', () => {
  const definition: ServiceDefinition = { security_opt: ['label=type:container_engine_t'] };
  expect(convertedService(definition).conversion.report.refused).toHaveLength(1);
  const { container } = convertedService(definition, { target: Target.kubernetes('1.31') });
  expect(container['securityContext']).toMatchObject({ seLinuxOptions: { type: 'container_engine_t' } });
});

describe('an unmasked /proc', () => {
  const target = Target.kubernetes('1.33');
  const unmasked = { security_opt: ['systempaths=unconfined'] };

  test('needs an acknowledgement, and gives the pod a user namespace', () => {
    expect(convertedService(unmasked, { target }).conversion.report.refused).toMatchObject([
      { accept: 'unmasked-proc:web' },
    ]);
    const { pod, container } = convertedService(unmasked, { ...accepting('unmasked-proc'), target });
    expect(container['securityContext']).toMatchObject({ procMount: 'Unmasked' });
    expect(pod).toMatchObject({ hostUsers: false });
  });

  test.each<[string, ServiceDefinition]>([
    ['network_mode: host', { network_mode: 'host' }],
    ['pid: host', { pid: 'host' }],
    ['Parsec', { volumes: [{ type: 'bind', source: '/run/parsec/parsec.sock', target: '/run/parsec/parsec.sock' }] }],
  ])('is not combined with %s', (word, definition) => {
    const { container, entries } = convertedService(
      { ...unmasked, user: '20001', ...definition },
      { ...accepting('unmasked-proc', 'host-network', 'host-pid'), target, namespace: 'shop' },
    );
    expect(container['securityContext']).not.toHaveProperty('procMount');
    expect(entries.find(({ key }) => key === 'security_opt[0]')).toMatchObject({
      outcome: 'unsupported',
      reason: expect.stringContaining(word) as string,
    });
  });
});
