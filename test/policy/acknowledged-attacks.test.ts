import { BuiltInRules } from '../../src/policy/built-in-rules';
import { PolicyEngine, type PolicyEngineProps } from '../../src/policy/engine';
import type { Finding } from '../../src/policy/finding';
import { Pack } from '../../src/policy/pack';
import { ACKNOWLEDGE_ANNOTATION } from '../../src/kubernetes/acknowledgement';
import { documents } from './judging';

const REASON = 'the vendor needs it';

/** A manifest with one acknowledged finding, and the same manifest after somebody made it weaker. */
interface Attack {
  readonly rule: string;
  readonly manifest: (acknowledgements: string, weaker: boolean) => string;
  /** Value of the acknowledged finding. */
  readonly accepted: string;
  /** Value of the finding that must stay open. */
  readonly open: string;
}

const annotated = (acknowledgements: string): string =>
  `annotations: {${ACKNOWLEDGE_ANNOTATION}: ${JSON.stringify(acknowledgements)}}`;

const pod =
  (before: string, after: string) =>
  (acknowledgements: string, weaker: boolean): string => `
apiVersion: v1
kind: Pod
metadata: {name: sensor, namespace: edge, ${annotated(acknowledgements)}}
spec: ${weaker ? after : before}
`;

const container = (fields: string): string => `{containers: [{name: main, image: registry.example/a, ${fields}}]}`;
const capabilities = (names: string): string => container(`securityContext: {capabilities: {add: [${names}]}}`);
const variables = (...names: string[]): string =>
  container(`env: [${names.map((name) => `{name: ${name}, value: correct horse battery}`).join(', ')}]`);

const mounts = (...paths: string[]): string =>
  `{volumes: [${paths.map((path, i) => `{name: v${i}, hostPath: {path: ${path}}}`).join(', ')}], containers: [{name: main, volumeMounts: [${paths.map((path, i) => `{name: v${i}, mountPath: ${path}}`).join(', ')}]}]}`;

const profile = (acknowledgements: string, rules: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: profiles, labels: {secure-edge.dev/profiles: apparmor}, ${annotated(acknowledgements)}}
data:
  sensor: |
    abi <abi/3.0>,
    profile sensor {
      signal (receive) peer=unconfined,
      ${rules}
    }
`;

const role = (acknowledgements: string, verbs: string): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: sensor, namespace: edge, ${annotated(acknowledgements)}}
rules: [{apiGroups: [""], resources: [secrets], verbs: [${verbs}]}]
`;

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a second capability': {
    rule: 'added-capabilities',
    manifest: pod(capabilities('MAC_ADMIN'), capabilities('MAC_ADMIN, SYS_MODULE')),
    accepted: 'MAC_ADMIN',
    open: 'SYS_MODULE',
  },
  'a second path of the node': {
    rule: 'no-host-path',
    manifest: pod(mounts('/srv/a'), mounts('/srv/a', '/srv/b')),
    accepted: '/srv/a',
    open: '/srv/b',
  },
  'a second writable path of the node': {
    rule: 'read-only-host-path',
    manifest: pod(mounts('/srv/a'), mounts('/srv/a', '/srv/b')),
    accepted: '/srv/a',
    open: '/srv/b',
  },
  'a second secret in a variable': {
    rule: 'no-plain-secret-env',
    manifest: pod(variables('DB_PASSWORD'), variables('DB_PASSWORD', 'API_TOKEN')),
    accepted: 'DB_PASSWORD',
    open: 'API_TOKEN',
  },
  'a rule that runs every program unconfined': {
    rule: 'apparmor-profile-lint',
    manifest: (acknowledgements, weaker) =>
      profile(acknowledgements, `/srv/** rwk,${weaker ? '\n      /** ux,' : ''}\n      /** r,`),
    accepted: 'broad-files in sensor: /** r, allows reading every file, including other mounts and tokens',
    open: 'unconfined-exec in sensor: ',
  },
};

function check(yaml: string, rule: string, props: PolicyEngineProps = {}): Finding[] {
  const packs = [new Pack({ name: 'tried', title: 'tried', rules: [BuiltInRules.named(rule)] })];
  return new PolicyEngine({ packs, ...props }).check(documents(yaml)).findings;
}

const acknowledging = (rule: string, value?: string, more = ''): string =>
  `- {rule: ${rule}, reason: ${REASON}${value === undefined ? '' : `, value: ${JSON.stringify(value)}`}${more}}`;

