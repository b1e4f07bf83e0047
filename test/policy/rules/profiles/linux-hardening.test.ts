import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (pod: string): (string | undefined)[] =>
  findingsOf([BuiltInRules.named('linux-hardening')], pod).map(({ container }) => container);

const pod = (context: string, ofA: string, annotations = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {${annotations}}}, spec: {securityContext: {${context}}, containers: [{name: a, securityContext: {${ofA}}}, {name: b}]}}`;

test.each([
  ['nothing', pod('', ''), ['a', 'b']],
  ['seccomp for the pod', pod('seccompProfile: {type: RuntimeDefault}', ''), []],
  ['AppArmor for one container', pod('', 'appArmorProfile: {type: RuntimeDefault}'), ['b']],
  ['dropped capabilities of one container', pod('', 'capabilities: {drop: [NET_RAW]}'), ['b']],
  ['an empty list of capabilities', pod('', 'capabilities: {drop: []}'), ['a', 'b']],
  ['an empty profile', pod('seccompProfile: {}', 'seLinuxOptions: {level: ""}'), ['a', 'b']],
  ['an annotation for the pod', pod('', '', 'seccomp.security.alpha.kubernetes.io/pod: runtime/default'), []],
  [
    'an annotation for one container',
    pod('', '', 'container.apparmor.security.beta.kubernetes.io/b: runtime/default'),
    ['a'],
  ],
])('a pod with %s', (_, manifest, expected) => {
  expect(found(manifest)).toEqual(expected);
});
