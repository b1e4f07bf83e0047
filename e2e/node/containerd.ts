import { join } from 'node:path';
import { GoBuild, goProgram } from '../cluster/go-build';

const CONTAINERD: GoBuild = {
  folder: join(__dirname, 'containerd'),
  module: 'github.com/containerd/containerd/v2',
  tags: 'no_btrfs,no_devmapper',
  stamps: (version) => ({ 'github.com/containerd/containerd/v2/version.Version': version }),
};

/** Returns the paths of containerd, its shim and ctr, and builds them if they are missing. */
export function containerdPrograms(): string[] {
  return ['containerd', 'containerd-shim-runc-v2', 'ctr'].map((name) => goProgram(CONTAINERD, name));
}
