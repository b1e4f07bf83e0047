/**
 * Builds and installs the slow parts of the real runs in the cache, once for each version.
 *
 * Usage: prepare.ts [PART...]. The default is all parts.
 */
import { kubernetesProgram, kubernetesVersions, NODE_KUBERNETES, patchVersion } from './cluster/kubernetes';
import { requirePrograms } from './cluster/prerequisites';
import { containerdPrograms } from './node/containerd';
import { debian } from './node/debian';
import { parsecService } from './parsec/parsec-programs';

const PARTS: Readonly<Record<string, () => void>> = {
  ...Object.fromEntries(kubernetesVersions().map((version) => [`api-server-${version}`, () => apiServer(version)])),
  node,
  parsec: () => console.log(`Parsec, Apache-2.0: ${parsecService()}`),
};

function apiServer(version: string): void {
  requirePrograms('go');
  const program = kubernetesProgram(version, 'kube-apiserver');
  console.log(`API server of Kubernetes ${patchVersion(version)}, Apache-2.0: ${program}`);
}

function node(): void {
  requirePrograms('go', 'debootstrap', 'mke2fs');
  console.log(`a Debian node: ${debian().disk}`);
  for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet'] as const)
    console.log(`Kubernetes, Apache-2.0: ${kubernetesProgram(NODE_KUBERNETES, name)}`);
  console.log(`containerd, Apache-2.0: ${containerdPrograms().join(', ')}`);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(`unknown part ${unknown.join(', ')}: must be one of ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
for (const part of asked.length > 0 ? asked : Object.keys(PARTS)) PARTS[part]!();
console.log(
  "the package contains none of this; the licences of the modules are in the Go module cache, of the crates in cargo's registry, of Debian in /usr/share/doc on the disk",
);
