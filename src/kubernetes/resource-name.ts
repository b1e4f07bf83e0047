import { typeProblem } from '../diagnostics/expected-type';

/*
 * Names of the resources that containers request, as the API server reads them (pkg/apis/core/v1/helper).
 */

/** Resources of every node, which a container without limits can use up. */
export const LIMITED_RESOURCES: ReadonlyArray<string> = ['cpu', 'memory', 'ephemeral-storage'];

const STANDARD: ReadonlySet<string> = new Set(LIMITED_RESOURCES);

const EXTENDED =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** True for pages of a fixed size, such as `hugepages-2Mi`. */
export function isHugePages(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

/** True for a resource of a device plugin or of an operator, such as `example.com/tpm`. */
export function isExtendedResource(resource: string): boolean {
  return resource.includes('/') && !resource.includes('kubernetes.io/') && !resource.startsWith('requests.');
}

/** Returns the problem of a resource name in a container; undefined if there is none. */
export function resourceNameProblem(resource: string): string | undefined {
  if (typeProblem('resource', resource, 'text') !== undefined) return 'must be a string';
  if (!resource.includes('/')) {
    if (STANDARD.has(resource) || isHugePages(resource)) return undefined;
    return 'must be cpu, memory, ephemeral-storage, hugepages-<size>, or a name with a domain, such as example.com/tpm';
  }
  if (resource.startsWith('requests.') || (isExtendedResource(resource) && !EXTENDED.test(resource)))
    return 'must be a domain in lower case, a slash and a name, such as example.com/tpm';
  return undefined;
}

/** True for a resource that can be requested for a pod as a whole. */
export function isPodResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || isHugePages(resource);
}

/** True if a node can give out more of a resource than it has, so that a request may be below the limit. */
export function canOvercommit(resource: string): boolean {
  return !isHugePages(resource) && !isExtendedResource(resource);
}
