import { BuiltInRules } from '../../src/policy/built-in-rules';
import { findingsOf } from './judging';

/** Findings of a rule in a manifest: severity, container, pointer and message of each. */
function found(rule: string, yaml: string, kubernetes = 'latest'): string[] {
  return findingsOf([BuiltInRules.named(rule)], yaml, kubernetes).map((f) =>
    [f.severity, f.container, f.path, f.message].filter((each) => each !== undefined).join(' | '),
  );
}

const pod = (spec: string, annotations = '{}'): string => `
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: p}, annotations: ${annotations}}
spec: ${spec}
`;
const one = (fields: string, rest = ''): string => pod(`{${rest} containers: [{name: a, ${fields}}]}`);
const context = (fields: string, rest = ''): string => one(`securityContext: {${fields}}`, rest);

describe('seccomp-profile below 1.19, which reads only annotations', () => {
  const ALPHA = 'seccomp.security.alpha.kubernetes.io';
  const two = '{securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: a}, {name: b}]}';

  test('accepts the annotation of the pod, and no field', () => {
    expect(found('seccomp-profile', pod(two, `{${ALPHA}/pod: runtime/default}`), '1.18')).toEqual([]);
    expect(found('seccomp-profile', pod(two), '1.18')).toHaveLength(2);
    expect(found('seccomp-profile', pod(two), '1.19')).toEqual([]);
  });

  test('requires an annotation for each container if the pod has none', () => {
    expect(found('seccomp-profile', pod(two, `{container.${ALPHA}/a: localhost/x}`), '1.13')).toEqual([
      `high | b | /metadata/annotations/container.${ALPHA}~1b | neither the pod nor the container has a seccomp profile; Kubernetes below 1.19 reads it from annotations`,
    ]);
  });

  test('rejects unconfined by the check of baseline', () => {
    const finding = findingsOf(
      [BuiltInRules.named('seccomp-profile')],
      pod(two, `{${ALPHA}/pod: unconfined}`),
      '1.18',
    )[0]!;
    expect([finding.check, finding.path, finding.message]).toEqual([
      'seccompProfile_baseline',
      `/metadata/annotations/${ALPHA.replace('/', '~1')}~1pod`,
      `seccompProfile (forbidden annotation ${ALPHA}/pod="unconfined")`,
    ]);
  });
});

describe('a rule finds violations at versions before the standard has the check, then without its id', () => {
  test.each([
    ['run-as-user', context('runAsUser: 0'), '1.22', '1.23'],
    ['no-privilege-escalation', context(''), '1.7', '1.8'],
    ['drop-all-capabilities', context(''), '1.21', '1.22'],
    ['no-probe-host', one('livenessProbe: {httpGet: {host: h}}'), '1.33', '1.34'],
  ])('%s', (rule, yaml, before, since) => {
    const checks = (version: string): unknown[] =>
      findingsOf([BuiltInRules.named(rule)], yaml, version).map((f) => f.check);
    expect(checks(before)).toEqual([undefined]);
    expect(checks(since)).toEqual([BuiltInRules.named(rule).podSecurityChecks[0]]);
  });
});

describe('run-as-user', () => {
  test.each([
    ['a user and a group of the pod', context('', 'securityContext: {runAsUser: 1, runAsGroup: 1, fsGroup: 1},'), []],
    ['a user of the container', context('runAsUser: 1'), []],
    [
      'no user',
      context(''),
      [
        'low | a | /spec/containers/0/securityContext/runAsUser | runAsUser is unset, so the container runs as the user of the image',
      ],
    ],
    [
      'user 0',
      context('runAsUser: 0'),
      [
        'high | a | /spec/containers/0/securityContext/runAsUser | runAsUser=0 (container "a" must not set runAsUser=0)',
      ],
    ],
    [
      'group 0',
      context('runAsUser: 1, runAsGroup: 0'),
      ['medium | a | /spec/containers/0/securityContext/runAsGroup | runAsGroup is 0; must be a number other than 0'],
    ],
    [
      'group 0 of the pod',
      context('', 'securityContext: {runAsUser: 1, runAsGroup: 0, fsGroup: 0, supplementalGroups: [5, 0]},'),
      [
        'medium | /spec/securityContext/runAsGroup | runAsGroup is 0; must be a number other than 0',
        'medium | /spec/securityContext/fsGroup | fsGroup is 0; must be a number other than 0',
        'medium | /spec/securityContext/supplementalGroups/1 | supplementalGroups/1 is 0; must be a number other than 0',
      ],
    ],
    ['Windows', context('', 'os: {name: windows},'), []],
    ['root in a user namespace', context('runAsUser: 0, runAsGroup: 0', 'hostUsers: false,'), []],
  ])('of %s', (_, yaml, expected) => {
    expect(found('run-as-user', yaml)).toEqual(expected);
  });

  test('rejects root in a user namespace at versions whose standard rejects it', () => {
    expect(found('run-as-user', context('runAsUser: 0', 'hostUsers: false,'), '1.34')).toHaveLength(1);
  });
});

