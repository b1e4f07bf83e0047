import { LARGEST_ID, LARGEST_ID_IN_USER_NAMESPACE } from '../../../host/user-id';
import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt } from '../../../kubernetes/manifest';
import { HARDENED } from '../../../kubernetes/hardened-values';
import { Severity } from '../../../diagnostics/severity';
import { HOST_NAMESPACES, UNMAPPED_VOLUMES } from '../../../kubernetes/user-namespace';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { PodSubject } from '../../subject/pod-subject';
import type { ValueToSet, Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server accepts the security settings of a pod. */
export const validSecurityContext = rule({
  id: 'valid-security-context',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'The security settings of a pod do not contradict each other',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod. If the pod comes from a workload, the API server accepts the workload, but no pod is created, which you notice only on the gateway.',
  fix: 'keep only one of the two settings',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/'],
  check,
  examples: {
    good: [
      examplePod({ spec: 'hostUsers: false', container: 'securityContext: {procMount: Unmasked}' }),
      examplePod({ container: 'securityContext: {privileged: true}' }),
      examplePod({ container: 'volumeDevices: [{name: data, devicePath: /dev/xvda}]' }),
    ],
    bad: [
      examplePod({ container: 'securityContext: {privileged: true, allowPrivilegeEscalation: false}' }),
      examplePod({ spec: 'hostUsers: false\nhostNetwork: true' }),
      examplePod({ spec: 'hostUsers: false', container: 'volumeDevices: [{name: data, devicePath: /dev/xvda}]' }),
      examplePod({ spec: 'hostUsers: false\nvolumes: [{name: data, nfs: {server: nas.example, path: /}}]' }),
      examplePod({ spec: 'hostPID: true\nshareProcessNamespace: true' }),
      examplePod({ container: 'securityContext: {procMount: Unmasked}' }),
      examplePod({ spec: 'securityContext: {supplementalGroups: [3000000000]}' }),
      examplePod({
        spec: 'hostNetwork: true\nsecurityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]}',
      }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  if (pod.isWindows) return [];
  return [
    ...namespaces(pod),
    ...ofUserNamespace(pod),
    ...sysctls(pod),
    ...ids(pod),
    ...pod.containers.flatMap(ofContainer),
  ];
}

/** Finds devices and volumes that a pod with its own user namespace cannot have. */
function ofUserNamespace(pod: PodSubject): Violation[] {
  if (!pod.hasUserNamespace) return [];
  const devices = pod.containers
    .filter((container) => container.listAt('volumeDevices').length > 0)
    .map(({ name, path }) => ({
      path: `${path}/volumeDevices`,
      container: name,
      message: 'volumeDevices is set and hostUsers is false; the API server rejects the combination',
      fix: 'remove volumeDevices, or hostUsers',
    }));
  const volumes = listAt(pod.spec, 'volumes').flatMap((volume, i) => {
    const type = UNMAPPED_VOLUMES.find((each) => isObject(volume) && isObject(volume[each]));
    if (!isObject(volume) || type === undefined) return [];
    const name = stringAt(volume, 'name') ?? '';
    const message = `volume ${quote(name)} has the type ${type} and hostUsers is false; the runtime cannot map the owners of its files, so the pod does not start`;
    return [{ path: `/spec/volumes/${i}/${type}`, value: name, message, fix: 'remove the volume, or hostUsers' }];
  });
  return [...devices, ...volumes];
}

function namespaces(pod: PodSubject): Violation[] {
  const shared = HOST_NAMESPACES.filter((field) => pod.spec[field] === true);
  const userNamespace = pod.hasUserNamespace
    ? shared.map((field) => ({
        path: `/spec/${field}`,
        value: field,
        message: `${field} is true and hostUsers is false; the API server rejects the combination`,
        set: { value: HARDENED.podSpec[field] },
      }))
    : [];
  if (pod.spec['hostPID'] !== true || pod.spec['shareProcessNamespace'] !== true) return userNamespace;
  const message = 'hostPID and shareProcessNamespace are both true; the API server rejects the combination';
  const set = { value: HARDENED.podSpec.shareProcessNamespace };
  return [...userNamespace, { path: '/spec/shareProcessNamespace', value: 'shareProcessNamespace', message, set }];
}

function sysctls(pod: PodSubject): Violation[] {
  const seen = new Set<string>();
  return listAt(pod.securityContext, 'sysctls').flatMap((each, i): Violation[] => {
    const name = isObject(each) ? stringAt(each, 'name') : undefined;
    if (name === undefined) return [];
    const path = `/spec/securityContext/sysctls/${i}/name`;
    // a slash can replace a dot
    const dotted = name.replace(/\//g, '.');
    const host = /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/.test(dotted)
      ? 'hostIPC'
      : /^net\./.test(dotted)
        ? 'hostNetwork'
        : '';
    const twice = seen.has(dotted) ? [{ path, value: `${name} twice`, message: `sysctl ${name} is set twice` }] : [];
    seen.add(dotted);
    if (host === '' || pod.spec[host] !== true) return twice;
    return [
      ...twice,
      { path, value: name, message: `sysctl ${name} belongs to the node, because ${host} is true; must not be set` },
    ];
  });
}

/** Checks the user and group IDs of a pod and of its containers. */
function ids(pod: PodSubject): Violation[] {
  const { securityContext } = pod;
  const path = '/spec/securityContext';
  const groups = listAt(securityContext, 'supplementalGroups').map((id, i) => ({
    id,
    path: `${path}/supplementalGroups/${i}`,
    field: `supplementalGroups[${i}]`,
  }));
  const single = ['runAsUser', 'runAsGroup', 'fsGroup'].map((field) => ({
    id: securityContext[field],
    path: `${path}/${field}`,
    field,
  }));
  const ofContainers = pod.containers.flatMap((container) =>
    ['runAsUser', 'runAsGroup'].map((field) => ({
      id: container.securityContext[field],
      path: `${container.path}/securityContext/${field}`,
      field,
      container: container.name,
    })),
  );
  const largest = pod.hasUserNamespace ? LARGEST_ID_IN_USER_NAMESPACE : LARGEST_ID;
  return [...single, ...groups, ...ofContainers]
    .filter(({ id }) => Number.isInteger(id) && !isId(Number(id), largest))
    .map(({ id, field, ...rest }) => ({
      ...rest,
      value: `${field}: ${quote(id)}`,
      message: `IDs must be whole numbers from 0 to ${largest}, got ${quote(id)}`,
    }));
}

function isId(id: number, largest: number): boolean {
  return id >= 0 && id <= largest;
}

function ofContainer({ name: container, path, pod, securityContext }: ContainerSubject): Violation[] {
  const found: Violation[] = [];
  const context = `${path}/securityContext`;
  const say = (field: string, message: string, set?: ValueToSet): number =>
    found.push({ path: `${context}/${field}`, container, value: field, message, set });
  if (securityContext['allowPrivilegeEscalation'] === false) {
    const added = listAt(objectAt(securityContext, 'capabilities'), 'add');
    // the API server compares only this form, and accepts SYS_ADMIN
    const gains = added.includes('CAP_SYS_ADMIN');
    if (securityContext['privileged'] === true)
      say(
        'allowPrivilegeEscalation',
        'allowPrivilegeEscalation is false and privileged is true; the API server rejects the combination',
        { path: `${context}/privileged`, value: HARDENED.securityContext.privileged },
      );
    else if (gains)
      say(
        'allowPrivilegeEscalation',
        'allowPrivilegeEscalation is false and capability CAP_SYS_ADMIN is added; the API server rejects the combination',
      );
  }
  if (securityContext['procMount'] === 'Unmasked' && !pod.hasUserNamespace)
    say('procMount', 'procMount is Unmasked, which the API server accepts only if hostUsers is false', {
      value: HARDENED.securityContext.procMount,
    });
  return found;
}
