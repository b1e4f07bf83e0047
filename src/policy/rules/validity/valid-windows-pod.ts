import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that pods for Windows have no fields for Linux. */
export const validWindowsPod = rule({
  id: 'valid-windows-pod',
  topic: Topic.VALIDITY,
  scope: 'pod',
  looksAt: { fields: ['os'] },
  title: 'A pod for Windows has no fields for Linux',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod. If the pod comes from a workload, the API server accepts the workload, but no pod is created.',
  fix: 'remove the field, and use windowsOptions instead',
  references: ['https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec'],
  check,
  examples: {
    good: [
      examplePod({ spec: 'os: {name: windows}\nsecurityContext: {runAsNonRoot: true}' }),
      examplePod({ spec: 'securityContext: {runAsUser: 1250}' }),
    ],
    bad: [
      examplePod({ spec: 'os: {name: windows}\nsecurityContext: {runAsUser: 1250}' }),
      examplePod({ spec: 'os: {name: windows}', container: 'securityContext: {privileged: true}' }),
    ],
  },
});

const OF_SPEC = ['hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

const OF_POD = [
  'appArmorProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsGroup',
  'runAsUser',
  'seLinuxOptions',
  'seccompProfile',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'sysctls',
];

const OF_CONTAINER = [
  'allowPrivilegeEscalation',
  'appArmorProfile',
  'capabilities',
  'privileged',
  'procMount',
  'readOnlyRootFilesystem',
  'runAsGroup',
  'runAsUser',
  'seLinuxOptions',
  'seccompProfile',
];

function check(pod: PodSubject): Violation[] {
  if (!pod.isWindows) return [];
  const holders = [
    { json: pod.spec, fields: OF_SPEC, path: '/spec' },
    { json: pod.securityContext, fields: OF_POD, path: '/spec/securityContext' },
    ...pod.containers.map((c) => ({
      json: c.securityContext,
      fields: OF_CONTAINER,
      path: `${c.path}/securityContext`,
      container: c.name,
    })),
  ];
  return holders.flatMap(({ json, fields, path, ...rest }) =>
    fields
      .filter((field) => (json[field] ?? null) !== null)
      .map((field) => ({
        path: `${path}/${field}`,
        value: field,
        ...rest,
        message: `${field} is a field for Linux; the API server rejects it on a Windows pod`,
      })),
  );
}
