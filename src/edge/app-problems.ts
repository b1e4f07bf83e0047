import { quote } from '../diagnostics/input-error';
import { LARGEST_ID_IN_USER_NAMESPACE } from '../host/user-id';
import { APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION, SECCOMP_POD_ANNOTATION } from '../kubernetes/confinement';
import type { Port } from '../kubernetes/port';
import { inSeconds } from '../kubernetes/amount';
import { namespaceProblem, referenceTo } from '../kubernetes/named-object';
import { safeSysctlsOf } from '../kubernetes/safe-sysctls';
import { dnsLabel, dnsSubdomain, labelKey, labels as labelProblems, plainText } from '../kubernetes/syntax';
import { NodeAppArmor } from '../kubernetes/target';
import { NAME_LABEL } from './app-manifests';
import { referencesOf, serviceAccountOf } from './container-options';
import { containerProblems } from './container-problems';
import { plainSecretProblems } from './plain-secret-problems';
import { dnsProblems } from './dns-options';
import { EdgeNamespace } from './edge-namespace';
import { LONGEST_HASHED_NAME } from './job-name';
import { weakest } from './pod-security-level';
import type { NamedContainer } from './pod-spec';
import { replicaProblems } from './replica-problems';
import type { AppSettings } from './secure-edge-app-options';
import { weaknessProblems } from './weaknesses/weakness-problems';
import type { Weakness } from './weakness';
import { shapeOf, updateProblem } from './workload';

/** Maximum length of a CronJob's name. Kubernetes appends the time to it, to name each job. */
const LONGEST_SCHEDULED_NAME = 52;
/** Annotations that specify a profile on older targets. An author's annotation would override hardening. */
const CONFINEMENT_ANNOTATIONS = [APPARMOR_ANNOTATION, SECCOMP_POD_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION];
const WORDS = { 'keeps-running': 'keeps running', once: 'runs once', schedule: 'runs on a schedule' } as const;

/** Problems of an app's settings, without those of its containers. */
export function appProblems(app: AppSettings): (string | undefined)[] {
  const { hostname, containerName } = app;
  const grace = app.terminationGracePeriodSeconds && inSeconds(app.terminationGracePeriodSeconds);
  return [
    dnsLabel('name', app.name),
    containerName === undefined ? undefined : dnsLabel('container name', containerName),
    app.life._kind === 'schedule' && app.name.length > LONGEST_SCHEDULED_NAME
      ? `name of an app that runs on a schedule must have at most ${LONGEST_SCHEDULED_NAME} characters, got ${quote(app.name)}: Kubernetes appends the time of each run`
      : undefined,
    app.life._isNamedByTemplate && app.name.length > LONGEST_HASHED_NAME
      ? `name of an app with runsAgainAfterChange must have at most ${LONGEST_HASHED_NAME} characters, got ${quote(app.name)}: a hash is appended to it`
      : undefined,
    app.exposure.serviceType !== undefined && /^[0-9]/.test(app.name)
      ? `name of an exposed app must start with a letter, because it is the name of a Service, got ${quote(app.name)}`
      : undefined,
    app.exposure.aliases.includes(app.name)
      ? `alias must differ from the app's name, got ${quote(app.name)}: remove it`
      : undefined,
    hostname === undefined ? undefined : dnsLabel('hostname', hostname),
    app.namespace === undefined || app.namespace instanceof EdgeNamespace
      ? undefined
      : referenceTo('Namespace', app.namespace, 'namespace', dnsLabel).problem,
    ...dnsProblems(app.dns ?? {}),
    ...pullSecretProblems(app),
    ...sysctlProblems(app),
    app.runtimeClass === undefined ? undefined : dnsSubdomain('runtimeClass', app.runtimeClass),
    ...metadataProblems(app),
    grace !== undefined && !(Number.isSafeInteger(grace) && grace >= 0)
      ? `terminationGracePeriodSeconds must be a whole number, 0 or more, got ${quote(grace)}`
      : undefined,
    app.exposure._problem(app.ports, app.target),
    ...[...app.ingress, ...app.egress].map((flow) => flow._problem(app.target)),
    ...userNamespaceProblems(app),
  ];
}

