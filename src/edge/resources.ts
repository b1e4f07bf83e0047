import { quote } from '../input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { quantity, quantityValue } from '../kubernetes/syntax';

/** What a container asks of its node, and what it may take at most. All are quantities. */
export interface ContainerResources {
  /** @default "50m", or the limit when that is lower */
  readonly cpuRequest?: string;
  /** @default "500m", or the request when that is higher */
  readonly cpuLimit?: string;
  /** @default "64Mi", or the limit when that is lower */
  readonly memoryRequest?: string;
  /** @default "128Mi", or the request when that is higher */
  readonly memoryLimit?: string;
  /** @default "64Mi", or the limit when that is lower */
  readonly ephemeralStorageRequest?: string;
  /** @default "256Mi", or 64Mi more than what the writable folders on disk may hold when that is higher */
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

/** What is wrong with the resources that an author gave. */
export function resourceProblems(given: ContainerResources): string[] {
  const problems: (string | undefined)[] = Object.entries(given).map(([key, value]) => quantity(key, String(value)));
  for (const { name } of DEFAULTS) {
    const [request, limit] = [given[`${name}Request`], given[`${name}Limit`]];
    if (request !== undefined && limit !== undefined && quantityValue(request) > quantityValue(limit)) {
      problems.push(`${name}Request must be at most ${name}Limit, got ${quote(request)} and ${quote(limit)}`);
    }
  }
  return problems.filter((p) => p !== undefined);
}

/**
 * The `resources` of a container, gaps filled with the defaults.
 * @param diskMebibytes what its writable folders on disk may hold together
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
