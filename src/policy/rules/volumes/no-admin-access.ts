import { isObject, objectAt, pointerStep, stringAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no claim has administrative access to devices. */
export const noAdminAccess = rule({
  id: 'no-admin-access',
  topic: Topic.VOLUMES,
  scope: 'object',
  looksAt: { kinds: ['ResourceClaim', 'ResourceClaimTemplate'] },
  title: 'No claim has administrative access to devices',
  severity: Severity.HIGH,
  rationale:
    'With adminAccess, a pod has every matching device, including devices that other pods use, regardless of the limits of the driver.',
  fix: 'remove adminAccess; only a pod that monitors devices needs it',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access'],
  controls: nist('4.5.5'),
  check,
  examples: { good: [example('')], bad: [example(', adminAccess: true')] },
});

function check(object: ObjectSubject): Violation[] {
  if (object.group !== 'resource.k8s.io') return [];
  const spec = Object.hasOwn(PATHS, object.kind) ? PATHS[object.kind] : undefined;
  if (spec === undefined) return [];
  return object.listAt(...spec, 'devices', 'requests').flatMap((request, i) => {
    if (!isObject(request)) return [];
    const path = `/${[...spec, 'devices', 'requests'].join('/')}${pointerStep(i)}`;
    const message = 'adminAccess is true; must be false or unset';
    const set = { value: false };
    const value = stringAt(request, 'name');
    // before v1beta2, the field is in the request itself
    const own = request['adminAccess'] === true ? [{ path: `${path}/adminAccess`, value, message, set }] : [];
    const exact = objectAt(request, 'exactly')['adminAccess'] === true;
    return exact ? [...own, { path: `${path}/exactly/adminAccess`, value, message, set }] : own;
  });
}

/** Path of a claim's spec, by kind. */
const PATHS: Readonly<Record<string, ReadonlyArray<string> | undefined>> = {
  ResourceClaim: ['spec'],
  ResourceClaimTemplate: ['spec', 'spec'],
};

function example(more: string): string {
  return `
apiVersion: resource.k8s.io/v1
kind: ResourceClaim
metadata: {name: camera, namespace: shop}
spec:
  devices:
    requests:
      - name: camera
        exactly: {deviceClassName: camera.example${more}}
`;
}
