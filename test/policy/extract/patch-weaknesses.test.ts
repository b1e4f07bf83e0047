import { BuiltInPacks } from '../../../src/policy/built-in-packs';
import { PolicyEngine } from '../../../src/policy/engine';
import { weaknessesOf } from '../../../src/policy/extract/patch-weaknesses';
import type { PolicyReport } from '../../../src/policy/policy-report';
import { documents } from '../judging';

const found = (value: unknown): string[] =>
  weaknessesOf({ value, pointer: '/p' }).map(
    ({ path, target, message }) => `${path} ${target} ${message.split(';')[0]}`,
  );
const container = (fields: string): string => `{spec: {containers: [{name: a, ${fields}}]}}`;
const SC = '/spec/containers/0/securityContext';

test.each([
  ['a namespace of the node', '{spec: {hostNetwork: true}}', '/spec/hostNetwork sets hostNetwork to true'],
  ['privileges', container('securityContext: {privileged: true}'), `${SC}/privileged sets privileged to true`],
  [
    'capabilities',
    container('securityContext: {capabilities: {add: [NET_BIND_SERVICE, NET_ADMIN, SYS_TIME]}}'),
    `${SC}/capabilities adds NET_ADMIN, SYS_TIME`,
  ],
  ['user 0', container('securityContext: {runAsUser: 0}'), `${SC}/runAsUser sets runAsUser to 0`],
  [
    'no profile',
    '{spec: {securityContext: {seccompProfile: {type: Unconfined}}}}',
    '/spec/securityContext/seccompProfile sets seccompProfile to Unconfined',
  ],
  [
    'a path of the node',
    '{spec: {volumes: [{name: a, hostPath: {path: /etc}}]}}',
    '/spec/volumes/0/hostPath mounts /etc of the node',
  ],
  [
    'a port of the node',
    container('ports: [{hostPort: 80}]'),
    '/spec/containers/0/ports/0/hostPort opens port 80 of the node',
  ],
  ['no security context', container('securityContext: null'), `${SC} removes securityContext`],
  ['another security context', container('securityContext: {$patch: replace}'), `${SC} removes securityContext`],
  ['all rights', '{rules: [{verbs: ["*"], resources: ["*"]}]}', '/rules/0/verbs grants all verbs on all resources'],
  ['the role of administrators', '{roleRef: {name: cluster-admin}}', '/roleRef binds cluster-admin'],
  ['no policy', '{kind: NetworkPolicy, metadata: {name: deny}, $patch: delete}', '/kind deletes NetworkPolicy deny'],
  [
    'an operation',
    '[{op: add, path: /spec/containers/0/securityContext/capabilities/add/-, value: SYS_ADMIN}]',
    `${SC}/capabilities/add/- adds SYS_ADMIN`,
  ],
  ['an operation with an object', '{op: replace, path: /spec, value: {hostPID: true}}', '/spec sets hostPID to true'],
  [
    'an operation that removes',
    `{op: remove, path: ${SC}/runAsNonRoot}`,
    `${SC}/runAsNonRoot removes securityContext.runAsNonRoot`,
  ],
])('finds that a patch gives %s', (_, patch, expected) => {
  expect(found(patch)).toEqual([`/p ${expected}`]);
});

test.each([
  ['replicas', '{spec: {replicas: 3}}'],
  [
    'a safe security context',
    container('securityContext: {privileged: false, runAsUser: 1000, capabilities: {drop: [ALL]}}'),
  ],
  ['fewer capabilities', `{op: remove, path: ${SC}/capabilities/add/0}`],
  ['a test', `{op: test, path: ${SC}/privileged, value: true}`],
  ['a text that is not YAML', 'spec: {a: [}'],
  ['a template', 'spec: {hostNetwork: {{ .x }}}'],
])('finds nothing in a patch of %s', (_, patch) => {
  expect(found(patch)).toEqual([]);
});

test('the place of a value in an object is that of the value', () => {
  expect(found({ spec: { hostPID: true } })).toEqual(['/p/spec/hostPID /spec/hostPID sets hostPID to true']);
  expect(found({ path: '/spec/hostPID', operator: 'replace', value: true })).toEqual([
    '/p/value /spec/hostPID sets hostPID to true',
  ]);
});

test('ends in a patch that contains itself', () => {
  const spec: { [key: string]: unknown } = { hostIPC: true };
  spec['self'] = spec;
  expect(found({ spec })).toHaveLength(1);
});

