import type { Props } from './code/props';
import type { ComposeProject } from './compose-project';
import type { ConversionOptions } from './conversion-options';
import type { ServiceDefinition } from './service-definition';
import type { ServiceReport } from './service-report';

/** One service while it is converted: what a key group reads, and what it writes. */
export interface ServiceConversion {
  /** Name of the service in the compose file. */
  readonly service: string;
  /** Name of its app and of its objects. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly project: ComposeProject;
  readonly options: ConversionOptions;
  /** Props of the service's container, as `ContainerOptions`. */
  readonly container: Props;
  /** Props of the service's app that belong to its pod and its workload, as `SecureEdgeAppProps`. */
  readonly app: Props;
  /** Entries of the loss report. */
  readonly report: ServiceReport;
}
