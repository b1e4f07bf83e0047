import type { Command } from 'commander';
import type { ExitCode } from '../exit-code';
import { addInspect } from './inspect';
import { addInstall } from './install';
import { addKeygen } from './keygen';
import { addOpen } from './open';
import { addPack } from './pack';
import { addRecipients } from './recipients';
import { addChanges } from './change';
import { addList } from './list';
import { addStatus } from './status';
import { addExamples } from '../examples';

/** Adds the commands `secure-edge package`: app packages for gateways that no cluster reaches. */
export function addPackage(program: Command, end: (code: ExitCode) => void): void {
  const group = program.command('package').description('Create, inspect, open, install and manage app packages.');
  addExamples(
    group,
    ['package keygen shop-1 --output keys/', 'creates the key of a machine'],
    [
      'package pack app/ --output app.package --name web --app-version 1.0 --machine shop-1=keys/shop-1.pub.pem',
      'packs a folder for it',
    ],
    ['package inspect app.package', 'describes a package'],
  );
  for (const add of [
    addKeygen,
    addPack,
    addInspect,
    addOpen,
    addRecipients,
    addInstall,
    addList,
    addStatus,
    addChanges,
  ])
    add(group, end);
}
