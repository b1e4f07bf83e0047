import { isObject, listAt } from '../../kubernetes/manifest';
import type { ObjectSubject } from '../object-subject';
import type { Violation } from '../violation';
import { isRole } from '../role-rule';
import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { cis } from '../frameworks/cis';
import { nsa } from '../frameworks/nsa-cisa';
import { ObjectRule } from '../rule';

const FIELDS = ['apiGroups', 'resources', 'verbs'];

/** Roles say what they allow. */
export class NoWildcardRoles extends ObjectRule {
  constructor() {
    super({
      id: 'no-wildcard-roles',
      title: 'No role has a wildcard',
      severity: Severity.HIGH,
      rationale:
        'A wildcard allows what nobody has thought of: kinds that the next operator brings, and subresources such as pods/exec.',
      fix: 'name the apiGroups, resources and verbs that the subject needs',
      controls: [...nist('4.3.1'), ...cis('5.1.3'), ...nsa('C-0035')],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: ["*"], resources: ["pods"], verbs: ["get"]}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["*"], verbs: ["get"]}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["pods"], verbs: ["*"]}]
`,
        ],
      },
    });
  }

  public check(object: ObjectSubject): Violation[] {
    if (!isRole(object)) return [];
    return object.listAt('rules').flatMap((rule, i) =>
      FIELDS.filter((field) => isObject(rule) && listAt(rule, field).includes('*')).map((field) => ({
        path: `/rules/${i}/${field}`,
        message: `${field} is a wildcard`,
      })),
    );
  }
}
