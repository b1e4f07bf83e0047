import { Severity } from '../../../diagnostics/severity';
import { admissionMatches, asksFor, matchValue } from './admission-match';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { isObject, pointerStep, stringAt } from '../../../kubernetes/manifest';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { exampleWebhook } from '../../example';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that nothing changes pods and roles after the check of their manifests. */
export const noMutatingAdmission = rule({
  id: 'no-mutating-admission',
  topic: Topic.RBAC,
  scope: 'object',
  title: 'No admission policy or webhook changes pods or roles',
  severity: Severity.HIGH,
  rationale:
    'A mutating policy or webhook changes objects when they are applied, after every check of their manifests: it can make any pod privileged.',
  fix: 'make the change in the manifests, or acknowledge the webhook of a product that you trust, such as a service mesh',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/'],
  controls: [...nist('4.3.1', '4.4.5'), ...nsa('C-0068')],
  check,
  examples: {
    good: [
      policy('shop.example', 'sensors'),
      webhook('cert-manager.io', 'certificates'),
      webhook('', 'pods', 'DELETE'),
      engine('kyverno.io/v1', 'ClusterPolicy', '{rules: [{name: a, validate: {pattern: {}}}]}'),
    ],
    bad: [
      policy('', 'pods'),
      policy('*', '*'),
      webhook('', 'pods'),
      webhook('*', '*/*'),
      webhook('apps', 'deployments'),
      engine('kyverno.io/v1', 'ClusterPolicy', '{rules: [{name: a, mutate: {patchStrategicMerge: {}}}]}'),
      engine('mutations.gatekeeper.sh/v1', 'Assign', '{location: spec.hostNetwork}'),
    ],
  },
});

/** Resources that must not change after the check of their manifests, by API group. */
const CHECKED: ReadonlyArray<readonly [group: string, resources: ReadonlyArray<string>]> = [
  [
    '',
    [
      'namespaces',
      'persistentvolumes',
      'pods',
      'podtemplates',
      'replicationcontrollers',
      'serviceaccounts',
      'services',
    ],
  ],
  ['apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets']],
  ['batch', ['cronjobs', 'jobs']],
  ['networking.k8s.io', ['ingresses', 'networkpolicies']],
  ['rbac.authorization.k8s.io', ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles']],
];

function check(object: ObjectSubject): Violation[] {
  const engine = engineMutations(object);
  if (engine.length > 0) return engine;
  if (!isNative(object, 'MutatingAdmissionPolicy', 'MutatingWebhookConfiguration')) return [];
  const what = object.kind === 'MutatingAdmissionPolicy' ? 'the policy' : 'the webhook';
  return admissionMatches(object)
    .filter((match) => CHECKED.some(([group, names]) => asksFor(match, group, names)))
    .map((match) => ({
      path: match.path,
      value: matchValue(match),
      message: `${what} can change ${match.resource} after the check`,
    }));
}

/** Kinds of policy engines that change or create objects, by API group. */
const MUTATIONS: Readonly<Record<string, RegExp>> = {
  'mutations.gatekeeper.sh': /^(Assign|AssignImage|ModifySet)$/,
  'policies.kyverno.io': /^(Namespaced)?(Mutating|Generating)Policy$/,
};

/** Returns violations for policies of Kyverno and Gatekeeper that change or create objects. */
function engineMutations(object: ObjectSubject): Violation[] {
  const { group, kind } = object;
  if (Object.hasOwn(MUTATIONS, group) && MUTATIONS[group]?.test(kind))
    return [{ path: '/spec', value: kind, message: `the ${kind} can change objects after the check` }];
  if (group !== 'kyverno.io') return [];
  return object.listAt('spec', 'rules').flatMap((rule, i) => {
    const act = isObject(rule) ? ['mutate', 'generate'].find((key) => isObject(rule[key])) : undefined;
    if (act === undefined) return [];
    const value = `${act} ${isObject(rule) ? (stringAt(rule, 'name') ?? '') : ''}`;
    return [
      { path: `/spec/rules${pointerStep(i)}/${act}`, value, message: `the ${kind} can ${act} objects after the check` },
    ];
  });
}

function webhook(apiGroup: string, resource: string, operations?: string): string {
  return exampleWebhook({ kind: 'MutatingWebhookConfiguration', apiGroup, resource, operations });
}

function policy(apiGroup: string, resource: string): string {
  return `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: sensors}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: ["${apiGroup}"], apiVersions: ["*"], operations: [CREATE], resources: ["${resource}"]}
  mutations: []
`;
}

function engine(apiVersion: string, kind: string, spec: string): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: sensors}
spec: ${spec}
`;
}
