import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { propTypeProblems } from '../diagnostics/expected-type';
import { Problems, quote } from '../diagnostics/input-error';
import type { Acknowledgement } from '../kubernetes/acknowledgement';
import type { Cdk8sPlusValue } from '../kubernetes/cdk8s-plus-value';
import { lossesOf, type Loss } from '../kubernetes/loss';
import type { JsonObject, Manifest } from '../kubernetes/manifest';
import type { Port } from '../kubernetes/port';
import { dnsLabel } from '../kubernetes/syntax';
import { Target } from '../kubernetes/target';
import { Flow } from '../network/flow';
import { podSelectorConfig, type INetworkPeer } from '../network/network-peer';
import { Peer } from '../network/peer';
import { ImageMirror } from '../supply-chain/image-mirror';
import { selectorOf, workloadManifest } from './app-manifests';
import { AppObjects } from './app-objects';
import { appProblems, connectionProblems, problemsOfAdded, unreachableProblem, workloadProblems } from './app-problems';
import { claimProblems, scaledClaimProblems, useClaims } from './claim-users';
import { acknowledgementsOfContainer, type ContainerOptions } from './container-options';
import type { Identity } from './identity';
import type { Life } from './life';
import type { NamespacedWorkload } from './namespace-use';
import type { Placement } from './placement';
import { PodSecurityLevel, weakest } from './pod-security-level';
import type { NamedContainer } from './pod-spec';
import { APP_TYPES, CONTAINER_TYPES, imageProblem } from './prop-types';
import { plusContainers, scalingTarget } from './scaling-target';
import { replicasOf } from './replica-problems';
import { settingsOf, type AppSettings, type SecureEdgeAppProps } from './secure-edge-app-options';
import { shapeOf, type WrittenShape } from './workload';

/**
 * App on edge gateways, hardened by default.
 *
 * The construct creates:
 * - a workload, whose kind depends on the placement, the life and the target
 * - a service account without a token
 * - a network policy that allows only the app's flows
 * - a Service, if the app is exposed, and one for each of its aliases
 * - a ConfigMap for each set of files whose text is in the app's code
 *
 * The pods pass Pod Security restricted, unless the app has a {@link Weakness}.
 *
 * ```ts
 * new SecureEdgeApp(shop, 'web', {
 *   image: Image.fromDigest('ghcr.io/acme/web@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'),
 *   ports: [Port.tcp(8080, 'http')],
 * });
 * ```
 */
export class SecureEdgeApp extends Construct implements INetworkPeer {
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
  /** Objects that the app writes. Each accepts overrides of fields that have no prop. */
  public readonly objects: AppObjects;
  /** Workload of the app. A JSON patch of it is applied last, and is not checked: use {@link AppObject.addOverride} of `objects.workload`. */
  public readonly apiObject: ApiObject;

  private readonly namedContainers: NamedContainer[] = [];
  private readonly settings: AppSettings;
  private readonly shape: WrittenShape;
  private isScaled = false;

  /** @throws {@link InputError} if a prop is invalid */
  constructor(scope: Construct, id: string, props: SecureEdgeAppProps) {
    super(scope, id);
    this.throwIfAny([...propTypeProblems(props, APP_TYPES), imageProblem(props)]);
    if (props.target) Target.set(this, props.target);
    const settings = settingsOf(this, props);
    this.settings = settings;
    this.target = settings.target;
    this.name = settings.name;
    this.identity = settings.identity;
    this.placement = settings.placement;
    this.life = settings.life;
    this.ports = settings.ports;
    if (settings.namespaceName !== undefined) this.namespaceName = settings.namespaceName;

    const first: NamedContainer = { name: props.containerName ?? this.name, role: 'container', options: settings };
    this.throwIfAny([
      ...appProblems(settings),
      ...problemsOfAdded(first, [], settings),
      ...claimProblems(this, settings, first.options),
      ...workloadProblems(settings),
    ]);
    this.objects = AppObjects._of(this, settings);
    this.isScaled = settings.autoscaler !== undefined;
    this.shape = shapeOf(this.placement._kind, this.life._kind, this.target) as WrittenShape;
    this.kind = this.shape.kind;
    this.join(first);
    settings.edgeNamespace?._join(this);
    this.node.addValidation({ validate: () => [unreachableProblem(settings)].filter((p) => p !== undefined) });
    this.apiObject = this.objects._writeWorkload(this.shape.kind, () => this.workload()).apiObject;
    this.objects._writeOthers(this.shape.kind);
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
    this.settings.egress.push(flow);
  }

  /**
   * Allows a peer to connect to the app.
   * @throws {@link InputError} if the target cannot select the peer
   */
  public allowIngress(flow: Flow): void {
    this.checkFlow(flow);
    this.settings.ingress.push(flow);
  }

  /**
   * Allows the app to connect to another app, in the network policies of both apps.
   * @param other app that accepts the connection
   * @param ports ports of the other app; those of its first container if none is given
   * @throws {@link InputError} if no port is known, or the target cannot select the namespace of one of the apps
   */
  public allowTo(other: SecureEdgeApp, ...ports: Port[]): void {
    const reached = ports.length > 0 ? ports : other.ports;
    this.throwIfAny(connectionProblems(this.settings, other.settings, reached));
    const [to, from] = [Flow.with(other.peerFor(this), ...reached), Flow.with(this.peerFor(other), ...reached)];
    other.checkFlow(from);
    this.allowEgress(to);
    other.allowIngress(from);
  }

