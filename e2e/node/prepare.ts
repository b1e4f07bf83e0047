/** Brings everything that is slow to build or to install for the node test into the cache, once for each version. */
import { debian } from './debian';
import { requirePrograms } from './prerequisites';
import { containerdPrograms, kubernetesPrograms } from './programs';

requirePrograms('go', 'debootstrap', 'mke2fs');
console.log(`a Debian node: ${debian().disk}`);
console.log(`Kubernetes, Apache-2.0: ${kubernetesPrograms()}`);
console.log(`containerd, Apache-2.0: ${containerdPrograms()}`);
console.log(
  'nothing of it is part of the package; the licences of the modules are in the Go module cache, of Debian in /usr/share/doc on the disk',
);
