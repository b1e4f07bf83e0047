import { LARGEST_ID_IN_USER_NAMESPACE } from '../host/user-id';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { harden } from '../hardening/harden';
import { Posture } from '../hardening/posture';
import { Problems, quote } from '../diagnostics/input-error';
import { APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION, SECCOMP_POD_ANNOTATION } from '../kubernetes/confinement';
import type { Kind } from '../kubernetes/features';
import { lossesOf, recordLosses, type Loss } from '../kubernetes/loss';
import { stringAt, type JsonObject, type Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import type { Port } from '../kubernetes/port';
import { dnsLabel, dnsSubdomain, labelKey, labels as labelProblems, plainText } from '../kubernetes/syntax';
import { NodeAppArmor, Target } from '../kubernetes/target';
import { Flow } from '../network/flow';
import { networkPolicySpec } from '../network/network-policy';
import { Peer } from '../network/peer';
import { ACKNOWLEDGE_ANNOTATION, renderAcknowledgements, type Acknowledgement } from '../kubernetes/acknowledgement';
import { acknowledgementsOfContainer, containerProblems, type ContainerOptions } from './container';
import { EdgeNamespace } from './edge-namespace';
import { Exposure } from './exposure';
import { Identity } from './identity';
import { Life } from './life';
import { Placement } from './placement';
import { PodSecurityLevel, weakest } from './pod-security-level';
import { confine } from './pod-confinement';
import { podSpec, type NamedContainer } from './pod-spec';
import type { UpdatePolicy } from './update-policy';
import type { Weakness } from './weakness';
import { shapeOf, updateProblem, workloadSpec, type WrittenShape } from './workload';

/** Options of an app, without its identity. */
export interface SecureEdgeAppOptions extends ContainerOptions {
  /**
   * Name of the app and of its objects.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Name of the first container.
   * @default - the app's name
   */
  readonly containerName?: string;
  /**
   * Namespace of the app.
   * @default - the EdgeNamespace around the construct, or the chart's namespace
   */
  readonly namespace?: EdgeNamespace;
  /**
   * Kubernetes that reads the manifests.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
  /**
   * Nodes the app runs on, and its number of replicas.
   * @default Placement.replicas(1)
   */
  readonly placement?: Placement;
  /**
   * Lifetime of the app.
   * @default Life.keepsRunning()
   */
  readonly life?: Life;
  /**
   * Strategy to replace the pods of a changed app.
   * @default - Kubernetes' default, a rolling update
   */
  readonly update?: UpdatePolicy;
  /**
   * Acknowledged findings, each with its reason. Its {@link Weakness weaknesses} add their own.
   * @default - none
   */
  readonly acknowledgements?: Acknowledgement[];
  /**
   * Service that exposes the app.
   * @default Exposure.none()
   */
  readonly exposure?: Exposure;
  /**
   * Incoming traffic that is allowed.
   * @default - none
   */
  readonly ingress?: Flow[];
  /**
   * Outgoing traffic that is allowed.
   * @default - none, not even to the cluster's DNS service
   */
  readonly egress?: Flow[];
  /**
   * Host name in the pod.
   * @default - the pod's name
   */
  readonly hostname?: string;
  /**
   * Names of the Secrets with the registries' credentials.
   * @default - none
   */
  readonly pullSecrets?: string[];
  /**
   * Seconds the containers have to stop before they are killed.
   * @default 30
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Additional labels of the app's objects and pods.
   * @default - none
   */
  readonly labels?: Record<string, string>;
  /**
   * Annotations of the pods.
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;
  /**
   * Options of hardening.
   * @default - a read-only root file system with 64Mi at /tmp, no user namespace, no strict groups
   */
  readonly posture?: Posture;
}

/** Options of an app. */
export interface SecureEdgeAppProps extends SecureEdgeAppOptions {
  /**
   * User the app runs as.
   * @default Identity.default(), the user 65532
   */
  readonly identity?: Identity;
}

/** Maximum length of a CronJob's name. Kubernetes appends the time to it, to name each job. */
const LONGEST_SCHEDULED_NAME = 52;
/** Annotations that specify a profile on older targets. An author's annotation would override hardening. */
const CONFINEMENT_ANNOTATIONS = [APPARMOR_ANNOTATION, SECCOMP_POD_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION];
const NAME_LABEL = 'app.kubernetes.io/name';

/**
 * App on edge gateways, hardened by default.
 *
 * The construct creates:
 * - a workload, whose kind depends on the placement, the life and the target
 * - a service account without a token
 * - a network policy that allows only the app's flows
 * - a Service, if the app is exposed
 * - a ConfigMap for each set of files whose text is in the app's code
 *
 * The pods pass Pod Security restricted, unless the app has a {@link Weakness}.
 *
 * ```ts
 * new SecureEdgeApp(shop, 'web', {
 *   image: Image.fromDigest('ghcr.io/acme/web@sha256:…'),
 *   ports: [Port.tcp(8080, 'http')],
 * });
 * ```
 */
export class SecureEdgeApp extends Construct {
  /** Name of the app and of its objects. */
  public readonly name: string;
  /** Namespace of the app's objects. Undefined if `kubectl` selects it. */
  public readonly namespaceName?: string;
  /** User the app runs as. */
  public readonly identity: Identity;
  public readonly placement: Placement;
  public readonly life: Life;
  /** Kubernetes that reads the manifests. */
  public readonly target: Target;
  /** Kind of the app's workload. */
  public readonly kind: string;
  /** Ports of the first container. */
  public readonly ports: Port[];
  /** Workload of the app. To set a field that has no prop, add a JSON patch to it: the patch is applied last. */
  public readonly apiObject: ApiObject;

  private readonly containers: NamedContainer[] = [];
  private readonly ingress: Flow[];
  private readonly egress: Flow[];
  private readonly posture: Posture;
  private readonly props: SecureEdgeAppProps;
  private readonly namespace?: EdgeNamespace;
  private readonly restartPolicy: string;

  /** @throws {@link InputError} if a prop is invalid */
  constructor(scope: Construct, id: string, props: SecureEdgeAppProps) {
    super(scope, id);
    if (props.target) Target.set(this, props.target);
    this.target = Target.of(this);
    this.props = props;
    this.name = props.name ?? id;
    this.identity = props.identity ?? Identity.default();
    this.placement = props.placement ?? Placement.replicas(1);
    this.life = props.life ?? Life.keepsRunning();
    this.posture = props.posture ?? new Posture();
    this.ports = [...(props.ports ?? [])];
    this.namespace = props.namespace ?? EdgeNamespace.of(this);
    this.namespaceName = this.namespace?.name ?? Chart.of(this).namespace;
    const exposure = props.exposure ?? Exposure.none();
    this.ingress = [...(props.ingress ?? []), ...exposure._flows(this.ports)];
    this.egress = [...(props.egress ?? [])];

    const shape = shapeOf(this.placement._kind, this.life._kind, this.target);
    const first: NamedContainer = { name: props.containerName ?? this.name, role: 'container', options: props };
    const problems = new Problems();
    for (const problem of [...this.problemsOf(props, exposure), ...this.problemsOfContainer(first)])
      problems.add(problem);
    if ('refused' in shape)
      problems.add(
        `placement (${this.placement.describe()}) of an app that ${WORDS[this.life._kind]} cannot be written for ${this.target.name}: ${shape.refused}`,
      );
    else if (props.update) problems.add(updateProblem(shape.kind, props.update, this.target));
    problems.throwIfAny(this.subject);
    const { kind, restartPolicy } = shape as WrittenShape;
    this.kind = kind;
    this.restartPolicy = restartPolicy;
    this.join(first);
    this.namespace?._join(this);

    this.apiObject = this.write('Workload', kind, ['spec'], () => this.renderWorkload(kind));
    this.addServiceAccount();
    this.write('NetworkPolicy', 'NetworkPolicy', ['spec'], () => this.renderNetworkPolicy());
    if (exposure.serviceType !== undefined) {
      this.write('Service', 'Service', ['spec'], () => {
        const { annotations, spec } = exposure._service(this.selector, this.ports);
        return { metadata: { labels: this.labels, annotations }, spec };
      });
    }
  }

  /**
   * Adds a container that runs beside the first.
   * @throws {@link InputError} if the container is invalid, or its name is taken
   */
  public addContainer(name: string, options: ContainerOptions): void {
    this.add({ name, role: 'container', options });
  }

  /**
   * Adds a container that starts before the others and ends after them. If the target does not have sidecars (1.29), it
   * is an ordinary container, and the manifest records the loss.
   * @throws {@link InputError} if the container is invalid, or its name is taken
   */
  public addSidecar(name: string, options: ContainerOptions): void {
    this.add({ name, role: 'sidecar', options });
  }

  /**
   * Adds a container that ends before the others start. Init containers run in the order of the calls.
   * @throws {@link InputError} if the container is invalid, or its name is taken
   */
  public addInitContainer(name: string, options: ContainerOptions): void {
    this.add({ name, role: 'init', options });
  }

  /**
   * Allows the app to connect to a peer.
   * @throws {@link InputError} if the target cannot select the peer
   */
  public allowEgress(flow: Flow): void {
    this.checkFlow(flow);
    this.egress.push(flow);
  }

  /**
   * Allows a peer to connect to the app.
   * @throws {@link InputError} if the target cannot select the peer
   */
  public allowIngress(flow: Flow): void {
    this.checkFlow(flow);
    this.ingress.push(flow);
  }

  /**
   * Allows the app to connect to another app, in the network policies of both apps.
   * @param other app that accepts the connection
   * @param ports ports of the other app; those of its first container if none is given
   * @throws {@link InputError} if no port is known, or the target cannot select the namespace of one of the apps
   */
  public allowTo(other: SecureEdgeApp, ...ports: Port[]): void {
    const reached = ports.length > 0 ? ports : other.ports;
    const problems = new Problems();
    if (reached.length === 0) problems.add(`${quote(other.name)} does not listen on a port: pass the ports to reach`);
    for (const app of [this, other])
      if (app.namespaceName === undefined && this.namespaceName !== other.namespaceName)
        problems.add(
          `the namespace of ${quote(app.name)} is unknown: set the namespace of its chart, or put the app into an EdgeNamespace`,
        );
    problems.throwIfAny(this.subject);
    const [to, from] = [Flow.with(other.peerFor(this), ...reached), Flow.with(this.peerFor(other), ...reached)];
    other.checkFlow(from);
    this.allowEgress(to);
    other.allowIngress(from);
  }

  /** Security settings that the target does not support, as the workload records them. */
  public get losses(): Loss[] {
    return lossesOf(this.renderWorkload(this.kind as Kind));
  }

  /** Acknowledgements of the containers' choices, and those of the app. */
  public get acknowledgements(): Acknowledgement[] {
    const alone = this.containers.length === 1;
    const chosen = this.containers.flatMap(({ name, options }) =>
      acknowledgementsOfContainer(options, alone ? undefined : name),
    );
    return [...chosen, ...(this.props.acknowledgements ?? [])];
  }

  /** Strictest level of the Pod Security Standards that accepts the pods. */
  public get podSecurityLevel(): PodSecurityLevel {
    return weakest(this.containers.flatMap(({ options }) => options.weaknesses ?? []).map((w) => w.podSecurityLevel));
  }

  /** Labels by which a Service or a policy selects the pods. */
  public get selector(): Record<string, string> {
    return { [NAME_LABEL]: this.name };
  }

  /**
   * Returns fields of the pod spec that a kind of app adds.
   * @internal
   */
  protected _podFields(): JsonObject {
    return {};
  }

  private get subject(): string {
    return `${this.constructor.name} ${quote(this.node.path)}`;
  }

  private get labels(): Record<string, string> {
    return { ...this.props.labels, ...this.selector };
  }

  private peerFor(other: SecureEdgeApp): Peer {
    return Peer.pods(
      this.selector,
      this.namespaceName !== undefined && this.namespaceName !== other.namespaceName
        ? { namespace: this.namespaceName }
        : {},
    );
  }

  private checkFlow(flow: Flow): void {
    const problems = new Problems();
    problems.add(flow._problem(this.target));
    problems.throwIfAny(this.subject);
  }

  private problemsOf(props: SecureEdgeAppProps, exposure: Exposure): (string | undefined)[] {
    const { labels = {}, podAnnotations = {}, pullSecrets = [] } = props;
    const ids = [this.identity.userId, this.identity.groupId, ...this.identity.supplementalGroups].filter(
      (i) => i !== undefined,
    );
    const grace = props.terminationGracePeriodSeconds;
    return [
      dnsLabel('name', this.name),
      ...(props.containerName === undefined ? [] : [dnsLabel('container name', props.containerName)]),
      ...(this.life._kind === 'schedule' && this.name.length > LONGEST_SCHEDULED_NAME
        ? [
            `name of an app that runs on a schedule must have at most ${LONGEST_SCHEDULED_NAME} characters, got ${quote(this.name)}: Kubernetes appends the time of each run`,
          ]
        : []),
      ...(exposure.serviceType !== undefined && /^[0-9]/.test(this.name)
        ? [
            `name of an exposed app must start with a letter, because it is the name of a Service, got ${quote(this.name)}`,
          ]
        : []),
      ...(props.hostname === undefined ? [] : [dnsLabel('hostname', props.hostname)]),
      ...pullSecrets.map((secret) => dnsSubdomain('pull secret', secret)),
      ...labelProblems('label', labels),
      ...(NAME_LABEL in labels
        ? [`label ${quote(NAME_LABEL)} is set by the app's name: use the name prop to change it`]
        : []),
      ...Object.entries(podAnnotations).flatMap(([key, value]) => [
        labelKey('annotation key', key),
        CONFINEMENT_ANNOTATIONS.some((prefix) => key.startsWith(prefix))
          ? `annotation ${quote(key)} is set by appArmor, seccomp and weaknesses: remove it`
          : undefined,
        plainText(`annotation ${quote(key)}`, value),
      ]),
      ...(grace !== undefined && !(Number.isSafeInteger(grace) && grace >= 0)
        ? [`terminationGracePeriodSeconds must be a whole number, 0 or more, got ${quote(grace)}`]
        : []),
      exposure._problem(this.ports, this.target),
      ...[...this.ingress, ...this.egress].map((flow) => flow._problem(this.target)),
      ...(this.posture.userNamespaces
        ? ids
            .filter((i) => i > LARGEST_ID_IN_USER_NAMESPACE)
            .map((i) => `ids must be at most ${LARGEST_ID_IN_USER_NAMESPACE} in a user namespace, got ${i}`)
        : []),
    ];
  }

  private add(added: NamedContainer): void {
    const problems = new Problems();
    problems.add(dnsLabel('container name', added.name));
    for (const problem of this.problemsOfContainer(added)) problems.add(problem);
    problems.throwIfAny(`container ${quote(added.name)} of ${this.subject}`);
    this.join(added);
  }

  private problemsOfContainer(added: NamedContainer): (string | undefined)[] {
    const { name, role, options } = added;
    const held = this.containers.filter((c) => c.role !== 'init').flatMap((c) => (c.options.ports ?? []).map(inWords));
    const taken = role === 'init' ? [] : (options.ports ?? []).map(inWords).filter((port) => held.includes(port));
    const probes = (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).filter((p) => options[p]);
    const accounts = [...this.containers, added].map((c) => serviceAccountOf(c.options)).filter((a) => a !== undefined);
    const field = options.appArmor?._field;
    return [
      ...containerProblems(options),
      this.containers.some((c) => c.name === name)
        ? `container name ${quote(name)} is taken: give each container its own name`
        : undefined,
      ...taken.map(
        (port) =>
          `port ${port} is taken by another container of the pod, because containers of a pod share its network`,
      ),
      ...(role === 'init' ? probes : []).map(
        (probe) => `${probe} must be unset, because an init container ends before the others start: remove it`,
      ),
      role === 'sidecar' && this.life._kind !== 'keeps-running' && !this.target._supports('sidecarContainers')
        ? `a sidecar of an app that ${WORDS[this.life._kind]} needs Kubernetes 1.29 or later, got ${this.target.name}, where its pod would never end`
        : undefined,
      new Set(accounts).size > 1
        ? `containers of a pod must have the same service account, got ${[...new Set(accounts)].map(quote).join(' and ')}: put the containers into separate apps`
        : undefined,
      field?.type === 'Localhost' && this.target.appArmor === NodeAppArmor.NO
        ? `AppArmor profile ${quote(field.localhostProfile)} cannot be applied, because the nodes of ${this.target.name} do not have AppArmor and the pod would never start: remove appArmor, or use a target whose nodes have it`
        : undefined,
      this.refusal(options.weaknesses ?? []),
    ];
  }

  private join(added: NamedContainer): void {
    this.containers.push(added);
    const taken = new Set(this.node.children.map((c) => c.node.id));
    for (const files of added.options.files ?? []) {
      const text = files._text;
      if (text === undefined) continue;
      const name = files._configMapName(this.name);
      if (taken.has(name)) continue;
      taken.add(name);
      const immutable = this.target._supports('immutableConfig');
      this.write(
        name,
        'ConfigMap',
        immutable ? ['data', 'immutable'] : ['data'],
        () => ({ metadata: { labels: this.labels }, data: text, ...(immutable && { immutable }) }),
        name,
      );
    }
  }

  /** Reason that the namespace rejects a container with some weaknesses. */
  private refusal(weaknesses: ReadonlyArray<Weakness>): string | undefined {
    const needs = weakest(weaknesses.map((w) => w.podSecurityLevel));
    const why = weaknesses
      .filter((w) => w.podSecurityLevel === needs)
      .flatMap((w) => w.acknowledgements.map((a) => a.rule));
    return this.namespace?._refusal(needs, why);
  }

  private addServiceAccount(): void {
    if (this.target._apiVersion('ServiceAccount') === undefined || serviceAccountOf(this.props) !== undefined) return;
    this.write('ServiceAccount', 'ServiceAccount', ['automountServiceAccountToken'], () => ({
      metadata: { labels: this.labels },
      automountServiceAccountToken: false,
    }));
  }

  private write(id: string, kind: Kind, fields: string[], render: () => Manifest, name = this.name): ManifestObject {
    return new ManifestObject(this, id, {
      apiVersion: this.target._apiVersion(kind) ?? '',
      kind,
      name,
      ...(this.namespaceName !== undefined && { namespace: this.namespaceName }),
      fields,
      render,
    });
  }

  private renderNetworkPolicy(): Manifest {
    const { spec, losses } = networkPolicySpec({ matchLabels: this.selector }, this.ingress, this.egress, this.target);
    const manifest: Manifest = { metadata: { labels: this.labels }, spec };
    recordLosses(manifest, losses);
    return manifest;
  }

  private renderWorkload(kind: Kind): Manifest {
    const { hostname, pullSecrets, terminationGracePeriodSeconds } = this.props;
    const { spec, losses } = podSpec({
      app: this.name,
      target: this.target,
      containers: this.containers,
      identity: this.identity,
      placement: this.placement,
      byNodeName: kind === 'Pod',
      restartPolicy: this.restartPolicy,
      keepsRunning: this.life._kind === 'keeps-running',
      tmpSize: this.posture.tmpSize,
      hostname,
      pullSecrets,
      terminationGracePeriodSeconds,
      fields: this._podFields(),
    });
    const { podAnnotations = {} } = this.props;
    const metadata = {
      labels: this.labels,
      ...(Object.keys(podAnnotations).length > 0 && { annotations: podAnnotations }),
    };
    const parts = {
      kind,
      selector: this.selector,
      placement: this.placement,
      life: this.life,
      template: { metadata, spec },
    };
    const { acknowledgements } = this;
    const manifest: Manifest = {
      apiVersion: this.target._apiVersion(kind),
      kind,
      metadata: {
        labels: this.labels,
        annotations: {
          ...(kind === 'Pod' && podAnnotations),
          ...(acknowledgements.length > 0 && { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements(acknowledgements) }),
        },
      },
      spec: workloadSpec(this.props.update === undefined ? parts : { ...parts, update: this.props.update }),
    };
    confine(manifest, this.containers, this.target);
    recordLosses(manifest, losses);
    return harden(manifest, this.posture, this.target);
  }
}

/** Service account that a weakness selects instead of the app's own. */
function serviceAccountOf({ weaknesses = [] }: ContainerOptions): string | undefined {
  const spec: JsonObject = {};
  for (const weakness of weaknesses) weakness._weakenPod?.(spec);
  return stringAt(spec, 'serviceAccountName');
}

function inWords(port: Port): string {
  return `${port.number}/${port.protocol}`;
}

const WORDS = { 'keeps-running': 'keeps running', once: 'runs once', schedule: 'runs on a schedule' } as const;
