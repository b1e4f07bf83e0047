import { commandKeys } from './command';
import { environmentKeys } from './environment';
import { imageKeys } from './image';
import { kernelKeys } from './kernel';
import type { KeyGroup } from './key-group';
import { labelKeys } from './labels';
import { namespaceKeys } from './namespaces';
import { resourceKeys } from './resources';
import { securityKeys } from './security';
import { userKeys } from './user';

/** Groups of keys, in the order in which they are converted. */
export const KEY_GROUPS: ReadonlyArray<KeyGroup> = [
  imageKeys,
  commandKeys,
  environmentKeys,
  labelKeys,
  securityKeys,
  namespaceKeys,
  userKeys,
  kernelKeys,
  resourceKeys,
];
