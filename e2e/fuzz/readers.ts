import { acknowledgement } from './acknowledgement';
import { appPackage } from './app-package';
import { apparmor } from './apparmor';
import { command } from './command';
import { identityRegistry } from './identity-registry';
import { imageArchive } from './image-archive';
import { imageLock } from './image-lock';
import { keyFile } from './key-file';
import { parsec } from './parsec';
import type { FuzzReader } from './reader';
import { seccomp } from './seccomp';

/** Readers that are fuzzed. */
export const FUZZ_READERS: ReadonlyArray<FuzzReader> = [
  acknowledgement,
  appPackage,
  apparmor,
  command,
  identityRegistry,
  imageArchive,
  imageLock,
  keyFile,
  parsec,
  seccomp,
];