  /** Security settings that the target does not support, as the workload records them. */
  public get losses(): Loss[] {
    return lossesOf(this.workload());
  }

  /** Acknowledgements of the containers' choices, and those of the app. */
  public get acknowledgements(): Acknowledgement[] {
    const chosen = this.mirrored.flatMap(({ name, options }) => acknowledgementsOfContainer(options, name));
    // containers can have the same weakness, such as the network of the node, which is one finding
    const distinct = new Map(chosen.map((each) => [JSON.stringify([each.rule, each.container, each.value]), each]));
    return [...distinct.values(), ...(this.settings.acknowledgements ?? [])];
  }

  /** Strictest level of the Pod Security Standards that accepts the pods. */
  public get podSecurityLevel(): PodSecurityLevel {
    return weakest(
      this.namedContainers.flatMap(({ options }) => options.weaknesses ?? []).map((w) => w.podSecurityLevel),
    );
  }

  /** Labels by which a Service or a policy selects the pods. */
  public get selector(): Record<string, string> {
    return selectorOf(this.settings);
  }

  /** Returns the pods as a `PodSelectorConfig` of cdk8s-plus, so that its Services and policies select the app. */
  public toPodSelectorConfig(): Cdk8sPlusValue {
    return podSelectorConfig(this.selector, this.namespaceName);
  }

  /** Returns the pods as an `IPodSelector` of cdk8s-plus. */
  public toPodSelector(): SecureEdgeApp {
    return this;
  }

  public toNetworkPolicyPeerConfig(): Cdk8sPlusValue {
    return { podSelector: this.toPodSelectorConfig() as unknown };
  }

  /**
   * Containers of the app that are not init containers, as `Container`s of cdk8s-plus: each with its name, its TCP ports
   * and its resources.
   */
  public get containers(): Cdk8sPlusValue[] {
    return plusContainers(this.namedContainers) as unknown[];
  }

  /**
   * Returns the Service of the app as a `Service` that an `IngressBackend` of cdk8s-plus accepts.
   * @throws {@link InputError} if the app is not exposed
   */
  public toService(): Cdk8sPlusValue {
    const { exposure, ports } = this.settings;
    this.throwIfAny([
      exposure.serviceType === undefined
        ? 'the app must have a Service: set exposure, such as Exposure.inCluster()'
        : undefined,
    ]);
    return { name: this.name, ports: exposure._ports(ports) };
  }

  /** True if an autoscaler sets the number of replicas. */
  public get hasAutoscaler(): boolean {
    return this.isScaled;
  }

  /**
   * Leaves the number of replicas to an autoscaler. A `HorizontalPodAutoscaler` of cdk8s-plus calls this for its target.
   * @throws {@link InputError} if the workload is not a Deployment, or it writes to a claim that pods of only one node can use
   */
  public markHasAutoscaler(): void {
    this.throwIfAny([
      this.kind === 'Deployment'
        ? undefined
        : `the workload of an app with an autoscaler must be a Deployment, got a ${this.kind}: use Placement.replicas and Life.keepsRunning`,
      ...this.namedContainers.flatMap(({ options }) => scaledClaimProblems(options)),
    ]);
    this.isScaled = true;
  }

  /** Returns the workload as a `ScalingTarget` of cdk8s-plus, so that the app is an `IScalable`. */
  public toScalingTarget(): Cdk8sPlusValue {
    return scalingTarget(this.settings, this.shape.kind, this.containers);
  }

  /** Workload as its namespace counts it. @internal */
  public get _workload(): NamespacedWorkload {
    const { most } = replicasOf(this.settings);
    return { path: this.node.path, manifest: this.apiObject.toJson() as Manifest, pods: most };
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

  private workload(): Manifest {
    const { shape, mirrored: containers, acknowledgements, isScaled } = this;
    return workloadManifest(this.settings, {
      shape,
      containers,
      acknowledgements,
      isScaled,
      podFields: this._podFields(),
      mirror: ImageMirror.of(this),
    });
  }

  /** Containers with their images as the mirror of the scope has them. */
  private get mirrored(): NamedContainer[] {
    const mirror = ImageMirror.of(this);
    if (mirror === undefined) return this.namedContainers;
    return this.namedContainers.map(({ options, ...container }) => ({
      ...container,
      options: { ...options, image: mirror._image(options.image) },
    }));
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
    this.throwIfAny([flow._problem(this.target)]);
  }

  private throwIfAny(problems: ReadonlyArray<string | undefined>, subject = this.subject): void {
    const found = new Problems();
    for (const problem of problems) found.add(problem);
    found.throwIfAny(subject);
  }

  private add(added: NamedContainer): void {
    const subject = `container ${quote(added.name)} of ${this.subject}`;
    this.throwIfAny([...propTypeProblems(added.options, CONTAINER_TYPES), imageProblem(added.options)], subject);
    this.throwIfAny(
      [
        dnsLabel('container name', added.name),
        ...problemsOfAdded(added, this.namedContainers, this.settings),
        ...claimProblems(this, this.settings, added.options),
      ],
      subject,
    );
    this.join(added);
  }

  /** Adds a container, and the ConfigMaps of its files whose text is in the app's code. */
  private join(added: NamedContainer): void {
    this.namedContainers.push(added);
    useClaims(this, this.settings, added.options);
    this.objects._writeConfigMaps(added.options);
  }
}
