import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { harden } from '../hardening/harden';
import { Posture } from '../hardening/posture';
import { InputError, Problems, quote } from '../input-error';
import { fillAppArmor, fillAppArmorOf, fillSeccomp, type ConfinementField } from '../kubernetes/confinement';
import type { Kind } from '../kubernetes/features';
import { lossesOf, recordLosses, type Loss } from '../kubernetes/loss';
import type { JsonObject, Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { containersOf, podsOf } from '../kubernetes/pods';
import type { Port } from '../kubernetes/port';
import { dnsLabel, dnsSubdomain, labelKey, labels as labelProblems, plainText } from '../kubernetes/syntax';
import { NodeAppArmor, Target } from '../kubernetes/target';
import { Flow } from '../network/flow';
import { networkPolicySpec } from '../network/network-policy';
import { Peer } from '../network/peer';
import { ACKNOWLEDGE_ANNOTATION, renderAcknowledgements, type Acknowledgement } from '../policy/acknowledgement';
import {
  acknowledgementsOfContainer,
  containerProblems,
  needsFsGroup,
  renderContainer,
  type ContainerOptions,
} from './container';
import { EdgeNamespace } from './edge-namespace';
import { Exposure } from './exposure';
import { Identity } from './identity';
import { Life } from './life';
import { Placement } from './placement';
import { PodSecurityLevel, weakest } from './pod-security';
import type { UpdatePolicy } from './update-policy';
import type { Weakness } from './weakness';
import { shapeOf, updateProblem, workloadSpec, type WrittenShape } from './workload';

/** An app, but for the user that it runs as. */
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
   * The namespace that it belongs to.
   * @default - the EdgeNamespace that it stands in, else the chart's namespace
   */
  readonly namespace?: EdgeNamespace;
  /**
   * The Kubernetes that will read the output.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
  /**
   * Where it runs, and how many times.
   * @default Placement.replicas(1)
   */
  readonly placement?: Placement;
  /**
   * How long it runs.
   * @default Life.keepsRunning()
   */
  readonly life?: Life;
  /**
   * How a changed app replaces the one that runs.
   * @default - Kubernetes' own, a rolling update
   */
  readonly update?: UpdatePolicy;
  /**
   * Who finds it by a Service.
   * @default Exposure.none()
   */
  readonly exposure?: Exposure;
  /**
   * Who may connect to it.
   * @default - nobody
   */
  readonly ingress?: Flow[];
  /**
   * Whom it may connect to.
   * @default - nobody, not even the cluster's DNS
   */
  readonly egress?: Flow[];
  /**
   * Name that the container knows itself by.
   * @default - the pod's name
   */
  readonly hostname?: string;
  /**
   * Secrets with the registries' credentials, by name.
   * @default - none
   */
  readonly pullSecrets?: string[];
  /**
   * Time that it has to end by itself, in seconds.
   * @default 30
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * More labels of the app's objects and pods.
   * @default - none
   */
  readonly labels?: Record<string, string>;
  /**
   * Annotations of its pods.
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;
  /**
   * What hardening asks for beyond what every pod gets.
   * @default - a read-only root file system with 64Mi at /tmp, no user namespace, no strict groups
   */
  readonly posture?: Posture;
}

/** An app. */
export interface SecureEdgeAppProps extends SecureEdgeAppOptions {
  /**
   * The user that it runs as.
   * @default Identity.default(), the user 65532
   */
  readonly identity?: Identity;
}

/** What a container is beside the first. */
type Role = 'container' | 'sidecar' | 'init';

interface NamedContainer {
  readonly name: string;
  readonly role: Role;
  readonly options: ContainerOptions;
}

const NAME_LABEL = 'app.kubernetes.io/name';
/** Highest id in a user namespace of Kubernetes. */
const HIGHEST_NAMESPACED_ID = 65535;

