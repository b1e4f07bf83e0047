import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server verifies the certificates of API services. */
export const verifiedApiService = rule({
  id: 'verified-api-service',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['APIService'] },
  title: 'The API server verifies the certificate of each API service',
  severity: Severity.MEDIUM,
  rationale:
    'The API server forwards requests for the group to that service. Without verification, anyone on the network can answer them.',
  fix: 'set caBundle, and remove insecureSkipTLSVerify',
  references: ['https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/'],
  controls: nist('4.3.2', '4.3.3'),
  check,
  examples: {
    good: [example('caBundle: Cg==')],
    bad: [example('insecureSkipTLSVerify: true')],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'APIService')) return [];
  if (object.flagAt('spec', 'insecureSkipTLSVerify') !== true) return [];
  const message = 'insecureSkipTLSVerify is true; must be false or unset';
  return [{ path: '/spec/insecureSkipTLSVerify', message }];
}

function example(more: string): string {
  return `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.sensors.shop.example}
spec:
  group: sensors.shop.example
  version: v1
  groupPriorityMinimum: 100
  versionPriority: 100
  service: {name: sensors, namespace: shop}
  ${more}
`;
}
