import type { KeyObject } from 'node:crypto';
import type { Target } from '../../kubernetes/target';
import type { PackageLimits } from '../limits';
import type { Opener } from '../open-package';
import type { InstallTarget } from './installation';
import type { ComposeConverter } from './package-manifests';
import type { PodJudge } from './privileged-pods';

/** Request to install a package. */
export interface InstallRequest {
  readonly path: string;
  readonly limits: PackageLimits;
  readonly opener?: Opener;
  /** Key that must have signed the package. Undefined if the package may be unsigned. */
  readonly trustedKey: KeyObject | undefined;
  /** Folder of all installed packages. */
  readonly root: string;
  readonly to: InstallTarget;
  /** Folder of static pods: the kubelet's `staticPodPath`. */
  readonly podFolder: string;
  readonly target: Target;
  /** Kinds that may be left out because the kubelet does not support them, and settings of a compose file, as `KEY:SERVICE`. */
  readonly accepted: ReadonlySet<string>;
  /** Function that finds the privileges of the pods of an object. */
  readonly judge: PodJudge;
  /** Objects whose pods may be privileged, such as `default/web`. */
  readonly acceptedPrivileges: ReadonlySet<string>;
  /** Names of images that may be replaced on this machine. */
  readonly acceptedImages: ReadonlySet<string>;
  /** True if an older version may replace a newer one. */
  readonly downgrade: boolean;
  /** Name of the program that loads images. */
  readonly imageClient?: string;
  readonly compose?: ComposeConverter;
  /** Setting `monitor` of container-app-service, whose effect is described. */
  readonly monitor?: boolean;
  /** True to install the pods without starting them. */
  readonly delayStart?: boolean;
  /** Name and version of the app, for a package whose manifest does not contain them. */
  readonly identity?: { readonly name?: string; readonly version?: string };
  /** Current time, in ISO 8601. */
  readonly now: string;
  /** Seconds to wait for a container runtime that does not answer yet. */
  readonly patience?: number;
  /** True to return the plan without running it. */
  readonly dryRun: boolean;
  readonly onProgress: (what: string, done?: number, of?: number) => void;
  /** Receives notes for the user, before any change. */
  readonly onNotes: (notes: ReadonlyArray<string>) => void;
}