const openOf = (findings: ReadonlyArray<Finding>): Finding[] =>
  findings.filter(({ acknowledged }) => acknowledged === undefined);

describe.each(Object.entries(ATTACKS))('beside an acknowledged finding, %s', (_, attack) => {
  const { rule, manifest, accepted, open } = attack;

  /** Acknowledgements of everything that the manifest has before the attack, by value. */
  const all = check(manifest('[]', false), rule)
    .map(({ value }) => acknowledging(rule, value))
    .join('\n');

  test('is the only open finding', () => {
    expect(openOf(check(manifest(all, false), rule))).toEqual([]);
    const findings = check(manifest(all, true), rule);
    expect(findings.find(({ value }) => value === accepted)?.acknowledged?.reason).toBe(REASON);
    const left = openOf(findings);
    expect(left.length).toBeGreaterThan(0);
    expect(left.some(({ value }) => value?.startsWith(open))).toBe(true);
    expect(left.every(({ rule: of, value }) => of === rule && value !== accepted)).toBe(true);
  });

  test('stays open if the acknowledgement has no value, and the message lists it', () => {
    const findings = check(manifest(acknowledging(rule), true), rule);
    expect(findings.filter(({ acknowledged }) => acknowledged !== undefined)).toHaveLength(1);
    const left = openOf(findings);
    expect(left.length).toBeGreaterThan(0);
    for (const { message } of left) expect(message).toContain('accepts only one finding, so these stay open: ');
    expect(left.map(({ value }) => value).join()).not.toBe('');
  });

  test('is open, and so is the acknowledged one, if the check never accepts the rule', () => {
    const findings = check(manifest(all, true), rule, { neverAccept: [rule] });
    expect(openOf(findings)).toEqual(findings);
    expect(findings.find(({ value }) => value === accepted)?.refused?.why).toBe(`this check never accepts ${rule}`);
  });
});

test('an acknowledged container does not accept a second one', () => {
  const two = (acknowledgements: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: sensor, ${annotated(acknowledgements)}}
spec:
  containers:
    - {name: a, securityContext: {privileged: true}}
    - {name: b, securityContext: {privileged: true}}
`;
  for (const more of ['', ', container: a']) {
    const findings = check(two(acknowledging('no-privileged', 'true', more)), 'no-privileged');
    expect(openOf(findings).map((each) => each.container)).toEqual(['b']);
  }
});

test.each([
  ['named', acknowledging('no-secret-access', 'get secrets')],
  ['unnamed', '[{rule: no-secret-access, reason: only for a test}]'],
])('an acknowledged right that is %s does not accept a second verb', (_, get) => {
  expect(openOf(check(role(get, 'get'), 'no-secret-access'))).toEqual([]);
  expect(openOf(check(role(get, 'get, list'), 'no-secret-access')).map(({ rule, value }) => [rule, value])).toEqual([
    ['no-secret-access', 'list secrets'],
  ]);
});

test('an acknowledged administrator does not accept a second one', () => {
  const binding = (...names: string[]): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b, ${annotated('[{rule: no-cluster-admin, reason: only for a test}]')}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [${names.map((name) => `{kind: User, name: ${name}}`).join(', ')}]
`;
  expect(openOf(check(binding('ann'), 'no-cluster-admin'))).toEqual([]);
  expect(openOf(check(binding('ann', 'bob'), 'no-cluster-admin')).map(({ value }) => value)).toEqual(['User bob']);
});

test('the ID of a lint accepts one finding of the lint, and no other lint', () => {
  const found = (lint: string, rules: string): (string | undefined)[] =>
    openOf(check(profile(acknowledging('apparmor-profile-lint', lint), rules), 'apparmor-profile-lint'))
      .map(({ rule, value }) => (rule === 'apparmor-profile-lint' ? value?.replace(/ in .*/, '') : rule))
      .filter((each) => each !== 'detached-paths')
      .sort();
  expect(found('unconfined-exec', '/bin/a ux,')).toEqual([]);
  expect(found('unconfined-exec', '/bin/a ux,\n      /bin/b ux,')).toEqual(['unconfined-exec']);
  expect(found('broad-files', '/bin/a ux,')).toEqual(['unconfined-exec', 'unused-acknowledgement']);
});
