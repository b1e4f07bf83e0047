import { apiReferences } from './api-references';
import { quote } from '../../diagnostics/input-error';
import { groupOf, listAt, objectAt, stringAt, type JsonObject, type Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { dnsLabel, dnsSubdomain } from '../../kubernetes/syntax';

/** Static pods of manifests, for a kubelet without an API server. */
export interface StaticPods {
  readonly pods: ReadonlyArray<Manifest>;
  /** Differences from the manifests, one sentence each. */
  readonly notes: ReadonlyArray<string>;
  /** Reasons why the manifests cannot be static pods, one sentence each. */
  readonly problems: ReadonlyArray<string>;
}

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/** Kinds that can be left out: nothing is weaker without them, and every pod works the same. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['Namespace', 'for a kubelet without a cluster, it is only a part of the name'],
  ['ServiceAccount', 'there is no API server that accepts its token'],
  ['PodDisruptionBudget', 'nothing evicts the pods of a kubelet without a cluster'],
]);

const ENDS = 'runs once, but a kubelet without a cluster would run it again at each boot';
const STORED = 'exists only in an API server: put its files into the package, and mount them';
const REASONS: ReadonlyMap<string, string> = new Map([
  ['Job', ENDS],
  ['CronJob', ENDS],
  ['ConfigMap', STORED],
  ['Secret', STORED],
  ['NetworkPolicy', 'is enforced only in a cluster, and without it the pods can connect to everyone'],
]);

/** Fields that place a pod on a node. They are not needed, because the package is installed on the intended node. */
const PLACEMENT = ['nodeName', 'nodeSelector', 'affinity', 'topologySpreadConstraints', 'schedulerName'];

/**
 * Converts manifests to static pods. Objects that would be lost are problems, unless their kind is accepted.
 * @param accepted kinds that may be left out
 */
export function staticPods(manifests: ReadonlyArray<Manifest>, accepted: ReadonlySet<string>): StaticPods {
  const pods: Manifest[] = [];
  const notes: string[] = [];
  const problems: string[] = [];
  const names = new Set<string>();
  for (const manifest of manifests) {
    const kind = stringAt(manifest, 'kind') ?? '';
    const subject = `${printableKind(kind)} ${quote(objectAt(manifest, 'metadata')['name'])}`;
    const replicas = objectAt(manifest, 'spec')['replicas'];
    if (isCore(manifest, 'Pod') || WORKLOADS.has(kind)) {
      if (replicas === 0) {
        notes.push(`${subject}: has no replicas, and is left out`);
        continue;
      }
      const pod = kind === 'Pod' ? copyOf(manifest) : podOf(manifest);
      problems.push(...problemsOf(subject, manifest, pod));
      notes.push(...notesOf(subject, kind, replicas), ...ignoredFields(subject, objectAt(pod, 'spec')));
      const name = podName(pod);
      if (names.has(name)) problems.push(`${subject}: is a second pod ${quote(name)}`);
      names.add(name);
      pods.push(standAlone(pod));
    } else if (LEFT_OUT.has(kind)) notes.push(`${subject}: is left out: ${LEFT_OUT.get(kind)}`);
    else if (accepted.has(kind)) notes.push(`${subject}: is left out, as accepted`);
    else
      problems.push(
        `${subject}: ${REASONS.get(kind) ?? 'is not supported by a kubelet without a cluster'}; use --to cluster${isWord(kind) ? `, or leave it out with --accept ${kind}` : ''}`,
      );
  }
  if (pods.length === 0 && problems.length === 0) problems.push('has no pod in its manifests');
  return { pods, notes, problems };
}

/** Returns namespace and name of a pod, such as `default/web`. */
export function podName(pod: Manifest): string {
  const metadata = objectAt(pod, 'metadata');
  return `${stringAt(metadata, 'namespace') ?? 'default'}/${stringAt(metadata, 'name') ?? ''}`;
}

/** Finds problems of name and namespace. They are checked separately, because together they would be a path. */
function nameProblems(pod: Manifest): string[] {
  const { name, namespace } = objectAt(pod, 'metadata');
  const problems = [
    typeof name === 'string'
      ? dnsSubdomain('metadata.name', name)
      : `metadata.name must be a string, got ${quote(name)}`,
    isUnset(namespace) || typeof namespace === 'string'
      ? dnsLabel('metadata.namespace', namespace ?? 'default')
      : `metadata.namespace must be a string or unset, got ${quote(namespace)}`,
  ];
  return problems.filter((problem) => problem !== undefined);
}

function isUnset(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function printableKind(kind: string): string {
  return isWord(kind) ? kind : quote(kind);
}

function isWord(kind: string): boolean {
  return /^[A-Za-z0-9]+$/.test(kind);
}

function isCore(manifest: Manifest, kind: string): boolean {
  return manifest['kind'] === kind && groupOf(stringAt(manifest, 'apiVersion') ?? '') === '';
}

function copyOf(manifest: Manifest): Manifest {
  return JSON.parse(JSON.stringify(manifest)) as Manifest;
}

/** Returns the pod that a workload creates, with the name of the workload. */
function podOf(workload: Manifest): Manifest {
  const [found] = podsOf(copyOf(workload));
  const metadata = objectAt(workload, 'metadata');
  const { labels, annotations } = objectAt(found?.template ?? {}, 'metadata');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: metadata['name'],
      namespace: metadata['namespace'],
      labels,
      annotations,
    },
    spec: found?.spec ?? {},
  };
}

