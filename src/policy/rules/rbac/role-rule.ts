import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, stringsAt, type JsonObject } from '../../../kubernetes/manifest';
import type { ObjectSubject } from '../../subject/object-subject';
import { rule } from '../../built-in-rule';
import type { Rule, RuleProps } from '../../rule';
import type { Topic } from '../../topic';

/** Rights: each verb on each resource of each API group. */
export interface Grant {
  readonly groups: ReadonlyArray<string>;
  /** Resources, such as `pods` or `pods/exec`; `userextras/*` stands for every subresource. */
  readonly resources: ReadonlyArray<string>;
  readonly verbs: ReadonlyArray<string>;
  /**
   * Names of objects that are dangerous even if the role lists them.
   * @default - rights to named objects are narrow enough
   */
  readonly names?: RegExp;
}

/** Definition of a rule about roles. */
export interface RoleRuleDefinition extends RuleProps {
  readonly topic: Topic;
  /** Rights that no role should have. */
  readonly grants: ReadonlyArray<Grant>;
}

/**
 * Makes a rule that finds rights in roles which allow more than they seem to. Each right is a finding, so that an
 * acknowledgement of one does not accept another that is added later. It accepts rights to named objects, unless the
 * names are dangerous themselves. `no-wildcard-roles` finds a wildcard for resources.
 */
export function roleRule({ grants, ...props }: RoleRuleDefinition): Rule {
  return rule({
    ...props,
    scope: 'object',
    looksAt: { kinds: ['Role', 'ClusterRole'] },
    check: (object) => {
      if (!isRole(object)) return [];
      return rightsOf(object, grants).flatMap(({ path, rights }) =>
        rights.map((right) => ({ path, value: right, message: `the role may ${right}` })),
      );
    },
  });
}

/** Rights that one rule of a role grants. */
export interface FoundRights {
  /** JSON pointer of the rule within the role. */
  readonly path: string;
  /** Rights, each of one verb on one resource, such as `create pods/exec`. */
  readonly rights: ReadonlyArray<string>;
}

/** Returns the rules of a role that grant dangerous rights. */
export function rightsOf(role: ObjectSubject, grants: ReadonlyArray<Grant>): FoundRights[] {
  return role.listAt('rules').flatMap((each, i) => {
    const rights = isObject(each) ? grants.flatMap((grant) => rightsIn(each, grant)) : [];
    return rights.length > 0 ? [{ path: `/rules/${i}`, rights }] : [];
  });
}

/** True if an object is a role, of a namespace or of the cluster. */
export function isRole({ kind, group }: ObjectSubject): boolean {
  return ROLE_GROUPS.has(group) && (kind === 'Role' || kind === 'ClusterRole');
}

/** True if an object is a binding of a role, in a namespace or in the cluster. */
export function isBinding({ kind, group }: ObjectSubject): boolean {
  return ROLE_GROUPS.has(group) && (kind === 'RoleBinding' || kind === 'ClusterRoleBinding');
}

/** API groups that serve roles: those of Kubernetes and of OpenShift. */
const ROLE_GROUPS: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io', 'authorization.openshift.io']);

/** Returns the rights of a grant that a rule of a role includes, such as `create pods/exec`. */
function rightsIn(rule: JsonObject, { groups, resources, verbs, names }: Grant): string[] {
  const narrowed = narrowedTo(rule, names);
  if (narrowed === undefined) return [];
  const named = listAt(rule, 'apiGroups');
  const given = listAt(rule, 'verbs');
  if (!named.includes('*') && !groups.some((group) => named.includes(group))) return [];
  const allowed = given.includes('*') ? verbs : verbs.filter((verb) => given.includes(verb));
  if (allowed.length === 0) return [];
  const held = stringsAt(rule, 'resources');
  return resources
    .filter((resource) => isHeld(resource, held))
    .flatMap((resource) => allowed.map((verb) => `${verb} ${resource}${narrowed}`));
}

/**
 * Returns the dangerous objects that a rule of a role lists, such as ` "cluster-admin"`; empty if it lists none and so applies
 * to all objects; undefined if all that it lists are narrow enough.
 */
function narrowedTo(rule: JsonObject, dangerous: RegExp | undefined): string | undefined {
  const named = listAt(rule, 'resourceNames');
  // the API server reads an empty name as the name of every request without a name, such as list and create
  if (named.length === 0 || named.includes('')) return '';
  const found = stringsAt(rule, 'resourceNames').filter((name) => dangerous?.test(name));
  return found.length === 0 ? undefined : ` ${found.map(quote).join(', ')}`;
}

/**
 * True if the resources of a rule include a resource, as the authorizer of Kubernetes reads them. A star can stand for the
 * resource of a subresource. With a star for the subresource, such as `pods/*`, the entry is a plain name that matches nothing.
 */
function isHeld(resource: string, held: ReadonlyArray<string>): boolean {
  const [name, subresource] = resource.split('/');
  if (subresource === '*') return held.some((each) => each.startsWith(`${name}/`) || each.startsWith('*/'));
  return held.includes(resource) || (subresource !== undefined && held.includes(`*/${subresource}`));
}
