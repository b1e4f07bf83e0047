import type { Command } from 'commander';
import type { ExitCode } from '../exit-code';
import { addInspect } from './inspect';
import { addInstall } from './install';
import { addKeygen } from './keygen';
import { addOpen } from './open';
import { addPack } from './pack';
import { addRecipients } from './recipients';

/** Adds the commands `secure-edge package`: app packages for gateways that no cluster reaches. */
export function addPackage(program: Command, end: (code: ExitCode) => void): void {
  const group = program.command('package').description('Create, inspect, open and install app packages.');
  for (const add of [addKeygen, addPack, addInspect, addOpen, addRecipients, addInstall]) add(group, end);
}