/** Fields of a pod that a kubelet without a cluster ignores or rejects. Without a cluster, nothing replaces them. */
const UNUSABLE: ReadonlyArray<readonly [field: string, reason: string]> = [
  [
    'runtimeClassName',
    "which a kubelet without a cluster ignores, so that the pod would run without that sandbox: make it the runtime's default and remove the field, or use --to cluster",
  ],
  ['schedulingGates', 'which nothing removes without a cluster, so that the pod would never start: remove the field'],
  ['ephemeralContainers', 'which a pod cannot have when it is created: remove the field'],
];

/** Classes that every cluster has. */
const SYSTEM_PRIORITY = /^system-/;

function ignoredFields(subject: string, spec: JsonObject): string[] {
  const { priorityClassName: priority, readinessGates: gates } = spec;
  return [
    ...(typeof priority === 'string' && priority !== '' && !SYSTEM_PRIORITY.test(priority)
      ? [`${subject}: loses its priority class ${quote(priority)}; a kubelet evicts its static pods last`]
      : []),
    ...(isSet(gates)
      ? [`${subject}: is never ready, because nothing sets the conditions of its readinessGates without a cluster`]
      : []),
  ];
}

function isSet(value: unknown): boolean {
  return !isUnset(value) && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function standAlone(pod: Manifest): Manifest {
  const spec = objectAt(pod, 'spec');
  const priority = spec['priorityClassName'];
  if (typeof priority === 'string' && !SYSTEM_PRIORITY.test(priority))
    for (const key of ['priorityClassName', 'priority', 'preemptionPolicy']) delete spec[key];
  for (const key of [...PLACEMENT, 'serviceAccountName', 'serviceAccount']) delete spec[key];
  return pod;
}

function notesOf(subject: string, kind: string, replicas: unknown): string[] {
  if (kind === 'Pod') return [];
  const count = typeof replicas === 'number' && replicas > 1 ? `, instead of ${replicas} replicas` : '';
  return [`${subject}: becomes one pod of this machine's kubelet${count}`];
}

function problemsOf(subject: string, manifest: Manifest, pod: Manifest): string[] {
  const spec = objectAt(pod, 'spec');
  const problems = apiReferences(spec).map(
    ({ pointer, what }) =>
      `${subject}: has ${what} at ${pointer}, which a kubelet without a cluster cannot get: put it into the package, or use --to cluster`,
  );
  for (const [field, reason] of UNUSABLE)
    if (isSet(spec[field])) problems.push(`${subject}: has ${field} ${quote(spec[field])}, ${reason}`);
  problems.push(...nameProblems(pod).map((problem) => `${subject}: ${problem}`));
  if (containersOf(spec).length === 0) problems.push(`${subject}: has no container`);
  if (spec['automountServiceAccountToken'] === true)
    problems.push(
      `${subject}: requests a token of its service account, which a kubelet without a cluster does not have`,
    );
  if (listAt(objectAt(manifest, 'spec'), 'volumeClaimTemplates').length > 0)
    problems.push(`${subject}: claims volumes, which a kubelet without a cluster does not have: use --to cluster`);
  return problems;
}
