import { NodeAppArmor } from '../../../../src/kubernetes/target';
import { BuiltInPacks } from '../../../../src/policy/built-in-packs';
import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { PolicyEngine } from '../../../../src/policy/engine';
import { Pack } from '../../../../src/policy/pack';
import { documents } from '../../judging';

const KEY = 'container.apparmor.security.beta.kubernetes.io/main';
const RULES = ['apparmor-profile', 'apparmor-profile-provided'].map((id) => BuiltInRules.named(id));
const own = new Pack({ name: 'own', title: 'own', rules: RULES });

const pod = (securityContext: string, more = ''): string => `
apiVersion: v1
kind: Pod
metadata: {name: sensor, annotations: {${more}}}
spec:
  securityContext: ${securityContext}
  containers: [{name: main, image: x}]
`;
const field = (type: string): string => pod(`{appArmorProfile: {type: ${type}, localhostProfile: sensor}}`);
const onWindows = (yaml: string): string => `${yaml}  os: {name: windows}\n`;

function found(yaml: string, appArmor?: NodeAppArmor, kubernetes = '1.30', packs = [own]): string[] {
  const { findings } = new PolicyEngine({ packs, kubernetes, appArmor }).check(documents(yaml));
  return findings.map(({ rule, severity, path }) => `${severity} ${rule} ${path}`);
}

const FIELD = '/spec/securityContext/appArmorProfile';
const ANNOTATION = `/metadata/annotations/${KEY.replace('/', '~1')}`;
const HIGH = `high apparmor-profile ${ANNOTATION}`;

test.each<[string, string, string, string[]]>([
  ['no profile', pod('{}'), '1.30', []],
  ['the default profile of the runtime', field('RuntimeDefault'), '1.30', [`high apparmor-profile ${FIELD}`]],
  ['a profile of the node', field('Localhost'), '1.30', [`high apparmor-profile ${FIELD}`]],
  ['no confinement', field('Unconfined'), '1.30', [`high apparmor-profile ${FIELD}/type`]],
  ['a field that the API server drops', field('RuntimeDefault'), '1.29', []],
  ['an annotation', pod('{}', `${KEY}: runtime/default`), '1.29', [HIGH]],
  ['an annotation that becomes the field', pod('{}', `${KEY}: localhost/sensor`), '1.30', [HIGH]],
  ['an annotation without confinement', pod('{}', `${KEY}: unconfined`), '1.29', [HIGH]],
  ['an empty annotation', pod('{}', `${KEY}: ""`), '1.30', []],
  ['a field of a Windows pod', onWindows(field('RuntimeDefault')), '1.30', []],
])('nodes without AppArmor: %s', (_, yaml, kubernetes, expected) => {
  expect(found(yaml, NodeAppArmor.NO, kubernetes)).toEqual(expected);
});

test.each([undefined, NodeAppArmor.UNKNOWN, NodeAppArmor.YES])('nodes that may have AppArmor: %s', (appArmor) => {
  for (const yaml of [pod('{}'), field('RuntimeDefault')]) expect(found(yaml, appArmor)).toEqual([]);
  expect(found(field('Localhost'), appArmor)).toEqual([`low apparmor-profile-provided ${FIELD}/localhostProfile`]);
});

test('the packs of the Pod Security Standards do not depend on the nodes', () => {
  const packs = [BuiltInPacks.named('pss-baseline')];
  expect(found(field('RuntimeDefault'), NodeAppArmor.NO, '1.30', packs)).toEqual([]);
});
