import { isObject, listAt, type JsonObject } from '../kubernetes/manifest';
import type { ObjectSubject } from './object-subject';
import { ObjectRule, type RuleProps } from './rule';
import type { Violation } from './violation';

/** Rights: each verb on each resource of each API group. */
export interface Grant {
  readonly groups: ReadonlyArray<string>;
  /** Such as `pods`, `pods/exec`, or `userextras/*` for every subresource. */
  readonly resources: ReadonlyArray<string>;
  readonly verbs: ReadonlyArray<string>;
}

/** What a rule about roles says of itself. */
export interface RoleRuleProps extends RuleProps {
  /** The rights that no role should have. */
  readonly grants: ReadonlyArray<Grant>;
}

/**
 * A rule that finds rights in roles which are more than they look. Rights to objects that are named are taken; so is a wildcard
 * for resources, of which `no-wildcard-roles` speaks.
 */
export abstract class RoleRule extends ObjectRule {
  private readonly grants: ReadonlyArray<Grant>;

  protected constructor(props: RoleRuleProps) {
    super(props);
    this.grants = props.grants;
  }

  public check(object: ObjectSubject): Violation[] {
    if (!isRole(object)) return [];
    return object.listAt('rules').flatMap((rule, i) => {
      if (!isObject(rule) || listAt(rule, 'resourceNames').length > 0) return [];
      const rights = this.grants.flatMap((grant) => rightsIn(rule, grant));
      return rights.length > 0 ? [{ path: `/rules/${i}`, message: `the role may ${rights.join(', ')}` }] : [];
    });
  }
}

/** Whether an object is a role, of a namespace or of the cluster. */
export function isRole({ kind, group }: ObjectSubject): boolean {
  return group === 'rbac.authorization.k8s.io' && (kind === 'Role' || kind === 'ClusterRole');
}

/** Such as `create pods/exec`, for each resource of a grant that a rule of a role names. */
function rightsIn(rule: JsonObject, { groups, resources, verbs }: Grant): string[] {
  const named = listAt(rule, 'apiGroups');
  const given = listAt(rule, 'verbs');
  if (!named.includes('*') && !groups.some((group) => named.includes(group))) return [];
  const allowed = given.includes('*') ? verbs : verbs.filter((verb) => given.includes(verb));
  if (allowed.length === 0) return [];
  const held = listAt(rule, 'resources').filter((each) => typeof each === 'string');
  return resources.filter((resource) => isHeld(resource, held)).map((resource) => `${allowed.join(', ')} ${resource}`);
}

/**
 * Whether the resources of a rule of a role take one in, as Kubernetes' authorizer reads them: a star may stand for the resource
 * of a subresource. One for the subresource, such as `pods/*`, it takes for a name, which nothing has.
 */
function isHeld(resource: string, held: ReadonlyArray<string>): boolean {
  const [name, subresource] = resource.split('/');
  if (subresource === '*') return held.some((each) => each.startsWith(`${name}/`) || each.startsWith('*/'));
  return held.includes(resource) || (subresource !== undefined && held.includes(`*/${subresource}`));
}
