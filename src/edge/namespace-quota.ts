import type { Size } from 'cdk8s';
import { propTypeProblems } from '../diagnostics/expected-type';
import { quote } from '../diagnostics/input-error';
import { cpuText, sizeText, type ICpu } from '../kubernetes/amount';
import type { JsonObject } from '../kubernetes/manifest';
import { billionths } from '../kubernetes/quantity';
import { quantity } from '../kubernetes/syntax';
import { quantitiesOf, resourceProblems, type ContainerResources } from './resources';

/** Largest total of what all objects of a namespace may have. */
export interface NamespaceQuota {
  /**
   * Total of the CPU requests.
   * @default - no limit
   */
  readonly cpuRequest?: string | ICpu;
  /**
   * Total of the CPU limits.
   * @default - no limit
   */
  readonly cpuLimit?: string | ICpu;
  /**
   * Total of the memory requests.
   * @default - no limit
   */
  readonly memoryRequest?: string | Size;
  /**
   * Total of the memory limits.
   * @default - no limit
   */
  readonly memoryLimit?: string | Size;
  /**
   * Number of pods that have not ended.
   * @default - no limit
   */
  readonly pods?: number;
  /**
   * Number of persistent volume claims.
   * @default - no limit
   */
  readonly claims?: number;
  /**
   * Total size of the claims.
   * @default - no limit
   */
  readonly storage?: string | Size;
  /**
   * Number of pods with the priority class `system-node-critical` or `system-cluster-critical`. Some clusters, such as GKE, reject
   * such pods outside `kube-system` unless a quota allows them.
   * @default - none is allowed by the quota
   */
  readonly systemPods?: number;
}

/** Resources of single objects of a namespace. */
export interface NamespaceLimits {
  /**
   * Requests and limits of containers that set none. Apps of this library always set theirs.
   * @default - the largest amounts
   */
  readonly defaults?: ContainerResources;
  /**
   * Largest CPU limit of a container.
   * @default - no limit
   */
  readonly maxCpu?: string | ICpu;
  /**
   * Largest memory limit of a container.
   * @default - no limit
   */
  readonly maxMemory?: string | Size;
  /**
   * Largest size of a claim.
   * @default - no limit
   */
  readonly maxClaim?: string | Size;
}

const SYSTEM_CLASSES = ['system-node-critical', 'system-cluster-critical'];

