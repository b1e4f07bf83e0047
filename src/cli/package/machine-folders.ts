import { Option, type Command } from 'commander';
import { ImageClient } from '../../app-package/install/image-client';

/** Options with the folders of installed packages. */
export interface MachineFolderOptions {
  readonly root: string;
  readonly staticPodPath: string;
}

/** Adds the options of {@link MachineFolderOptions} to a command. */
export function addMachineFolders(command: Command): Command {
  return command
    .option('--root <folder>', 'folder for installed packages', '/var/lib/secure-edge/packages')
    .option('--static-pod-path <folder>', "folder of the kubelet's static pods", '/etc/kubernetes/manifests');
}

/** Returns the option for the program that loads images. */
export function imageClientOption(): Option {
  return new Option(
    '--image-client <program>',
    'program that loads images; default: the client of the container runtime',
  ).choices(ImageClient.NAMES);
}
