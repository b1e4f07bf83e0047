import { quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { quantity, quantityValue } from '../kubernetes/syntax';

/** Resource requests and limits of a container, as quantities. */
export interface ContainerResources {
  /**
   * CPU that the node reserves.
   * @default "50m", or the limit if that is lower
   */
  readonly cpuRequest?: string;
  /**
   * Maximum CPU.
   * @default "500m", or the request if that is higher
   */
  readonly cpuLimit?: string;
  /**
   * Memory that the node reserves.
   * @default "64Mi", or the limit if that is lower
   */
  readonly memoryRequest?: string;
  /**
   * Maximum memory.
   * @default "128Mi", or the request if that is higher
   */
  readonly memoryLimit?: string;
  /**
   * Disk space that the node reserves.
   * @default "64Mi", or the limit if that is lower
   */
  readonly ephemeralStorageRequest?: string;
  /**
   * Maximum disk space.
   * @default "256Mi", or 64Mi more than the sizes of `/tmp` and the writable folders on disk if that is higher
   */
  readonly ephemeralStorageLimit?: string;
}

interface Pair {
  readonly resource: string;
  readonly name: 'cpu' | 'memory' | 'ephemeralStorage';
  readonly request: string;
  readonly limit: string;
}

const DEFAULTS: ReadonlyArray<Pair> = [
  { resource: 'cpu', name: 'cpu', request: '50m', limit: '500m' },
  { resource: 'ephemeral-storage', name: 'ephemeralStorage', request: '64Mi', limit: '256Mi' },
  { resource: 'memory', name: 'memory', request: '64Mi', limit: '128Mi' },
];

/** Problems of an author's resources. */
export function resourceProblems(given: ContainerResources): string[] {
  const problems: (string | undefined)[] = [];
  for (const { name } of DEFAULTS) {
    const [request, limit] = [given[`${name}Request`], given[`${name}Limit`]];
    if (request !== undefined) problems.push(amountProblem(`${name}Request`, request, name !== 'cpu'));
    if (limit !== undefined) problems.push(amountProblem(`${name}Limit`, limit, name !== 'cpu'));
    if (limit !== undefined && quantityValue(limit) === 0)
      problems.push(
        `${name}Limit must be more than 0, because 0 means no limit, got ${quote(limit)}: use Weakness.unlimitedResources with a reason`,
      );
    if (request !== undefined && limit !== undefined && quantityValue(request) > quantityValue(limit)) {
      problems.push(`${name}Request must be at most ${name}Limit, got ${quote(request)} and ${quote(limit)}`);
    }
  }
  return problems.filter((p) => p !== undefined);
}

function amountProblem(what: string, value: string, inBytes: boolean): string | undefined {
  const problem = quantity(what, value);
  if (problem !== undefined || !inBytes || Number.isInteger(quantityValue(value))) return problem;
  return `${what} must be a whole number of bytes, got ${quote(value)}: "m" means thousandths, and "Mi" means mebibytes`;
}

/**
 * Returns the `resources` of a container, with defaults for unset values.
 * @param diskMebibytes total size of `/tmp` and the writable folders on disk
 */
export function renderResources(given: ContainerResources, diskMebibytes: number): JsonObject {
  const requests: JsonObject = {};
  const limits: JsonObject = {};
  for (const { resource, name, request, limit } of DEFAULTS) {
    const floor = name === 'ephemeralStorage' ? larger(limit, `${Math.ceil(diskMebibytes) + 64}Mi`) : limit;
    const [asked, allowed] = [given[`${name}Request`], given[`${name}Limit`]];
    limits[resource] = allowed ?? larger(floor, asked ?? floor);
    requests[resource] =
      asked ?? (quantityValue(request) <= quantityValue(String(limits[resource])) ? request : limits[resource]);
  }
  return { limits, requests };
}

function larger(a: string, b: string): string {
  return quantityValue(b) > quantityValue(a) ? b : a;
}

const MEBIBYTE = 2 ** 20;

export function mebibytes(size: string): number {
  return quantityValue(size) / MEBIBYTE;
}
