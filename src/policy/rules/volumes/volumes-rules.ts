import type { Rule } from '../../rule';
import { claimAccessMode } from './claim-access-mode';
import { deviceAccess } from './device-access';
import { noAdminAccess } from './no-admin-access';
import { noHostPath } from './no-host-path';
import { noNodeVolume } from './no-node-volume';
import { noRuntimeSocket } from './no-runtime-socket';
import { noSensitiveHostPath } from './no-sensitive-host-path';
import { noSubPath } from './no-sub-path';
import { readOnlyHostPath } from './read-only-host-path';
import { sharedClaimGroup } from './shared-claim-group';
import { sizedEmptyDir } from './sized-empty-dir';
import { volumeTypes } from './volume-types';

/** Rules of the topic volumes. */
export const VOLUMES_RULES: ReadonlyArray<Rule> = [
  claimAccessMode,
  deviceAccess,
  noAdminAccess,
  noHostPath,
  noNodeVolume,
  noRuntimeSocket,
  noSensitiveHostPath,
  noSubPath,
  readOnlyHostPath,
  sharedClaimGroup,
  sizedEmptyDir,
  volumeTypes,
];
