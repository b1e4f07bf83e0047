import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/repository';
import { goProgram, type GoBuild } from '../cluster/go-build';

const COSIGN: GoBuild = {
  folder: join(ROOT, 'e2e/registry/cosign'),
  module: 'github.com/sigstore/cosign/v3',
  tags: '',
  stamps: (version) => ({ 'sigs.k8s.io/release-utils/version.gitVersion': `v${version}` }),
};

/** Returns the path of cosign, and builds it if it is missing. */
export function cosign(): string {
  return goProgram(COSIGN, 'cosign');
}
