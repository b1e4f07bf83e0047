import { Image, SecureEdgeApp, SeLinux, SeLinuxType, Target, Weakness } from 'cdk8s-secure-edge';
import { Chart, Testing } from 'cdk8s';

const image = Image.onGateway('app');
const REASON = 'the vendor ships a policy of its own';

const label = (options: object, version = '1.33'): unknown => {
  const chart = new Chart(Testing.app(), 'edge');
  new SecureEdgeApp(chart, 'app', { image, target: Target.kubernetes(version), ...options });
  const workload = (Testing.synth(chart) as { kind: string; spec: any }[]).find(({ kind }) => kind === 'Deployment');
  return workload?.spec.template.spec.containers[0].securityContext.seLinuxOptions;
};

test('writes a type for containers and a level', () => {
  expect(label({ seLinux: SeLinux.level('s0:c1,c2') })).toEqual({ level: 's0:c1,c2' });
  expect(label({ seLinux: SeLinux.type(SeLinuxType.CONTAINER_KVM, 's0-s0:c0.c1023') })).toEqual({
    type: 'container_kvm_t',
    level: 's0-s0:c0.c1023',
  });
  expect(label({})).toBeUndefined();
});

test('a weaker label is a weakness', () => {
  expect(label({ weaknesses: [Weakness.seLinux({ type: 'spc_t', level: 's0' }, REASON)] })).toEqual({
    type: 'spc_t',
    level: 's0',
  });
  const { acknowledgements } = Weakness.seLinux({ type: 'container_t', user: 'system_u' }, REASON);
  expect(acknowledgements).toMatchObject([{ rule: 'selinux-options', value: 'user: system_u' }]);
});

test.each<[string, () => unknown, RegExp]>([
  ['a type that is not for containers', () => SeLinux.type('spc_t' as SeLinuxType), /use Weakness\.seLinux/],
  ['a level that is none', () => SeLinux.level('high'), /level must be such as/],
  ['a weakness that is none', () => Weakness.seLinux({ type: 'container_t' }, REASON), /use SeLinux/],
  ['an empty part', () => Weakness.seLinux({ user: ' ' }, REASON), /user must not be empty/],
  [
    'two labels',
    () => label({ seLinux: SeLinux.level('s0'), weaknesses: [Weakness.seLinux({ type: 'a_t' }, REASON)] }),
    /must not both be set/,
  ],
  [
    'the type of an engine on an older target',
    () => label({ seLinux: SeLinux.type(SeLinuxType.CONTAINER_ENGINE) }, '1.30'),
    /from Kubernetes 1\.31/,
  ],
  [
    'an unmasked /proc on an older target',
    () => label({ weaknesses: [Weakness.unmaskedProc(REASON)] }, '1.32'),
    /needs Kubernetes 1\.33/,
  ],
  [
    'an unmasked /proc on the network of the node',
    () => label({ weaknesses: [Weakness.unmaskedProc(REASON), Weakness.hostNetwork(REASON)] }),
    /Weakness\.unmaskedProc and hostNetwork must not both be set/,
  ],
])('rejects %s', (_, make, message) => {
  expect(make).toThrow(message);
});
