import type { JsonObject } from '../kubernetes/manifest';
import type { ComposePlace } from './compose-place';
import type { DerivedService } from './derived-service';
import type { JobDefinition, ServiceDefinition } from './service-definition';

/** Compose project after reading: its files merged, its variables replaced, and every short form written out. */
export interface ComposeProject {
  readonly name: string;
  /** Absolute path of the folder of the first file, to which relative paths refer. */
  readonly folder: string;
  /** Active services by name, in the order of the files. */
  readonly services: ReadonlyMap<string, ServiceDefinition>;
  readonly networks: ReadonlyMap<string, JsonObject>;
  readonly volumes: ReadonlyMap<string, JsonObject>;
  readonly secrets: ReadonlyMap<string, JsonObject>;
  readonly configs: ReadonlyMap<string, JsonObject>;
  /** Values of the configs whose text is in a variable, by config. Undefined without any; an unset variable has no value. */
  readonly configVariables?: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, JsonObject>;
  /** Jobs by name. Undefined without any. */
  readonly jobs?: ReadonlyMap<string, JobDefinition>;
  /** Services that hooks and jobs stand for, during the conversion. */
  readonly derived?: ReadonlyMap<string, DerivedService>;
  /** Keys of the files that no element of the project represents, such as `version`, `include` and `x-logging`. */
  readonly others: ReadonlyMap<string, unknown>;
  /** Services that are left out, because none of their profiles is active, with their profiles. */
  readonly inactive: ReadonlyMap<string, ReadonlyArray<string>>;
  /** Variables that no file and no environment sets, and whose value is therefore empty. */
  readonly unsetVariables: ReadonlyArray<string>;
  /** Values that are read in a form of today, such as keys of version 1. */
  readonly notes: ReadonlyArray<{ readonly place: ComposePlace; readonly message: string }>;
  /** Returns the place of the value at a JSON pointer, such as `/services/web/ports/0`, or of the nearest value around it. */
  readonly placeOf: (pointer: string) => ComposePlace;
}
