import type { Rule } from '../../rule';
import { noTpmDevice } from './no-tpm-device';
import { parsecDistinctUsers } from './parsec-distinct-users';
import { parsecFolderMount } from './parsec-folder-mount';
import { parsecHostUsers } from './parsec-host-users';
import { parsecNarrowMount } from './parsec-narrow-mount';
import { parsecOwnUser } from './parsec-own-user';
import { parsecReadOnlyMount } from './parsec-read-only-mount';
import { parsecTellingProbe } from './parsec-telling-probe';

/** Rules of the topic parsec. */
export const PARSEC_RULES: ReadonlyArray<Rule> = [
  noTpmDevice,
  parsecDistinctUsers,
  parsecFolderMount,
  parsecHostUsers,
  parsecNarrowMount,
  parsecOwnUser,
  parsecReadOnlyMount,
  parsecTellingProbe,
];
