import type { Manifest } from '../kubernetes/manifest';
import type { Target } from '../kubernetes/target';
import type { HardeningControl } from './hardening-control';
import type { Note } from './note';
import type { Surroundings } from './surroundings';

/** Knowledge of hardening besides the manifest. */
export interface HardenContext {
  /** Controls to leave out. */
  readonly skip?: ReadonlySet<HardeningControl>;
  /** Objects around the manifest. Without them, no role of a service account is known. */
  readonly surroundings?: Surroundings;
  /** Returns the target that an object names. Without it, all objects have the same target. */
  readonly targetOf?: (object: Manifest) => Target | undefined;
  /** Called for each note. */
  readonly onNote?: (note: Note) => void;
}