/**
 * An app on edge gateways, hardened unless a weakness is asked for by name.
 *
 * It becomes one workload (which kind, the placement, the life and the target decide), a service account without a
 * token, a network policy that lets only the named flows through, a Service if it is exposed, and a ConfigMap for
 * each set of files written in the app. Its pods pass Pod Security restricted.
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
  /** Namespace of its objects; undefined when `kubectl` decides. */
  public readonly namespaceName?: string;
  /** The user that it runs as. */
  public readonly identity: Identity;
  public readonly placement: Placement;
  public readonly life: Life;
  /** The Kubernetes that will read the output. */
  public readonly target: Target;
  /** Kind of the workload that it becomes. */
  public readonly kind: string;
  /** Ports of its first container. */
  public readonly ports: Port[];
  /** Its workload, for what this class has no prop for: a JSON patch has the last word. */
  public readonly apiObject: ApiObject;

  private readonly containers: NamedContainer[] = [];
  private readonly ingress: Flow[];
  private readonly egress: Flow[];
  private readonly posture: Posture;
  private readonly props: SecureEdgeAppProps;
  private readonly namespace?: EdgeNamespace;
  private readonly restartPolicy: string;

  /** @throws when a prop is not valid; the error names each problem, the value, what is allowed and how to mend it */
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
    const problems = new Problems();
    for (const problem of this.problemsOf(props, exposure)) problems.add(problem);
    if ('refused' in shape)
      problems.add(
        `${this.placement.describe()} that ${WORDS[this.life._kind]} cannot be written for ${this.target.name}: ${shape.refused}`,
      );
    else if (props.update) problems.add(updateProblem(shape.kind, props.update, this.target));
    problems.throwIfAny(this.subject);
    const { kind, restartPolicy } = shape as WrittenShape;
    this.kind = kind;
    this.restartPolicy = restartPolicy;
    this.add({ name: props.containerName ?? this.name, role: 'container', options: props });
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
   * @throws when it is not valid, or its name is taken
   */
  public addContainer(name: string, options: ContainerOptions): void {
    this.add({ name, role: 'container', options });
  }

  /**
   * Adds a container that starts before the others and ends after them, where the target has sidecars (1.29);
   * elsewhere it is an ordinary container, which the manifest names as a loss.
   * @throws when it is not valid, or its name is taken
   */
  public addSidecar(name: string, options: ContainerOptions): void {
    this.add({ name, role: 'sidecar', options });
  }

  /**
   * Adds a container that ends before the others start, in the order of the calls.
   * @throws when it is not valid, or its name is taken
   */
  public addInitContainer(name: string, options: ContainerOptions): void {
    this.add({ name, role: 'init', options });
  }

  /** Lets it connect to a peer. */
  public allowEgress(flow: Flow): void {
    this.egress.push(flow);
  }

  /** Lets a peer connect to it. */
  public allowIngress(flow: Flow): void {
    this.ingress.push(flow);
  }

  /**
   * Lets it connect to another app, on that app's ports: both apps' policies say so.
   * @param ports by default those of the other app's first container
   * @throws when the other app has no ports and none are given
   */
  public allowTo(other: SecureEdgeApp, ...ports: Port[]): void {
    const reached = ports.length > 0 ? ports : other.ports;
    if (reached.length === 0)
      throw new InputError(this.subject, [`${quote(other.name)} listens on no port: name the ports to reach`]);
    this.allowEgress(Flow.with(other.peerFor(this), ...reached));
    other.allowIngress(Flow.with(this.peerFor(other), ...reached));
  }

  /** What the target made the app lose, as its workload names it. */
  public get losses(): Loss[] {
    return lossesOf(this.renderWorkload(this.kind as Kind));
  }

  /** What is accepted by the choices of its containers. */
  public get acknowledgements(): Acknowledgement[] {
    const alone = this.containers.length === 1;
    return this.containers.flatMap(({ name, options }) =>
      acknowledgementsOfContainer(options, alone ? undefined : name),
    );
  }

  /** The strictest level of the Pod Security Standards that takes its pods. */
  public get podSecurityLevel(): PodSecurityLevel {
    return weakest(this.containers.flatMap(({ options }) => options.weaknesses ?? []).map((w) => w.podSecurityLevel));
  }

  /** Labels by which a Service or a policy selects its pods. */
  public get selector(): Record<string, string> {
    return { [NAME_LABEL]: this.name };
  }

  /**
   * What a kind of app says in every pod's spec, beside what its props say.
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

  private problemsOf(props: SecureEdgeAppProps, exposure: Exposure): (string | undefined)[] {
    const { labels = {}, podAnnotations = {}, pullSecrets = [] } = props;
    const ids = [this.identity.userId, this.identity.groupId, ...this.identity.supplementalGroups].filter(
      (i) => i !== undefined,
    );
    const grace = props.terminationGracePeriodSeconds;
    return [
      dnsLabel('name', this.name),
      ...(props.hostname === undefined ? [] : [dnsLabel('hostname', props.hostname)]),
      ...pullSecrets.map((secret) => dnsSubdomain('pull secret', secret)),
      ...labelProblems('label', labels),
      ...(NAME_LABEL in labels
        ? [`label ${quote(NAME_LABEL)} is the app's own: give it another name by the name prop`]
        : []),
      ...Object.entries(podAnnotations).flatMap(([key, value]) => [
        labelKey('annotation key', key),
        plainText(`annotation ${quote(key)}`, value),
      ]),
      ...(grace !== undefined && !(Number.isInteger(grace) && grace >= 0)
        ? [`terminationGracePeriodSeconds must be a whole number from 0 on, got ${quote(grace)}`]
        : []),
      exposure._problem(this.ports),
      ...(exposure.serviceType !== undefined && this.target.apiVersion('Service') === undefined
        ? [`${this.target.name} routes no Services: leave the exposure out`]
        : []),
      ...(this.posture.userNamespaces
        ? ids
            .filter((i) => i > HIGHEST_NAMESPACED_ID)
            .map((i) => `ids must be at most ${HIGHEST_NAMESPACED_ID} in a user namespace, got ${i}`)
        : []),
    ];
  }

  private add(added: NamedContainer): void {
    const problems = new Problems();
    for (const problem of containerProblems(added.name, added.options)) problems.add(problem);
    if (this.containers.some((c) => c.name === added.name))
      problems.add(`container name ${quote(added.name)} is taken: give each container a name of its own`);
    const held = new Set(
      this.containers.filter((c) => c.role !== 'init').flatMap((c) => (c.options.ports ?? []).map(inWords)),
    );
    for (const port of (added.options.ports ?? []).map(inWords))
      if (held.has(port) && added.role !== 'init')
        problems.add(`port ${port} is taken by another container of the pod, which shares its network`);
    const field = added.options.appArmor?._field;
    if (field?.type === 'Localhost' && this.target.appArmor === NodeAppArmor.NO) {
      problems.add(
        `AppArmor profile ${quote(field.localhostProfile)} cannot be applied: the nodes of ${this.target.name} have no AppArmor, so the pod would never start: leave appArmor out, or choose a target whose nodes have it`,
      );
    }
    problems.add(this.refusal(added.options.weaknesses ?? []));
    problems.throwIfAny(
      added.role === 'container' && this.containers.length === 0
        ? this.subject
        : `container ${quote(added.name)} of ${this.subject}`,
    );
    this.containers.push(added);
    const taken = new Set(this.node.children.map((c) => c.node.id));
    for (const files of added.options.files ?? []) {
      const text = files._text;
      if (text === undefined) continue;
      const name = files._configMapName(this.name);
      if (taken.has(name)) continue;
      taken.add(name);
      const immutable = this.target.supports('immutableConfig');
      this.write(
        name,
        'ConfigMap',
        immutable ? ['data', 'immutable'] : ['data'],
        () => ({ metadata: { labels: this.labels }, data: text, ...(immutable && { immutable }) }),
        name,
      );
    }
  }

  /** Why the namespace does not take a container that is weak in some ways. */
  private refusal(weaknesses: ReadonlyArray<Weakness>): string | undefined {
    const needs = weakest(weaknesses.map((w) => w.podSecurityLevel));
    const why = weaknesses
      .filter((w) => w.podSecurityLevel === needs)
      .flatMap((w) => w.acknowledgements.map((a) => a.rule));
    return this.namespace?._refusal(needs, why);
  }

  private addServiceAccount(): void {
    if (this.target.apiVersion('ServiceAccount') === undefined || this.namesServiceAccount) return;
    this.write('ServiceAccount', 'ServiceAccount', ['automountServiceAccountToken'], () => ({
      metadata: { labels: this.labels },
      automountServiceAccountToken: false,
    }));
  }

  /** Whether a weakness runs it as a service account of somebody else's. */
  private get namesServiceAccount(): boolean {
    const spec: JsonObject = {};
    for (const weakness of this.props.weaknesses ?? []) weakness._weakenPod?.(spec);
    return spec['serviceAccountName'] !== undefined;
  }

  private write(id: string, kind: Kind, fields: string[], render: () => Manifest, name = this.name): ManifestObject {
    return new ManifestObject(this, id, {
      apiVersion: this.target.apiVersion(kind) ?? '',
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
    const spec: JsonObject = {};
    const losses: Loss[] = [];
    for (const c of this.containers) losses.push(...this.renderInto(spec, c));
    losses.push(...this.addPodFields(spec, kind));
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
      apiVersion: this.target.apiVersion(kind),
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
    this.confine(manifest);
    recordLosses(manifest, losses);
    return harden(manifest, this.posture, this.target);
  }

  private renderInto(spec: JsonObject, { name, role, options }: NamedContainer): Loss[] {
    const probed = role === 'container' && name === this.containers[0]?.name && this.life._kind === 'keeps-running';
    const { container, losses } = renderContainer(options, { app: this.name, name, target: this.target, probed }, spec);
    const sidecar = role === 'sidecar' && this.target.supports('sidecarContainers');
    if (sidecar) container['restartPolicy'] = 'Always';
    const list = role === 'init' || sidecar ? 'initContainers' : 'containers';
    ((spec[list] ??= []) as JsonObject[]).push(container);
    return role === 'sidecar' && !sidecar
      ? [...losses, this.target.loss('sidecarContainers', `${name} as a sidecar`)]
      : losses;
  }

  private addPodFields(spec: JsonObject, kind: Kind): Loss[] {
    const { hostname, pullSecrets = [], terminationGracePeriodSeconds } = this.props;
    const { userId, groupId, supplementalGroups } = this.identity;
    const ownsFiles = groupId !== undefined && this.containers.some((c) => needsFsGroup(c.options));
    const hasRunAsGroup = this.target.supports('runAsGroup');
    spec['securityContext'] = {
      ...(userId !== undefined && { runAsUser: userId }),
      ...(groupId !== undefined && hasRunAsGroup && { runAsGroup: groupId }),
      ...(supplementalGroups.length > 0 && { supplementalGroups }),
      ...(ownsFiles && { fsGroup: groupId }),
      ...(ownsFiles && this.target.supports('fsGroupChangePolicy') && { fsGroupChangePolicy: 'OnRootMismatch' }),
    };
    Object.assign(spec, this._podFields(), this.placement._podSpec(kind === 'Pod'), {
      restartPolicy: this.restartPolicy,
    });
    if (hostname !== undefined) spec['hostname'] = hostname;
    if (pullSecrets.length > 0) spec['imagePullSecrets'] = pullSecrets.map((name) => ({ name }));
    if (terminationGracePeriodSeconds !== undefined)
      spec['terminationGracePeriodSeconds'] = terminationGracePeriodSeconds;
    if (this.target.apiVersion('ServiceAccount') !== undefined) spec['serviceAccountName'] ??= this.name;
    return groupId !== undefined && !hasRunAsGroup ? [this.target.loss('runAsGroup', String(groupId))] : [];
  }

  /** Writes the profiles that the author chose; hardening fills the others. */
  private confine(manifest: Manifest): void {
    const [pod] = podsOf(manifest);
    if (!pod) return;
    const found = containersOf(pod.spec);
    this.containers.forEach(({ name, options }, i) => {
      const [appArmor, seccomp] = [chosen(options, 'appArmor'), chosen(options, 'seccomp')];
      const container = found.find((c) => c.name === name);
      if (i === 0 || !container) return;
      if (appArmor && this.writes(appArmor)) fillAppArmorOf(pod, container, appArmor, this.target);
      if (seccomp) fillSeccomp(pod, container, seccomp, this.target);
    });
    const first = this.containers[0]?.options;
    const [appArmor, seccomp] = first ? [chosen(first, 'appArmor'), chosen(first, 'seccomp')] : [];
    if (appArmor && this.writes(appArmor)) fillAppArmor(pod, appArmor, this.target);
    if (seccomp) fillSeccomp(pod, 'pod', seccomp, this.target);
  }

  /** An unset profile means the runtime's default wherever nodes have AppArmor, and the only thing that starts where they have not. */
  private writes(appArmor: ConfinementField): boolean {
    return appArmor.type !== 'RuntimeDefault' || this.target.appArmor === NodeAppArmor.YES;
  }
}

function inWords(port: Port): string {
  return `${port.number}/${port.protocol}`;
}

const WORDS = { 'keeps-running': 'keeps running', once: 'runs once', schedule: 'runs on a schedule' } as const;

function chosen(options: ContainerOptions, what: 'appArmor' | 'seccomp'): ConfinementField | undefined {
  if ((options.weaknesses ?? []).some((w) => w._unconfined === what)) return { type: 'Unconfined' };
  return options[what]?._field;
}
