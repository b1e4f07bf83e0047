import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (rule: string, yaml: string, kubernetes: string): string[] =>
  findingsOf([BuiltInRules.named(rule)], yaml, kubernetes).map(({ severity, path }) => `${severity} ${path}`);
const object = (apiVersion: string, kind: string): string => `{apiVersion: ${apiVersion}, kind: ${kind}}`;

describe('an apiVersion', () => {
  test.each([
    ['policy/v1beta1', 'PodDisruptionBudget', '1.20', []],
    ['policy/v1beta1', 'PodDisruptionBudget', '1.21', ['low /apiVersion']],
    ['policy/v1beta1', 'PodDisruptionBudget', '1.24', ['low /apiVersion']],
    ['policy/v1beta1', 'PodDisruptionBudget', '1.25', ['high /apiVersion']],
    ['policy/v1', 'PodDisruptionBudget', '1.20', ['high /apiVersion']],
    ['policy/v1', 'PodDisruptionBudget', '1.21', []],
    ['extensions/v1beta1', 'Ingress', '1.16', []],
    ['extensions/v1beta1', 'Deployment', '1.16', ['high /apiVersion']],
    ['apps/v1beta2', 'StatefulSet', '1.16', ['high /apiVersion']],
    ['policy/v1beta1', 'PodSecurityPolicy', '1.13', ['low /apiVersion']],
    ['rbac.authorization.k8s.io/v1alpha1', 'Role', '1.22', ['high /apiVersion']],
    ['rbac.authorization.k8s.io/v1alpha1', 'Role', '1.23', ['high /apiVersion']],
    ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy', '1.28', ['high /apiVersion']],
    ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', '1.28', ['high /apiVersion']],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', '1.28', []],
    ['v1', 'Deployment', '1.30', ['high /apiVersion']],
    ['apps/v1', 'Deploymnt', '1.30', ['high /kind']],
    ['app/v1', 'Deployment', '1.30', ['high /apiVersion']],
    ['networking.k8s.oi/v1', 'NetworkPolicy', '1.30', ['high /apiVersion']],
    ['example.com/v1', 'Deploymnt', '1.30', []],
    ['admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy', '1.34', ['high /apiVersion']],
    ['constructor', 'constructor', '1.30', ['high /kind']],
  ])('%s of %s for %s', (apiVersion, kind, kubernetes, expected) => {
    expect(found('served-api-version', object(apiVersion, kind), kubernetes)).toEqual(expected);
  });

  test.each([
    ['1.26', 'use flowcontrol.apiserver.k8s.io/v1beta3, which Kubernetes serves from 1.26'],
    ['1.25', 'use flowcontrol.apiserver.k8s.io/v1beta2, which Kubernetes serves from 1.23'],
    ['1.29', 'use flowcontrol.apiserver.k8s.io/v1, which Kubernetes serves from 1.29'],
  ])('has a fix for %s with an apiVersion that it serves', (kubernetes, fix) => {
    const yaml = object('flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema');
    expect(findingsOf([BuiltInRules.named('served-api-version')], yaml, kubernetes).map((f) => f.fix)).toEqual([fix]);
  });
});

describe('a field that the target does not support', () => {
  const pod = (spec: string, metadata = '{name: p}'): string =>
    `{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: ${spec}}`;

  test.each([
    ['hostUsers', pod('{hostUsers: false}'), 33, ['medium /spec/hostUsers']],
    [
      'a seccomp field',
      pod('{securityContext: {seccompProfile: {type: RuntimeDefault}}}'),
      19,
      ['medium /spec/securityContext/seccompProfile'],
    ],
    [
      'a recursive mount',
      pod('{containers: [{name: a, volumeMounts: [{recursiveReadOnly: Enabled}]}]}'),
      31,
      ['medium /spec/containers/0/volumeMounts/0/recursiveReadOnly'],
    ],
    [
      'a sidecar',
      pod('{initContainers: [{name: a, restartPolicy: Always}]}'),
      29,
      ['low /spec/initContainers/0/restartPolicy'],
    ],
    ['an image as a volume', pod('{volumes: [{image: {}}]}'), 35, ['low /spec/volumes/0/image']],
    ['an immutable Secret', '{apiVersion: v1, kind: Secret, immutable: true}', 19, ['medium /immutable']],
    [
      'a range of ports',
      '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, spec: {egress: [{ports: [{port: 1, endPort: 2}]}]}}',
      22,
      ['medium /spec/egress/0/ports/0/endPort'],
    ],
  ])('%s', (_, yaml, since, expected) => {
    expect(found('field-of-target', yaml, `1.${since - 1}`)).toEqual(expected);
    expect(found('field-of-target', yaml, `1.${since}`)).toEqual([]);
  });

  const APPARMOR = 'container.apparmor.security.beta.kubernetes.io';
  test.each([
    ['in the container', '{containers: [{name: a, securityContext: {appArmorProfile: {type: RuntimeDefault}}}]}'],
    ['in the pod', '{securityContext: {appArmorProfile: {type: RuntimeDefault}}, containers: [{name: a}]}'],
  ])('accepts an AppArmor field if an annotation sets %s, too', (_, spec) => {
    const annotated = `{name: p, annotations: {${APPARMOR}/a: runtime/default}}`;
    expect(found('field-of-target', pod(spec), '1.29')).toHaveLength(1);
    expect(found('field-of-target', pod(spec, annotated), '1.29')).toEqual([]);
  });
});

describe('an object of a removed apiVersion', () => {
  const deployment = (container: string): string => `
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: sensor, namespace: edge}
spec:
  template:
    spec: {containers: [{name: main, image: registry.example/sensor:1, ${container}}]}`;
  const probe = 'startupProbe: {tcpSocket: {port: 80}}';
  const path = '/spec/template/spec/containers/0';

  test.each([
    ['field-of-target', probe, '1.15', [`low ${path}/startupProbe`]],
    ['field-of-target', probe, '1.30', []],
    ['field-of-target', 'restartPolicyRules: []', '1.30', [`medium ${path}/restartPolicyRules`]],
    ['valid-structure', probe, '1.30', []],
    ['valid-structure', 'startProbe: {}', '1.30', [`high ${path}/startProbe`]],
  ])('%s with %s for %s', (rule, container, kubernetes, expected) => {
    expect(found(rule, deployment(container), kubernetes)).toEqual(expected);
  });

  test('can have the fields of the apiVersion that replaces it', () => {
    const budget = `
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: sensor, namespace: edge}
spec: {selector: {}, maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow}`;
    expect(found('valid-structure', budget, '1.24')).toEqual(['high /spec/unhealthyPodEvictionPolicy']);
    expect(found('valid-structure', budget, '1.30')).toEqual([]);
  });
});