const OPERATIONS = '[{op: add, path: /spec/template/spec/hostNetwork, value: true}]';
const checked = (yaml: string): PolicyReport =>
  new PolicyEngine({ packs: [BuiltInPacks.edge()], kubernetes: '1.30' }).check(documents(yaml));

test.each([
  [
    'a Kustomization of Flux',
    `{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, spec: {patches: [{patch: '${OPERATIONS}'}]}}`,
    '/spec/patches/0/patch',
  ],
  [
    'an old Kustomization of Flux',
    `{apiVersion: kustomize.toolkit.fluxcd.io/v1beta1, kind: Kustomization, spec: {patchesJson6902: [{patch: ${OPERATIONS}}]}}`,
    '/spec/patchesJson6902/0/patch/0/value',
  ],
  [
    'a strategic merge patch of Flux',
    '{apiVersion: kustomize.toolkit.fluxcd.io/v1beta1, kind: Kustomization, spec: {patchesStrategicMerge: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {hostNetwork: true}}}}]}}',
    '/spec/patchesStrategicMerge/0/spec/template/spec/hostNetwork',
  ],
  [
    'a file of Kustomize',
    `{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, patches: [{patch: '${OPERATIONS}'}]}`,
    '/patches/0/patch',
  ],
  [
    'an Application of Argo CD',
    `{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {kustomize: {patches: [{patch: '${OPERATIONS}'}]}}}}`,
    '/spec/source/kustomize/patches/0/patch',
  ],
  [
    'a HelmRelease of Flux',
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, spec: {postRenderers: [{kustomize: {patches: [{patch: '${OPERATIONS}'}]}}]}}`,
    '/spec/postRenderers/0/kustomize/patches/0/patch',
  ],
  [
    'an OverridePolicy of Karmada',
    '{apiVersion: policy.karmada.io/v1alpha1, kind: OverridePolicy, spec: {overrideRules: [{overriders: {plaintext: [{path: /spec/template/spec/hostNetwork, operator: replace, value: true}]}}]}}',
    '/spec/overrideRules/0/overriders/plaintext/0/value',
  ],
  [
    'a SyncSet of Hive',
    `{apiVersion: hive.openshift.io/v1, kind: SyncSet, spec: {patches: [{patch: '{"spec": {"template": {"spec": {"hostNetwork": true}}}}'}]}}`,
    '/spec/patches/0/patch',
  ],
])('a weak patch in %s is a finding, and the object is not judged', (_, yaml, path) => {
  const { findings, notJudged } = checked(yaml);
  const weak = findings.filter(({ rule }) => rule === 'no-weakening-patch');
  expect(weak.map((each) => [each.path, each.value])).toEqual([[path, '/spec/template/spec/hostNetwork']]);
  expect(notJudged.map(({ count }) => count)).toEqual([1]);
  expect(notJudged[0]?.places[0]).toMatch(/^\w+, \/(spec|patches)\/.*: it patches objects that are/);
});

test.each([
  [
    'a patch',
    `{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: a, namespace: b}, spec: {patches: [{patch: "spec: {replicas: 3}"}]}}`,
    'Kustomization b/a, /spec/patches/0/patch: it patches objects that are not here, so only weak values in it are found',
  ],
  [
    'a part of a pod',
    '{apiVersion: example.com/v1, kind: App, metadata: {name: a}, spec: {securityContext: {privileged: true}}}',
    'App a, /spec/securityContext: it is a part of a pod or of a role, outside of one',
  ],
  [
    'an unknown kind',
    '{apiVersion: example.com/v1, kind: App, metadata: {name: a}, spec: {}}',
    'App a: no rule knows the kind, and it contains no pod',
  ],
  [
    'a virtual machine',
    '{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: a}, spec: {template: {spec: {domain: {}}}}}',
    'VirtualMachine a: it runs a virtual machine, whose own system has its own rights and processes, and no container',
  ],
  [
    'unreadable values of Fleet',
    '{apiVersion: fleet.cattle.io/v1alpha1, kind: Bundle, metadata: {name: a, namespace: b}, spec: {targets: [{name: c, helm: {values: {a: 1}}}]}}',
    'Bundle b/a, /spec/targets/0/helm: the option helm of target c changes the resources in a way that only Fleet renders',
  ],
])('the report says where %s is not judged, and why', (_, yaml, place) => {
  expect(checked(yaml).notJudged.map(({ places }) => places)).toEqual([[place]]);
});
