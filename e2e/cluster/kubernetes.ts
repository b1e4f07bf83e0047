import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GoBuild, goProgram, isBuilt, moduleVersion } from './go-build';

const MODULES = join(__dirname, 'kubernetes');

/** Version of Kubernetes for the node test. For this version, more programs than the API server are built. */
export const NODE_KUBERNETES = '1.37';

/** Program of Kubernetes. */
export type KubernetesProgram = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubelet';

/** Versions whose API server can be built, such as `1.28`, starting with the oldest. */
export function kubernetesVersions(): string[] {
  return readdirSync(MODULES).sort((a, b) => minorOf(a) - minorOf(b));
}

/** Returns the minor version of a version such as `1.28`. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** Returns the path of a program, and builds it if it is missing. */
export function kubernetesProgram(version: string, name: KubernetesProgram): string {
  return goProgram(kubernetes(version), name);
}

/** Returns true if the API server of a version is already built. */
export function isApiServerBuilt(version: string): boolean {
  return isBuilt(kubernetes(version), 'kube-apiserver');
}

/** Returns the pinned patch version, such as `1.28.15`. */
export function patchVersion(version: string): string {
  return moduleVersion(kubernetes(version));
}

function kubernetes(version: string): GoBuild {
  return {
    folder: join(MODULES, version),
    module: 'k8s.io/kubernetes',
    tags: '',
    stamps: (patch) => {
      const [major = '', minor = ''] = patch.split('.');
      const stamp = 'k8s.io/component-base/version.git';
      return { [`${stamp}Version`]: `v${patch}`, [`${stamp}Major`]: major, [`${stamp}Minor`]: minor };
    },
  };
}
