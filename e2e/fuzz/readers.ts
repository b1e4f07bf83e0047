import { acknowledgement } from './acknowledgement';
import { apparmor } from './apparmor';
import { identityRegistry } from './identity-registry';
import { imageLock } from './image-lock';
import type { FuzzReader } from './reader';
import { seccomp } from './seccomp';

/** Every reader that is fuzzed. */
export const FUZZ_READERS: ReadonlyArray<FuzzReader> = [
  acknowledgement,
  apparmor,
  identityRegistry,
  imageLock,
  seccomp,
];
