import type { KeyObject } from 'node:crypto';
import type { Target } from '../../kubernetes/target';
import type { PackageLimits } from '../limits';
import type { Opener } from '../open-package';
import type { InstallTarget } from './installation';
import type { ComposeConverter } from './package-manifests';
import type { PodJudge } from './privileged-pods';

/** What is to be installed, and where. */
export interface InstallRequest {
  readonly path: string;
  readonly limits: PackageLimits;
  readonly opener?: Opener;
  /** The package must be signed by this key; undefined: it is taken from whoever made it. */
  readonly trustedKey: KeyObject | undefined;
  /** Folder of all that is installed. */
  readonly root: string;
  readonly to: InstallTarget;
  /** The kubelet's `staticPodPath`. */
  readonly podFolder: string;
  readonly target: Target;
  /** Kinds that may be left out where the kubelet cannot have them. */
  readonly accepted: ReadonlySet<string>;
  /** Finds what the pods of an object ask for beyond Pod Security. */
  readonly judge: PodJudge;
  /** Objects whose pods may be privileged, as `default/web`. */
  readonly acceptedPrivileges: ReadonlySet<string>;
  /** Names of images that may get another meaning on this machine. */
  readonly acceptedImages: ReadonlySet<string>;
  /** Whether an older version may replace a newer one. */
  readonly downgrade: boolean;
  /** Name of the program that loads images. */
  readonly imageClient?: string;
  readonly compose?: ComposeConverter;
  /** Whether nothing but the plan is wanted. */
  readonly dryRun: boolean;
  readonly onProgress: (what: string, done?: number, of?: number) => void;
  /** Told what the user should know, before anything is changed. */
  readonly onNotes: (notes: ReadonlyArray<string>) => void;
}
