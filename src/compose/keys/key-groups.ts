import { commandKeys } from './command';
import { environmentKeys } from './environment';
import { imageKeys } from './image';
import type { KeyGroup } from './key-group';

/** Groups of keys, in the order in which they are converted. */
export const KEY_GROUPS: ReadonlyArray<KeyGroup> = [imageKeys, commandKeys, environmentKeys];