describe('added-capabilities', () => {
  test.each([
    ['NET_BIND_SERVICE', 'low', undefined, undefined],
    ['CHOWN', 'high', undefined, 'capabilities_restricted'],
    ['NET_RAW', 'high', 'capabilities_baseline', 'capabilities_restricted'],
    ['SYS_ADMIN', 'critical', 'capabilities_baseline', 'capabilities_restricted'],
    ['ALL', 'critical', 'capabilities_baseline', 'capabilities_restricted'],
    ['cap_sys_module', 'critical', 'capabilities_baseline', 'capabilities_restricted'],
  ])('of %s is %s', (name, severity, baseline, restricted) => {
    const yaml = context(`capabilities: {add: [${name}]}`);
    const rule = BuiltInRules.named('added-capabilities');
    expect(findingsOf([rule], yaml).map((f) => [f.severity, f.check])).toEqual([[severity, restricted]]);
    expect(findingsOf([rule], yaml, '1.21').map((f) => f.check)).toEqual([baseline]);
  });
});

describe('resource-limits', () => {
  const missing = (yaml: string): string[] => found('resource-limits', yaml).map((each) => each.split('/').at(-1)!);
  const ALL = 'limits: {cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi}';

  test.each([
    ['all three', one(`resources: {${ALL}}`), []],
    ['none', one('image: x'), ['cpu', 'memory', 'ephemeral-storage']],
    ['null', one('resources: {limits: {cpu: null, memory: 1Gi, ephemeral-storage: 1Gi}}'), ['cpu']],
    ['limits of the pod', one('image: x', 'resources: {limits: {cpu: 1, memory: 1Gi}},'), ['ephemeral-storage']],
    [
      'an init container, too',
      pod(`{initContainers: [{name: i}], containers: [{name: a, resources: {${ALL}}}]}`),
      ['cpu', 'memory', 'ephemeral-storage'],
    ],
    ['no ephemeral container', pod(`{containers: [], ephemeralContainers: [{name: e}]}`), []],
  ])('of %s', (_, yaml, expected) => {
    expect(missing(yaml).map((each) => each.split(' ')[0])).toEqual(expected);
  });

  test.each([
    ['Container', '', ['ephemeral-storage']],
    ['Pod', '', ['cpu', 'memory', 'ephemeral-storage']],
    ['Container', ', namespace: other', ['cpu', 'memory', 'ephemeral-storage']],
  ])('accepts the defaults of a LimitRange in the same namespace: %s%s', (type, namespace, expected) => {
    const range = `---
apiVersion: v1
kind: LimitRange
metadata: {name: l${namespace}}
spec: {limits: [{type: ${type}, default: {cpu: 1, memory: 1Gi}}]}
`;
    expect(missing(one('image: x') + range).map((each) => each.split(' ')[0])).toEqual(expected);
  });
});

describe('no-service-account-token', () => {
  const account = (name: string, value: string, namespace = ''): string => `
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}${namespace}}
automountServiceAccountToken: ${value}
---
`;
  test.each([
    ['the pod sets false', '', 'automountServiceAccountToken: false,', 0],
    ['nothing sets the field', '', '', 1],
    ['its service account sets false', account('web', 'false'), 'serviceAccountName: web,', 0],
    ['its service account sets false, given by the old field', account('web', 'false'), 'serviceAccount: web,', 0],
    ['the default service account sets false', account('default', 'false'), '', 0],
    [
      'the pod sets true, regardless of its service account',
      account('web', 'false'),
      'serviceAccountName: web, automountServiceAccountToken: true,',
      1,
    ],
    [
      'an account of another namespace sets false',
      account('web', 'false', ', namespace: other'),
      'serviceAccountName: web,',
      1,
    ],
    ['another account sets false', account('db', 'false'), 'serviceAccountName: web,', 1],
    ['its service account sets true', account('web', 'true'), 'serviceAccountName: web,', 1],
  ])('if %s', (_, accounts, fields, count) => {
    expect(found('no-service-account-token', accounts + one('image: x', fields))).toHaveLength(count);
  });
});

