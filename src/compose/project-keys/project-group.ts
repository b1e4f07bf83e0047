import type { ProjectConversion } from '../service-conversion';

/** Values that are converted together after all services. */
export interface ProjectGroup {
  readonly title: string;
  /** Converts the values outside services. Each value gets an entry of the report. */
  readonly convert: (plan: ProjectConversion) => void;
}
