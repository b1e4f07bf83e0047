import type { Statement } from './code/expression';
import type { SharedObjects } from './code/shared-objects';
import type { UniqueNames } from './code/unique-names';
import type { ComposeProject } from './compose-project';
import type { ConversionOptions } from './conversion-options';
import type { PodPlan } from './pods/pod-plan';
import type { ServiceConversion } from './service-conversion';
import type { ServiceReport } from './service-report';

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
  /** Statements that follow those of the apps, such as connections between them. */
  readonly connections: Statement[];
  /** Entries of the loss report for values outside services. A key starts with its section, such as `volumes.data.driver`. */
  readonly report: ServiceReport;
}