/** Problems of a placement, a life and an update policy that no workload of the target has together, and of its replicas. */
export function workloadProblems(app: AppSettings): (string | undefined)[] {
  const shape = shapeOf(app.placement._kind, app.life._kind, app.target);
  return [workloadProblem(app), ...('refused' in shape ? [] : replicaProblems(app, shape.kind))];
}

function workloadProblem({ placement, life, target, update, weaknesses }: AppSettings): string | undefined {
  const shape = shapeOf(placement._kind, life._kind, target);
  if (life.retries !== undefined && target.isIzumaEdge)
    return `retries cannot be written for ${target.name}, where the kubelet tries again for ever: remove retries`;
  if (life._isNamedByTemplate && target.isIzumaEdge)
    return `runsAgainAfterChange cannot be written for ${target.name}, which does not have jobs: remove it`;
  if ('refused' in shape)
    return `placement (${placement.describe()}) of an app that ${WORDS[life._kind]} cannot be written for ${target.name}: ${shape.refused}`;
  const opensNodePort = weaknesses.some((weakness) => weakness._opensNodePort);
  if (update !== undefined && shape.kind === 'Deployment' && opensNodePort && !update._stopsFirst)
    return 'update policy of an app with a port of the gateway must stop the old pod first, because the new one needs the same port: remove update, or use UpdatePolicy.recreate';
  return update && updateProblem(shape.kind, update, target);
}

/** Problem of an exposed app that no client may reach, once every flow is known. */
export function unreachableProblem({
  exposure,
  ingress,
  ports,
  target,
  weaknesses,
  isolates,
}: AppSettings): string | undefined {
  if (exposure.serviceType === undefined || !isolates || weaknesses.some((w) => w._sharesNetwork)) return undefined;
  const admitted = ingress.map((flow) => flow._render(target).ports);
  const reaches = ({ number, protocol }: Port): boolean =>
    admitted.some((list) => list.length === 0 || list.some((p) => p['port'] === number && p['protocol'] === protocol));
  if (admitted.length > 0 && (ports.length === 0 || ports.some(reaches))) return undefined;
  return 'the app is exposed, but no flow admits a client: set ingress, such as [Flow.with(Peer.namespace("…"), …)], or call allowTo of another app; an empty list (ingress: []) says that another policy admits the clients';
}

/** Problems of a container that joins the containers of an app. */
export function problemsOfAdded(
  { name, role, options }: NamedContainer,
  containers: ReadonlyArray<NamedContainer>,
  { life, target, edgeNamespace, namespaceName, acknowledgements = [] }: AppSettings,
): (string | undefined)[] {
  const held = containers.filter((c) => c.role !== 'init').flatMap((c) => (c.options.ports ?? []).map(inWords));
  const taken = role === 'init' ? [] : (options.ports ?? []).map(inWords).filter((port) => held.includes(port));
  const unusable = (['livenessProbe', 'readinessProbe', 'startupProbe', 'postStart', 'preStop'] as const).filter(
    (name) => options[name],
  );
  const accounts = [...containers.map((c) => c.options), options].map(serviceAccountOf).filter((a) => a !== undefined);
  const field = options.appArmor?._field;
  return [
    ...containerProblems(options),
    ...plainSecretProblems(name, options.env, acknowledgements),
    ...(options.devices ?? []).map((device) => device._problem(target)),
    options.stopSignal?._problem(target),
    options.seLinux?._problem(target),
    ...weaknessProblems([...containers.map((each) => each.options), options], target),
    ...referencesOf(options).map((reference) => namespaceProblem(reference, namespaceName)),
    containers.some((c) => c.name === name)
      ? `container name ${quote(name)} is taken: give each container its own name`
      : undefined,
    ...taken.map(
      (port) => `port ${port} is taken by another container of the pod, because containers of a pod share its network`,
    ),
    ...(role === 'init' ? unusable : []).map(
      (name) => `${name} must be unset, because an init container ends before the others start: remove it`,
    ),
    role === 'sidecar' && life._kind !== 'keeps-running' && !target._supports('sidecarContainers')
      ? `a sidecar of an app that ${WORDS[life._kind]} needs Kubernetes 1.29 or later, got ${target.name}, where its pod would never end`
      : undefined,
    new Set(accounts).size > 1
      ? `containers of a pod must have the same service account, got ${[...new Set(accounts)].map(quote).join(' and ')}: put the containers into separate apps`
      : undefined,
    field?.type === 'Localhost' && target.appArmor === NodeAppArmor.NO
      ? `AppArmor profile ${quote(field.localhostProfile)} cannot be applied, because the nodes of ${target.name} do not have AppArmor and the pod would never start: remove appArmor, or use a target whose nodes have it`
      : undefined,
    refusal(edgeNamespace, options.weaknesses ?? []),
  ];
}

