import { isObject, listAt, pointerStep, stringAt, stringsAt, type JsonObject } from '../../../kubernetes/manifest';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';

/** Resource of API groups that an admission webhook or policy matches. */
export interface AdmissionMatch {
  /** JSON pointer of the rule within the object. */
  readonly path: string;
  /** Name of the resource as the manifest spells it, such as `pods`, or a wildcard. */
  readonly resource: string;
  readonly groups: ReadonlyArray<unknown>;
  /** Name of the webhook with the rule. Unset for a policy. */
  readonly webhook?: string;
}

/** Returns the resources that admission webhooks and policies match when an object is created or updated. */
export function admissionMatches(object: ObjectSubject): AdmissionMatch[] {
  if (isNative(object, 'MutatingAdmissionPolicy'))
    return matchesOf(
      object.listAt('spec', 'matchConstraints', 'resourceRules'),
      '/spec/matchConstraints/resourceRules',
    );
  if (!isNative(object, 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) return [];
  return object.listAt('webhooks').flatMap((webhook, i) =>
    isObject(webhook)
      ? matchesOf(listAt(webhook, 'rules'), `/webhooks${pointerStep(i)}/rules`).map((match) => ({
          ...match,
          webhook: stringAt(webhook, 'name'),
        }))
      : [],
  );
}

/** Returns a match as the value of a finding: the webhook and the resource. */
export function matchValue({ webhook, resource }: AdmissionMatch): string {
  return webhook === undefined ? resource : `${webhook}: ${resource}`;
}

/** True if an admission rule matches one of the resources of an API group. */
export function asksFor({ resource, groups }: AdmissionMatch, group: string, names: ReadonlyArray<string>): boolean {
  if (!groups.includes('*') && !groups.includes(group)) return false;
  const [name, subresource] = resource.split('/');
  // a change to a subresource does not change the object, except for a wildcard, or a container added to a running pod
  if (subresource !== undefined && subresource !== '*' && subresource !== 'ephemeralcontainers') return false;
  return name === '*' || names.includes(name ?? '');
}

function matchesOf(rules: ReadonlyArray<unknown>, pointer: string): AdmissionMatch[] {
  return rules.flatMap((rule, i) => {
    if (!isObject(rule) || !changes(rule)) return [];
    return stringsAt(rule, 'resources').map((resource) => ({
      path: pointer + pointerStep(i),
      resource,
      groups: listAt(rule, 'apiGroups'),
    }));
  });
}

/** True if a rule matches objects that are stored, rather than deleted or connected to. */
function changes(rule: JsonObject): boolean {
  return listAt(rule, 'operations').some((each) => each === '*' || each === 'CREATE' || each === 'UPDATE');
}
