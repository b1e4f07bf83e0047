import { isObject, listAt, pointerStep, stringsAt, type JsonObject } from '../../../kubernetes/manifest';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';

/** Resources of an API group that an admission webhook or policy asks for. */
export interface AdmissionMatch {
  /** JSON pointer of the rule within the object. */
  readonly path: string;
  /** Such as `pods`, with a wildcard as it stands there. */
  readonly resource: string;
  readonly groups: ReadonlyArray<unknown>;
}

/** What webhooks and policies of admission ask for when an object is created or updated. */
export function admissionMatches(object: ObjectSubject): AdmissionMatch[] {
  if (isNative(object, 'MutatingAdmissionPolicy'))
    return matchesOf(
      object.listAt('spec', 'matchConstraints', 'resourceRules'),
      '/spec/matchConstraints/resourceRules',
    );
  if (!isNative(object, 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) return [];
  return object
    .listAt('webhooks')
    .flatMap((webhook, i) =>
      isObject(webhook) ? matchesOf(listAt(webhook, 'rules'), `/webhooks${pointerStep(i)}/rules`) : [],
    );
}

/** Whether a rule of admission asks for one of some resources of an API group. */
export function asksFor({ resource, groups }: AdmissionMatch, group: string, names: ReadonlyArray<string>): boolean {
  if (!groups.includes('*') && !groups.includes(group)) return false;
  const [name, subresource] = resource.split('/');
  // what a subresource changes is its own, unless it is a wildcard, or a container put into a running pod
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

/** Whether a rule is about objects that are stored: what is deleted or connected to is not. */
function changes(rule: JsonObject): boolean {
  return listAt(rule, 'operations').some((each) => each === '*' || each === 'CREATE' || each === 'UPDATE');
}
