import type { ConversionOptions } from '../../../src/compose/conversion-options';
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
    ['label=disable', 'SELinux confines every container of Kubernetes'],
    ['label=type:container_t', 'the runtime gives each pod a label of its own'],
    ['seccomp=..', 'is not the path of a profile'],
    ['systempaths=unconfined', 'unmasked system paths'],
  ])('%s', (option, reason) => {
    const { container, entries } = convertedService({ security_opt: [option] });
    expect(container['securityContext']).toEqual(convertedService({}).container['securityContext']);
    expect(entries.find(({ key }) => key === 'security_opt[0]')).toMatchObject({
      outcome: 'unsupported',
      reason: expect.stringContaining(reason) as string,
    });
  });
});
