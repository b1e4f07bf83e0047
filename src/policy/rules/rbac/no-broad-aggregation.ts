import { isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { ObjectSubject } from '../../subject/object-subject';
import { isRole } from './role-rule';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no role collects the rights of arbitrary roles. */
export const noBroadAggregation = rule({
  id: 'no-broad-aggregation',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['Role', 'ClusterRole'] },
  title: 'An aggregated role selects its parts by a label of its own',
  severity: Severity.CRITICAL,
  rationale:
    'The cluster adds the rights of every role that the selector selects, including roles that somebody adds later. A selector without a label of its own selects cluster-admin, too.',
  fix: 'select a label that only the parts of this role have, such as matchLabels: {shop.example/aggregate-to-sensors: "true"}',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles'],
  controls: [...nist('4.3.1'), ...nsa('C-0035')],
  check,
  examples: {
    good: [example('[{matchLabels: {shop.example/aggregate-to-sensors: "true"}}]')],
    bad: [
      example('[{}]'),
      example('[{matchLabels: {}}]'),
      example('[{matchExpressions: [{key: shop.example/private, operator: DoesNotExist}]}]'),
      example('[{matchLabels: {kubernetes.io/bootstrapping: rbac-defaults}}]'),
      example('[{matchLabels: {rbac.authorization.k8s.io/aggregate-to-admin: "true"}}]'),
    ],
  },
});

/** Labels of the built-in roles of Kubernetes, some of which have the rights of administrators. */
const SYSTEM_LABEL = /^(kubernetes\.io\/bootstrapping|rbac\.authorization\.k8s\.io\/aggregate-to-(admin|edit))$/;

function check(object: ObjectSubject): Violation[] {
  if (!isRole(object)) return [];
  return object.listAt('aggregationRule', 'clusterRoleSelectors').flatMap((selector, i) => {
    const path = `/aggregationRule/clusterRoleSelectors${pointerStep(i)}`;
    const keys = isObject(selector) ? requiredKeys(selector) : [];
    const value = JSON.stringify(selector);
    const system = keys.find((key) => SYSTEM_LABEL.test(key));
    if (keys.length === 0)
      return [{ path, value, message: 'the selector requires no label, so it selects cluster-admin, too' }];
    if (system === undefined) return [];
    const message = `the selector selects built-in roles of Kubernetes by the label ${system}`;
    return [{ path, value, message, severity: system.startsWith('kubernetes.io') ? Severity.CRITICAL : Severity.HIGH }];
  });
}

/** Returns the labels that a role must have to be selected. */
function requiredKeys(selector: JsonObject): string[] {
  const required = listAt(selector, 'matchExpressions').flatMap((expression) =>
    isObject(expression) && (expression['operator'] === 'In' || expression['operator'] === 'Exists')
      ? [stringAt(expression, 'key') ?? '']
      : [],
  );
  return [...Object.keys(objectAt(selector, 'matchLabels')), ...required];
}

function example(selectors: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensors}
aggregationRule: {clusterRoleSelectors: ${selectors}}
rules: []
`;
}
