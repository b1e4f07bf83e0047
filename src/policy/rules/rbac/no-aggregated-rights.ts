import { isObject, stringsAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { ObjectSubject } from '../../subject/object-subject';
import { CLUSTER_RIGHTS, ROLE_CHANGE, ROLE_ESCALATION } from './rights';
import { isRole, rightsOf, type Grant } from './role-rule';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no role adds dangerous rights to the built-in roles of Kubernetes. */
export const noAggregatedRights = rule({
  id: 'no-aggregated-rights',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['Role', 'ClusterRole'] },
  title: 'No role adds dangerous rights to view, edit or admin',
  severity: Severity.HIGH,
  rationale:
    'A label adds the rights of a role to view, edit or admin. Everyone who has one of these roles then has the rights, and no binding shows it.',
  fix: 'remove the label or the rights; view accepts only get, list and watch',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles'],
  controls: [...nist('4.3.1'), ...nsa('C-0035')],
  check,
  examples: {
    good: [
      exampleRole('{apiGroups: [shop.example], resources: [sensors], verbs: [get, list, watch]}', {
        labels: label('view'),
      }),
      exampleRole('{apiGroups: [shop.example], resources: [sensors], verbs: [create, patch]}', {
        labels: label('edit'),
      }),
    ],
    bad: [
      exampleRole("{apiGroups: [''], resources: [secrets], verbs: [get]}", { labels: label('view') }),
      exampleRole('{apiGroups: [shop.example], resources: [sensors], verbs: [create]}', { labels: label('view') }),
      exampleRole("{apiGroups: [''], resources: [nodes/proxy], verbs: [get]}", { labels: label('edit') }),
      exampleRole("{apiGroups: ['*'], resources: ['*'], verbs: ['*']}", { labels: label('admin') }),
    ],
  },
});

const LABEL = 'rbac.authorization.k8s.io/aggregate-to-';
const READ: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Rights that the built-in role `view` intentionally does not include. */
const NOT_VIEWED: ReadonlyArray<Grant> = [
  { groups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
  { groups: [''], resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy'], verbs: ['get'] },
];

/** Built-in roles that labels can extend, with the rights that must not be added to them. */
const JOINED: Readonly<Record<string, ReadonlyArray<Grant>>> = {
  view: [...CLUSTER_RIGHTS, ...ROLE_ESCALATION, ...ROLE_CHANGE, ...NOT_VIEWED],
  edit: [...CLUSTER_RIGHTS, ...ROLE_ESCALATION, ...ROLE_CHANGE],
  admin: [...CLUSTER_RIGHTS, ...ROLE_ESCALATION],
};

function check(object: ObjectSubject): Violation[] {
  if (!isRole(object)) return [];
  const labels = object.objectAt('metadata', 'labels');
  return Object.entries(JOINED).flatMap(([role, grants]) => {
    if (labels[LABEL + role] !== 'true') return [];
    return addedRights(object, role, grants).flatMap(({ path, rights }) =>
      rights.map((right) => ({
        path,
        value: `${role}: ${right}`,
        message: `everyone who has the role ${role} may ${right}`,
      })),
    );
  });
}

interface Added {
  readonly path: string;
  readonly rights: ReadonlyArray<string>;
}

/** Finds the rights of each rule that must not be added to a role, including writes and wildcards. */
function addedRights(object: ObjectSubject, role: string, grants: ReadonlyArray<Grant>): Added[] {
  const found = new Map(rightsOf(object, grants).map(({ path, rights }) => [path, [...rights]]));
  object.listAt('rules').forEach((rule, i) => {
    if (!isObject(rule)) return;
    const path = `/rules/${i}`;
    // the message for a known grant is more precise
    if (found.has(path)) return;
    const [resources, verbs] = [stringsAt(rule, 'resources'), stringsAt(rule, 'verbs')];
    const isBroad = resources.includes('*') || stringsAt(rule, 'apiGroups').includes('*');
    const added = isBroad ? verbs : verbs.filter((verb) => role === 'view' && !READ.has(verb));
    if (added.length > 0)
      found.set(
        path,
        added.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`)),
      );
  });
  return [...found].map(([path, rights]) => ({ path, rights }));
}

function label(role: string): string {
  return `{rbac.authorization.k8s.io/aggregate-to-${role}: "true"}`;
}
