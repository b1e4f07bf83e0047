import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every namespace enforces Pod Security restricted. */
export const namespacePodSecurity = rule({
  id: 'namespace-pod-security',
  topic: Topic.PLACEMENT,
  scope: 'object',
  looksAt: { kinds: ['Namespace'] },
  title: 'Every namespace enforces Pod Security restricted',
  severity: Severity.HIGH,
  rationale:
    'One manifest may be correct today and another wrong tomorrow. With the label, the API server rejects such pods, no matter who writes them.',
  fix: 'set the label pod-security.kubernetes.io/enforce of the namespace to restricted',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  controls: [...nist('4.4.5'), ...cis('5.2.1'), ...nsa('C-0068')],
  check,
  examples: {
    good: [
      `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted}
`,
      `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.27}
`,
    ],
    bad: [
      `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {team: a}
`,
      `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: baseline}
`,
      `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: privileged}
`,
      `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: strict}
`,
    ],
  },
});

const ENFORCE = 'pod-security.kubernetes.io/enforce';

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'Namespace')) return [];
  // older clusters do not read the labels
  if (!object.manifests.target._supports('podSecurityAdmission')) return [];
  const level = object.valueAt('metadata', 'labels', ENFORCE);
  // the API server treats an unknown level as restricted, but rejects a new namespace with it
  if (level === 'restricted') return [];
  const path = `/metadata/labels${pointerStep(ENFORCE)}`;
  if (level === undefined)
    return [
      {
        path,
        message: 'the namespace does not enforce a level of the Pod Security Standards; must enforce restricted',
      },
    ];
  return [{ path, message: `the namespace enforces ${quote(level)}; must be "restricted"` }];
}
