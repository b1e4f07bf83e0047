import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GoBuild, goProgram, isBuilt, moduleVersion } from './go-build';

const MODULES = join(__dirname, 'kubernetes');

/** The Kubernetes of the node test: the one version whose other programs are built, too. */
export const NODE_KUBERNETES = '1.37';

/** A program of Kubernetes. */
export type KubernetesProgram = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubelet';

/** Versions whose API server can be built, such as `1.28`, the oldest first. */
export function kubernetesVersions(): string[] {
  return readdirSync(MODULES).sort((a, b) => minorOf(a) - minorOf(b));
}

/** The minor version of Kubernetes 1. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** One of its programs, built when missing. */
export function kubernetesProgram(version: string, name: KubernetesProgram): string {
  return goProgram(kubernetes(version), name);
}

/** True if its API server is already built. */
export function isApiServerBuilt(version: string): boolean {
  return isBuilt(kubernetes(version), 'kube-apiserver');
}

/** The patch version that is pinned, such as `1.28.15`. */
export function patchVersion(version: string): string {
  return moduleVersion(kubernetes(version));
}

function kubernetes(version: string): GoBuild {
  return {
    folder: join(MODULES, version),
    module: 'k8s.io/kubernetes',
    tags: '',
    stamps: (patch) => {
      const [major, minor] = patch.split('.');
      const stamp = 'k8s.io/component-base/version.git';
      return { [`${stamp}Version`]: `v${patch}`, [`${stamp}Major`]: major, [`${stamp}Minor`]: minor };
    },
  };
}
