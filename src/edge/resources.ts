import type { Size } from 'cdk8s';
import { quote } from '../diagnostics/input-error';
import type { JsonObject } from '../kubernetes/manifest';
import { cpuText, sizeText, type ICpu } from '../kubernetes/amount';
import { billionths, compareQuantities, dividedUp, isWhole } from '../kubernetes/quantity';
import { quantity } from '../kubernetes/syntax';

/** Resource requests and limits of a container: quantities, a `Size` of cdk8s, or a `Cpu` of cdk8s-plus. */
export interface ContainerResources {
  /**
   * CPU that the node reserves.
   * @default "50m", or the limit if that is lower
   */
  readonly cpuRequest?: string | ICpu;
  /**
   * Maximum CPU.
   * @default "500m", or the request if that is higher
   */
  readonly cpuLimit?: string | ICpu;
  /**
   * Memory that the node reserves.
   * @default "64Mi", or the limit if that is lower
   */
  readonly memoryRequest?: string | Size;
  /**
   * Maximum memory.
   * @default "128Mi", or the request if that is higher
   */
  readonly memoryLimit?: string | Size;
  /**
   * Disk space that the node reserves.
   * @default "64Mi", or the limit if that is lower
   */
  readonly ephemeralStorageRequest?: string | Size;
  /**
   * Maximum disk space.
   * @default "256Mi", or 64Mi more than the sizes of `/tmp` and the writable folders on disk if that is higher
   */
  readonly ephemeralStorageLimit?: string | Size;
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

/** Resources of an author, as quantities. */
type Quantities = { readonly [key in keyof ContainerResources]?: string | undefined };

/** Returns an author's resources as quantities. */
export function quantitiesOf(given: ContainerResources): Quantities {
  const [cpu, size] = [optional(cpuText), optional(sizeText)];
  return {
    cpuRequest: cpu(given.cpuRequest),
    cpuLimit: cpu(given.cpuLimit),
    memoryRequest: size(given.memoryRequest),
    memoryLimit: size(given.memoryLimit),
    ephemeralStorageRequest: size(given.ephemeralStorageRequest),
    ephemeralStorageLimit: size(given.ephemeralStorageLimit),
  };
}

function optional<T>(text: (value: T) => string): (value: T | undefined) => string | undefined {
  return (value) => (value === undefined ? undefined : text(value));
}

/** Problems of an author's resources. */
export function resourceProblems(resources: ContainerResources): string[] {
  const given = quantitiesOf(resources);
  const problems: (string | undefined)[] = [];
  for (const { name } of DEFAULTS) {
    const [request, limit] = [given[`${name}Request`], given[`${name}Limit`]];
    if (request !== undefined) problems.push(amountProblem(`${name}Request`, request, name !== 'cpu'));
    if (limit !== undefined) problems.push(amountProblem(`${name}Limit`, limit, name !== 'cpu'));
    if (limit !== undefined && billionths(limit) === 0n)
      problems.push(
        `${name}Limit must be more than 0, because 0 means no limit, got ${quote(limit)}: use Weakness.unlimitedResources with a reason`,
      );
    if (request !== undefined && limit !== undefined && isAbove(request, limit)) {
      problems.push(`${name}Request must be at most ${name}Limit, got ${quote(request)} and ${quote(limit)}`);
    }
  }
  return problems.filter((p) => p !== undefined);
}

function amountProblem(what: string, value: string, inBytes: boolean): string | undefined {
  const problem = quantity(what, value);
  if (problem !== undefined || !inBytes || isWhole(value)) return problem;
  return `${what} must be a whole number of bytes, got ${quote(value)}: "m" means thousandths, and "Mi" means mebibytes`;
}

/**
 * Returns the `resources` of a container, with defaults for unset values.
 * @param disk total size of `/tmp` and the writable folders on disk, in bytes
 */
export function renderResources(resources: ContainerResources, disk: bigint): JsonObject {
  const given = quantitiesOf(resources);
  const requests: JsonObject = {};
  const limits: JsonObject = {};
  for (const { resource, name, request, limit } of DEFAULTS) {
    const floor = name === 'ephemeralStorage' ? larger(limit, `${mebibytes(disk) + 64n}Mi`) : limit;
    const [asked, allowed] = [given[`${name}Request`], given[`${name}Limit`]];
    limits[resource] = allowed ?? larger(floor, asked ?? floor);
    requests[resource] = asked ?? (isAbove(request, limits[resource]) ? limits[resource] : request);
  }
  return { limits, requests };
}

function larger(a: string, b: string): string {
  return isAbove(b, a) ? b : a;
}

function isAbove(a: unknown, b: unknown): boolean {
  return (compareQuantities(a, b) ?? 0) > 0;
}

const MEBIBYTE = 2n ** 20n;

/** Returns a number of bytes in mebibytes, rounded up. */
export function mebibytes(bytes: bigint): bigint {
  return dividedUp(bytes, MEBIBYTE);
}
