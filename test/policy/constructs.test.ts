import { App, Chart, Testing } from 'cdk8s';
import {
  EdgeNamespace,
  Image,
  ManifestDocument,
  PodSecurity,
  PolicyEngine,
  SecureEdgeApp,
  Target,
  Weakness,
  Capability,
  type Finding,
} from 'cdk8s-secure-edge';

const REASON = 'a reason that is long enough';

function judged(
  build: (namespace: EdgeNamespace) => void,
  podSecurity = PodSecurity.restricted(),
  kubernetes = '1.30',
): Finding[] {
  const chart = new Chart(new App(), 'chart');
  Target.set(chart, Target.kubernetes(kubernetes));
  build(new EdgeNamespace(chart, 'shop', { podSecurity }));
  const documents = (Testing.synth(chart) as unknown[]).map((value) => new ManifestDocument({ value }));
  return new PolicyEngine({ kubernetes }).check(documents).findings;
}

const standing = (findings: Finding[]): string[] =>
  findings.filter((f) => !f.acknowledged).map((f) => `${f.rule} ${f.path}: ${f.message}`);
const accepted = (findings: Finding[]): string[] => [
  ...new Set(findings.filter((f) => f.acknowledged).map((f) => f.rule)),
];

const image = Image.onGateway('web:1');

test.each(['1.13', '1.18', '1.19', '1.24', '1.27', '1.30', '1.35', '1.37'])(
  'an app for %s breaks no rule',
  (kubernetes) => {
    expect(standing(judged((shop) => void new SecureEdgeApp(shop, 'web', { image }), undefined, kubernetes))).toEqual(
      [],
    );
  },
);

const privileged = PodSecurity.privileged(REASON);
const baseline = PodSecurity.baseline(REASON);

test.each([
  ['root', Weakness.rootUser(REASON), baseline],
  ['a low port', Weakness.addCapabilities([Capability.NET_BIND_SERVICE], REASON), undefined],
  ['a capability', Weakness.addCapabilities([Capability.CHOWN], REASON), baseline],
  ['SYS_ADMIN', Weakness.addCapabilities([Capability.SYS_ADMIN], REASON), privileged],
  ['the capabilities of the runtime', Weakness.runtimeCapabilities(REASON), baseline],
  ['escalation', Weakness.privilegeEscalation(REASON), baseline],
  ['privileged', Weakness.privileged(REASON), privileged],
  ['a writable root file system', Weakness.writableRootFilesystem(REASON), undefined],
  ['no limits', Weakness.unlimitedResources(REASON), undefined],
  ['the network of the node', Weakness.hostNetwork(REASON), privileged],
  ['the process IDs of the node', Weakness.hostPid(REASON), privileged],
  ['a path of the node', Weakness.hostPath('/var/log/web', { reason: REASON }), privileged],
  ['a writable path of the node', Weakness.hostPath('/srv/web', { reason: REASON, writable: true }), privileged],
  ['a token', Weakness.serviceAccountToken('web', REASON), undefined],
  ['no seccomp', Weakness.unconfinedSeccomp(REASON), privileged],
  ['no AppArmor', Weakness.unconfinedAppArmor(REASON), privileged],
])('an app with %s acknowledges exactly the findings that it causes', (_, weakness, podSecurity) => {
  const findings = judged(
    (shop) => void new SecureEdgeApp(shop, 'web', { image, weaknesses: [weakness] }),
    podSecurity,
  );
  expect(standing(findings)).toEqual([]);
  expect(accepted(findings)).toEqual(expect.arrayContaining(weakness.acknowledgements.map((a) => a.rule)));
});
