import { ensureObjectAt } from '../../kubernetes/manifest';
import { LIMITED_RESOURCES } from '../../kubernetes/resource-name';
import { PodSecurityLevel } from '../pod-security-level';
import { type Accepted, securityContextOf, type WeaknessEffect } from './effect';

/** Effect of a writable root file system. */
export function writableRootFilesystem(): WeaknessEffect {
  return {
    accepts: [{ rule: 'read-only-root-filesystem', value: 'false' }],
    level: PodSecurityLevel.RESTRICTED,
    weakenContainer: (container) => {
      securityContextOf(container)['readOnlyRootFilesystem'] = false;
    },
  };
}

/** Effect of a container without limits of resources. */
export function unlimitedResources(): WeaknessEffect {
  return {
    accepts: LIMITED_RESOURCES.map((value): Accepted => ({ rule: 'resource-limits', value })),
    level: PodSecurityLevel.RESTRICTED,
    weakenContainer: (container) => {
      const resources = ensureObjectAt(container, 'resources');
      if (resources) delete resources['limits'];
    },
  };
}

/** Effect of a terminal, or of an open standard input. */
export function interactive(field: 'tty' | 'stdin'): WeaknessEffect {
  return {
    accepts: [{ rule: 'no-terminal', value: field }],
    level: PodSecurityLevel.RESTRICTED,
    weakenContainer: (container) => {
      container[field] = true;
    },
  };
}
