import type { Statement } from './code/expression';
import type { SharedObjects } from './code/shared-objects';
import type { UniqueNames } from './code/unique-names';
import type { PodPlan } from './pods/pod-plan';
import type { Props } from './code/props';
import type { ComposeProject } from './compose-project';
import type { ConversionOptions } from './conversion-options';
import type { ServiceDefinition } from './service-definition';
import type { ConfigFile } from './storage/config-file';
import type { ServiceReport } from './service-report';

/** One service while it is converted: what a key group reads, and what it writes. */
export interface ServiceConversion {
  /** Name of the service in the compose file. */
  readonly service: string;
  /** Name of its app and of its objects. */
  readonly name: string;
  /** Variable of its app, or of the app in whose pod it runs. */
  readonly variable: string;
  readonly definition: ServiceDefinition;
  readonly project: ComposeProject;
  readonly options: ConversionOptions;
  /** Conversion that the service belongs to, with the objects that services share. */
  readonly plan: ProjectConversion;
  /** Props of the service's container, as `ContainerOptions`. */
  readonly container: Props;
  /** Props of the service's app that belong to its pod and its workload, as `SecureEdgeAppProps`. */
  readonly app: Props;
  /** Paths of the container at which something is mounted. */
  readonly mountPaths: Set<string>;
  /** Resources of device plugins that the container requests. */
  readonly devices: Set<string>;
  /** Class and pod of the service's app. Key groups change it. */
  readonly form: AppForm;
  /** Entries of the loss report. */
  readonly report: ServiceReport;
}

/** Class and pod of a service's app. */
export interface AppForm {
  className: 'SecureEdgeApp' | 'ParsecClient';
  /** Service in whose pod the container runs. Undefined if the service has its own pod. */
  podOf?: string;
  /** Role in the pod of another service. */
  role: 'container' | 'sidecar' | 'init';
  /** Labels that the nodes must have, besides those of the deployment's constraints. */
  readonly nodeLabels: Record<string, string>;
  /** True if the service has no pod of its own and joins none, such as one of a provider. */
  isLeftOut: boolean;
  /** User of the pod, and its supplementary groups. Undefined in the pod of another service. */
  user?: NumberedUser & { readonly groups: ReadonlyArray<number> };
  /** True if the service has a volume that survives its pod, so that two pods must not use it at once. */
  keepsData: boolean;
}

/** Project while it is converted. */
export interface ProjectConversion {
  readonly project: ComposeProject;
  readonly options: ConversionOptions;
  /** Conversions by the name of the service in the compose file. */
  readonly services: ReadonlyMap<string, ServiceConversion>;
  /** Services by pod. */
  readonly pods: PodPlan;
  /** Variable of the namespace that contains the apps. Undefined without one. */
  readonly namespace: string | undefined;
  readonly names: UniqueNames;
  /** Objects that several services use, such as claims. Their statements come before those of the apps. */
  readonly objects: SharedObjects;
  /** Files that the installer of a package writes for configs, by name. */
  readonly configFiles: Map<string, ConfigFile>;
  /** Services whose apps write to a claim, by its name. */
  readonly writers: Map<string, Set<string>>;
  /** Statements that follow those of the apps, such as connections between them. */
  readonly connections: Statement[];
  /** Entries of the loss report for values outside services. A key starts with its section, such as `volumes.data.driver`. */
  readonly report: ServiceReport;
}

/** User with a number. */
export interface NumberedUser {
  readonly userId: number;
  readonly groupId?: number;
}
