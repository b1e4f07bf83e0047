import { Chart, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Acknowledgement } from '../kubernetes/acknowledgement';
import type { INamedObject } from '../kubernetes/named-object';
import { Target } from '../kubernetes/target';
import { Posture } from '../hardening/posture';
import type { Flow } from '../network/flow';
import type { Port } from '../kubernetes/port';
import type { ContainerOptions } from './container-options';
import type { Autoscaler } from './autoscaler';
import type { DisruptionBudget } from './disruption-budget';
import type { DnsOptions } from './dns-options';
import { EdgeNamespace } from './edge-namespace';
import { Exposure } from './exposure';
import { Identity } from './identity';
import { Life } from './life';
import type { Monitoring } from './monitoring';
import { Placement } from './placement';
import type { TopologySpread } from './topology-spread';
import type { UpdatePolicy } from './update-policy';
import type { Weakness } from './weakness';

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
   * Namespace of the app. An {@link EdgeNamespace} checks that it accepts the app; a Namespace of another library, such as
   * cdk8s-plus, gives only its name.
   * @default - the EdgeNamespace around the construct, or the chart's namespace
   */
  readonly namespace?: EdgeNamespace | INamedObject;
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
   * @default - Recreate, for a Deployment with a persistent folder or a port of the gateway; otherwise Kubernetes' default, a rolling update
   */
  readonly update?: UpdatePolicy;
  /**
   * Autoscaler of the replicas.
   * @default - the number of replicas is that of the placement
   */
  readonly autoscaler?: Autoscaler;
  /**
   * Replicas that may stop at a time while nodes are drained.
   * @default - all of them
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * Distribution of the replicas over nodes, zones or sites.
   * @default - that of the scheduler
   */
  readonly topologySpread?: TopologySpread[];
  /**
   * PriorityClass of the pods, or its name. If a node is full, pods with a higher value stay. `system-cluster-critical` and
   * `system-node-critical` are for components of the cluster.
   * @default - the cluster's default, 0 without one
   */
  readonly priorityClass?: string | INamedObject;
  /**
   * Collection of the app's metrics.
   * @default - none
   */
  readonly monitoring?: Monitoring;
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
   * Incoming traffic that is allowed, in addition to that of the exposure. An exposed app that no flow admits is an error at
   * synth, unless this is an empty list: then another policy admits the clients.
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
   * Additions to the resolver of the pods.
   * @default - only the cluster's DNS service
   */
  readonly dns?: DnsOptions;
  /**
   * Kernel parameters of the pods by name, which the Pod Security Standards count as safe in the target, such as
   * `net.ipv4.ip_unprivileged_port_start`. For other parameters, use {@link Weakness.sysctl}.
   * @default - those of the node
   */
  readonly sysctls?: Record<string, string>;
  /**
   * Name of the RuntimeClass that runs the pods, such as one of a sandbox.
   * @default - the node's default runtime
   */
  readonly runtimeClass?: string;
  /**
   * Secrets with the registries' credentials, or their names.
   * @default - none
   */
  readonly pullSecrets?: (string | INamedObject)[];
  /**
   * Seconds, or a `Duration`, that the containers have to stop before they are killed.
   * @default 30
   */
  readonly terminationGracePeriodSeconds?: number | Duration;
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

/** Props of an app, with the defaults of those that are unset. */
export interface AppSettings extends SecureEdgeAppProps {
  readonly name: string;
  readonly identity: Identity;
  readonly placement: Placement;
  readonly life: Life;
  readonly target: Target;
  readonly exposure: Exposure;
  readonly posture: Posture;
  readonly ports: Port[];
  /** Weaknesses of the first container, with those of the exposure. */
  readonly weaknesses: Weakness[];
  /** Incoming traffic that is allowed, with the traffic of the exposure and of the monitoring. */
  readonly ingress: Flow[];
  readonly egress: Flow[];
  /** False if the author says with an empty list that another policy admits the clients. */
  readonly isolates: boolean;
  /** Namespace whose Pod Security level is known. */
  readonly edgeNamespace: EdgeNamespace | undefined;
  /** Name of the namespace. Undefined if `kubectl` selects it. */
  readonly namespaceName: string | undefined;
}

/** Returns the settings of an app, which has its construct's id as its name if the props do not specify one. */
export function settingsOf(app: Construct, props: SecureEdgeAppProps): AppSettings {
  const placement = props.placement ?? Placement.replicas(1);
  const exposure = (props.exposure ?? Exposure.none())._placed(placement._kind);
  const ports = [...(props.ports ?? [])];
  const namespace = props.namespace ?? EdgeNamespace.of(app);
  return {
    ...props,
    edgeNamespace: namespace instanceof EdgeNamespace ? namespace : undefined,
    namespaceName: namespace?.name ?? Chart.of(app).namespace,
    name: props.name ?? app.node.id,
    identity: props.identity ?? Identity.default(),
    placement,
    life: props.life ?? Life.keepsRunning(),
    target: Target.of(app),
    exposure,
    posture: props.posture ?? new Posture(),
    ports,
    weaknesses: [...(props.weaknesses ?? []), ...exposure._weaknesses(ports)],
    ingress: [
      ...(props.ingress ?? []),
      ...exposure._flows(ports),
      ...(props.monitoring === undefined ? [] : [props.monitoring._flow]),
    ],
    egress: [...(props.egress ?? [])],
    isolates: props.ingress === undefined || props.ingress.length > 0,
  };
}
