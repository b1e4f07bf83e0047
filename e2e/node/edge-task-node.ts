import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { goCommand } from '../cluster/go-build';
import type { NodeExtras } from './node';
import { writeIdleImage } from './pause-image';

/** Name of the image of the tasks, which is only on the node. */
export const TASK_IMAGE = 'localhost/edge-task:1';
/** Folder of the node with the program that applies network policies. */
export const POLICIES = '/node/policies/network-policies';

/** Devices and files of a node for the tasks of a gateway. */
export const TASK_NODE: NodeExtras = {
  devices: ['-no-reboot'],
  addFiles: (folder) => {
    copyFileSync(join(__dirname, 'lan/gateway'), join(folder, 'gateway'));
    chmodSync(join(folder, 'gateway'), 0o755);
    mkdirSync(join(folder, 'policies'));
    build('network-policies', join(folder, 'policies/network-policies'));
    writeIdleImage(join(folder, 'images/edge-task.tar'), TASK_IMAGE, (root) =>
      build('edge-task', join(root, 'edge-task')),
    );
  },
};

function build(program: string, file: string): void {
  goCommand([
    '-C',
    join(__dirname, program),
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags=-s -w',
    '-o',
    file,
    '.',
  ]);
}