/** Returns the amounts of a quota by the names of Kubernetes. */
export function quotaAmounts(quota: NamespaceQuota): Record<string, string> {
  const amounts: Record<string, string | undefined> = {
    'limits.cpu': optional(cpuText, quota.cpuLimit),
    'limits.memory': optional(sizeText, quota.memoryLimit),
    persistentvolumeclaims: optional(String, quota.claims),
    pods: optional(String, quota.pods),
    'requests.cpu': optional(cpuText, quota.cpuRequest),
    'requests.memory': optional(sizeText, quota.memoryRequest),
    'requests.storage': optional(sizeText, quota.storage),
  };
  return Object.fromEntries(
    Object.entries(amounts).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Problems of a quota. */
export function quotaProblems(quota: NamespaceQuota): (string | undefined)[] {
  const types = propTypeProblems(quota, { claims: 'number', pods: 'number', systemPods: 'number' });
  if (types.length > 0) return types.map((problem) => `quota: ${problem}`);
  const { systemPods } = quota;
  const amounts = quotaAmounts(quota);
  return [
    Object.keys(amounts).length === 0 && systemPods === undefined
      ? 'quota must have an amount, such as { memoryLimit: "4Gi" }'
      : undefined,
    systemPods !== undefined && !isCount(systemPods)
      ? `systemPods of the quota must be a whole number, 0 or more, got ${quote(systemPods)}`
      : undefined,
    ...Object.entries(amounts).map(([name, amount]) =>
      ['pods', 'persistentvolumeclaims'].includes(name) && !/^\d{1,9}$/.test(amount)
        ? `${name} of the quota must be a whole number, 0 or more, got ${quote(Number(amount))}`
        : quantity(`${name} of the quota`, amount),
    ),
  ];
}

/** Specs of the ResourceQuotas of a namespace, by name. */
export function quotaSpecs(quota: NamespaceQuota): [name: string, spec: JsonObject][] {
  const hard = quotaAmounts(quota);
  const { systemPods } = quota;
  const matchExpressions = [{ scopeName: 'PriorityClass', operator: 'In', values: SYSTEM_CLASSES }];
  return [
    ...(Object.keys(hard).length === 0 ? [] : [['quota', { hard }] as [string, JsonObject]]),
    ...(systemPods === undefined
      ? []
      : [
          ['system-priority', { hard: { pods: String(systemPods) }, scopeSelector: { matchExpressions } }] as [
            string,
            JsonObject,
          ],
        ]),
  ];
}

/** Problems of the limits of a namespace. */
export function limitsProblems(limits: NamespaceLimits): (string | undefined)[] {
  const types = propTypeProblems(limits, { defaults: 'object' });
  if (types.length > 0) return types.map((problem) => `limits: ${problem}`);
  const { defaults = {} } = limits;
  const max = maxima(limits);
  const given = quantitiesOf(defaults);
  if (Object.keys(max).length === 0 && limits.maxClaim === undefined && Object.keys(defaults).length === 0)
    return ['limits must have an amount, such as { maxMemory: "512Mi" }'];
  return [
    ...resourceProblems(defaults).map((problem) => `defaults of the limits: ${problem}`),
    ...Object.entries(max).map(([name, amount]) => quantity(`largest ${name} of the limits`, amount)),
    limits.maxClaim === undefined ? undefined : quantity('maxClaim of the limits', sizeText(limits.maxClaim)),
    ...(['cpu', 'memory'] as const).map((name) =>
      isAbove(given[`${name}Limit`] ?? given[`${name}Request`], max[name])
        ? `default ${name} must be at most the largest ${name}, got ${quote(given[`${name}Limit`] ?? given[`${name}Request`])} and ${quote(max[name])}`
        : undefined,
    ),
  ];
}

/** Returns the spec of the LimitRange of a namespace. */
export function limitsSpec(limits: NamespaceLimits): JsonObject {
  const given = quantitiesOf(limits.defaults ?? {});
  const usual = defined({
    cpu: given.cpuLimit,
    'ephemeral-storage': given.ephemeralStorageLimit,
    memory: given.memoryLimit,
  });
  const requested = defined({
    cpu: given.cpuRequest,
    'ephemeral-storage': given.ephemeralStorageRequest,
    memory: given.memoryRequest,
  });
  const container = {
    ...(Object.keys(usual).length > 0 && { default: usual }),
    ...(Object.keys(requested).length > 0 && { defaultRequest: requested }),
    ...(Object.keys(maxima(limits)).length > 0 && { max: maxima(limits) }),
  };
  const { maxClaim } = limits;
  return {
    limits: [
      ...(Object.keys(container).length > 0 ? [{ type: 'Container', ...container }] : []),
      ...(maxClaim === undefined ? [] : [{ type: 'PersistentVolumeClaim', max: { storage: sizeText(maxClaim) } }]),
    ],
  };
}

/** Returns the largest limits of a container, by the names of Kubernetes. */
export function maxima({ maxCpu, maxMemory }: NamespaceLimits): Record<string, string> {
  return defined({ cpu: optional(cpuText, maxCpu), memory: optional(sizeText, maxMemory) });
}

/** Returns true if a quantity is above another. False if one is unset. */
export function isAbove(amount: unknown, most: unknown): boolean {
  const [left, right] = [billionths(amount), billionths(most)];
  return left !== undefined && right !== undefined && left > right;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function optional<T>(text: (value: T) => string, value: T | undefined): string | undefined {
  return value === undefined ? undefined : text(value);
}

function defined(amounts: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
