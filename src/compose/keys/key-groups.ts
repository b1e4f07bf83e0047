import { commandKeys } from './command';
import { environmentKeys } from './environment';
import { dependencyKeys } from './dependencies';
import { dnsKeys } from './dns';
import { engineKeys } from './engine';
import { healthKeys } from './health';
import { imageKeys } from './image';
import { kernelKeys } from './kernel';
import type { KeyGroup } from './key-group';
import { labelKeys } from './labels';
import { namespaceKeys } from './namespaces';
import { resourceKeys } from './resources';
import { securityKeys } from './security';
import { userKeys } from './user';
import { lifetimeKeys } from './lifetime';
import { nameKeys } from './names';
import { networkKeys } from './networks';
import { placementKeys } from './placement';
import { portKeys } from './ports';
import { updateKeys } from './update';
import { volumeKeys } from './volumes';

/** Groups of keys, in the order in which they are converted. */
export const KEY_GROUPS: ReadonlyArray<KeyGroup> = [
  imageKeys,
  commandKeys,
  environmentKeys,
  labelKeys,
  securityKeys,
  namespaceKeys,
  volumeKeys,
  userKeys,
  kernelKeys,
  resourceKeys,
  networkKeys,
  nameKeys,
  dnsKeys,
  portKeys,
  healthKeys,
  dependencyKeys,
  lifetimeKeys,
  // after the keys that need certain nodes or keep data
  placementKeys,
  updateKeys,
  engineKeys,
];