describe('namespace-pod-security', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';

  test('requires the label at versions that read it', () => {
    expect(found('namespace-pod-security', namespace, '1.22')).toEqual([]);
    expect(found('namespace-pod-security', namespace, '1.23')).toEqual([
      'high | /metadata/labels/pod-security.kubernetes.io~1enforce | the namespace does not enforce a level of the Pod Security Standards; must enforce restricted',
    ]);
  });

  test('ignores objects of another API group', () => {
    expect(found('namespace-pod-security', namespace.replace('v1', 'example.com/v1'))).toEqual([]);
  });
});

describe('a role', () => {
  const role = (rule: string, apiVersion = 'rbac.authorization.k8s.io/v1'): string =>
    `apiVersion: ${apiVersion}\nkind: Role\nmetadata: {name: r}\nrules: [{${rule}}]\n`;

  test.each([
    ['a verb and a resource', 'apiGroups: [""], resources: [secrets], verbs: [get]', ['get secrets']],
    [
      'all verbs',
      'apiGroups: [""], resources: [secrets], verbs: ["*"]',
      ['get secrets', 'list secrets', 'watch secrets'],
    ],
    ['all groups', 'apiGroups: ["*"], resources: [secrets], verbs: [list]', ['list secrets']],
    ['all resources, which another rule finds', 'apiGroups: [""], resources: ["*"], verbs: [get]', []],
    ['another group', 'apiGroups: [apps], resources: [secrets], verbs: [get]', []],
    ['another verb', 'apiGroups: [""], resources: [secrets], verbs: [delete]', []],
    ['named objects', 'apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [a]', []],
  ])('with %s', (_, rule, rights) => {
    expect(found('no-secret-access', role(rule))).toEqual(
      rights.map((right) => `high | /rules/0 | the role may ${right}`),
    );
  });

  test('ignores objects of another API group', () => {
    expect(
      found('no-secret-access', role('apiGroups: [""], resources: [secrets], verbs: [get]', 'example.com/v1')),
    ).toEqual([]);
  });
});

test.each([
  ['/var/run/docker.sock', true],
  ['/run//containerd/../containerd/containerd.sock/', true],
  ['/run/k3s/containerd/containerd.sock', true],
  ['/var/run/crio', true],
  ['/var', true],
  ['/run', true],
  ['/', true],
  ['/run/parsec', false],
  ['/var/log', false],
  ['/opt/docker', false],
])('a container runtime is reachable through %s: %s', (path, expected) => {
  expect(
    found('no-runtime-socket', pod(`{containers: [], volumes: [{name: v, hostPath: {path: ${path}}}]}`)).length > 0,
  ).toBe(expected);
});

describe('isolation', () => {
  const policy = (spec: string, namespace = ''): string =>
    `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net${namespace}}\nspec: {${spec}}\n`;
  const open = (rest: string, fields = ''): string[] =>
    ['ingress', 'egress'].filter((each) => found(`${each}-isolation`, one('image: x', fields) + rest).length > 0);

  test.each([
    ['no policy', '', ['ingress', 'egress']],
    ['a policy for both directions', policy('podSelector: {}, policyTypes: [Ingress, Egress]'), []],
    ['a policy without directions', policy('podSelector: {}'), ['egress']],
    ['a policy without directions, with egress rules', policy('podSelector: {}, egress: [{}]'), []],
    ['a policy for egress only', policy('podSelector: {matchLabels: {app: p}}, policyTypes: [Egress]'), ['ingress']],
    [
      'a policy of another namespace',
      policy('podSelector: {}, policyTypes: [Ingress, Egress]', ', namespace: other'),
      ['ingress', 'egress'],
    ],
    [
      'a policy for other pods',
      policy('podSelector: {matchLabels: {app: q}}, policyTypes: [Ingress, Egress]'),
      ['ingress', 'egress'],
    ],
  ])('with %s', (_, rest, expected) => {
    expect(open(rest)).toEqual(expected);
  });

  test("is not required in the node's network, where policies have no effect", () => {
    expect(open('', 'hostNetwork: true,')).toEqual([]);
  });
});

test('a report does not contain the secret that it found', () => {
  const yaml = one('env: [{name: PASSWORD, value: hunter2}]');
  expect(JSON.stringify(found('no-plain-secret-env', yaml))).not.toContain('hunter2');
});