/** Problems of a connection from one app to another. */
export function connectionProblems(from: AppSettings, to: AppSettings, ports: ReadonlyArray<Port>): string[] {
  const unknown = [from, to].filter(
    (app) => app.namespaceName === undefined && from.namespaceName !== to.namespaceName,
  );
  return [
    ...(ports.length === 0 ? [`${quote(to.name)} does not listen on a port: pass the ports to reach`] : []),
    ...unknown.map(
      ({ name }) =>
        `the namespace of ${quote(name)} is unknown: set the namespace of its chart, or put the app into an EdgeNamespace`,
    ),
  ];
}

function pullSecretProblems({ pullSecrets = [], namespaceName }: AppSettings): (string | undefined)[] {
  return pullSecrets
    .map((secret) => referenceTo('Secret', secret, 'pull secret'))
    .map((reference) => reference.problem ?? namespaceProblem(reference, namespaceName));
}

function sysctlProblems({ sysctls = {}, target, weaknesses = [] }: AppSettings): (string | undefined)[] {
  const safe = safeSysctlsOf(target.minor);
  const isOfNode = weaknesses.some(({ _sharesNetwork }) => _sharesNetwork);
  return Object.entries(sysctls).map(([name, value]) => {
    if (!safe.has(name))
      return `kernel parameter ${quote(name)} is not safe in ${target.name}: use Weakness.sysctl with a reason`;
    // the API server rejects the pod
    if (isOfNode && name.startsWith('net.'))
      return `kernel parameter ${quote(name)} cannot be set by a pod on the network of the node: set it on the node`;
    return plainText(`kernel parameter ${quote(name)}`, value);
  });
}

function metadataProblems({ labels = {}, podAnnotations = {} }: AppSettings): (string | undefined)[] {
  return [
    ...labelProblems('label', labels),
    NAME_LABEL in labels
      ? `label ${quote(NAME_LABEL)} is set by the app's name: use the name prop to change it`
      : undefined,
    ...Object.entries(podAnnotations).flatMap(([key, value]) => [
      labelKey('annotation key', key),
      CONFINEMENT_ANNOTATIONS.some((prefix) => key.startsWith(prefix))
        ? `annotation ${quote(key)} is set by appArmor, seccomp and weaknesses: remove it`
        : undefined,
      plainText(`annotation ${quote(key)}`, value),
    ]),
  ];
}

function userNamespaceProblems({ posture, identity }: AppSettings): string[] {
  if (!posture.userNamespaces) return [];
  return [identity.userId, identity.groupId, ...identity.supplementalGroups]
    .filter((id) => id !== undefined && id > LARGEST_ID_IN_USER_NAMESPACE)
    .map((id) => `ids must be at most ${LARGEST_ID_IN_USER_NAMESPACE} in a user namespace, got ${id}`);
}

/** Reason that a namespace rejects a container with some weaknesses. */
function refusal(namespace: EdgeNamespace | undefined, weaknesses: ReadonlyArray<Weakness>): string | undefined {
  const needs = weakest(weaknesses.map((w) => w.podSecurityLevel));
  const why = weaknesses
    .filter((w) => w.podSecurityLevel === needs)
    .flatMap((w) => w.acknowledgements.map((a) => a.rule));
  return namespace?._refusal(needs, why);
}

function inWords(port: Port): string {
  return `${port.number}/${port.protocol}`;
}
