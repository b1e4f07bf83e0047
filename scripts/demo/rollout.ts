/** Deployment or DaemonSet, with the status of its roll-out. */
export interface Workload {
  readonly kind: 'Deployment' | 'DaemonSet';
  readonly metadata: { readonly name: string; readonly generation?: number };
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

/** Progress of a roll-out. */
export interface Rollout {
  /** True if all pods have the newest template and are ready. */
  readonly isDone: boolean;
  readonly text: string;
}

/** Pod, with the reasons why it is not ready. */
export interface Pod {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly reason?: string; readonly message?: string; readonly exitCode?: number };
  };
}

/** Event that can warn about an object. */
export interface ClusterEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly name?: string };
}

interface Counts {
  readonly wanted: number;
  readonly updated: number;
  readonly available: number;
  readonly outdated: number;
}

const COUNTS: Readonly<Record<Workload['kind'], (workload: Workload) => Counts>> = {
  Deployment: ({ spec, status = {} }) => ({
    wanted: spec?.replicas ?? 1,
    updated: status.updatedReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    outdated: (status.replicas ?? 0) - (status.updatedReplicas ?? 0),
  }),
  DaemonSet: ({ status = {} }) => ({
    wanted: status.desiredNumberScheduled ?? 0,
    updated: status.updatedNumberScheduled ?? 0,
    available: status.numberAvailable ?? 0,
    outdated: 0,
  }),
};

/** Returns the progress of a Deployment or DaemonSet. `undefined` means that it does not exist. */
export function rolloutOf(workload: Workload | undefined): Rollout {
  if (workload === undefined) return { isDone: false, text: 'does not exist' };
  const { wanted, updated, available, outdated } = COUNTS[workload.kind](workload);
  // until the controller has read the newest template, its counts are for an older one
  const isCurrent = (workload.status?.observedGeneration ?? 0) >= (workload.metadata.generation ?? 0);
  const isReplaced = isCurrent && updated >= wanted && outdated <= 0;
  return {
    isDone: isReplaced && available >= wanted,
    text: `${available} of ${wanted} ready${isReplaced ? '' : ', with older ones to replace'}`,
  };
}

const MOST_WARNINGS = 3;

/** Returns the reasons why a workload is not ready, from its pods and its warnings. */
export function stuckReasons(workload: string, pods: readonly Pod[], events: readonly ClusterEvent[]): string[] {
  const isOurs = (name: string | undefined): boolean => name === workload || name?.startsWith(`${workload}-`) === true;
  const warnings = events
    .filter((event) => event.type === 'Warning' && isOurs(event.involvedObject.name))
    .map(({ involvedObject, reason, message }) => `${involvedObject.name}: ${said(reason, message)}`);
  return [
    ...pods.filter(({ metadata }) => isOurs(metadata.name)).flatMap(podReasons),
    ...[...new Set(warnings)].slice(-MOST_WARNINGS),
  ];
}

function podReasons({ metadata, status }: Pod): string[] {
  const unscheduled = (status?.conditions ?? []).filter(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].filter(
    ({ ready }) => !ready,
  );
  return [
    ...unscheduled.map(({ reason, message }) => `${metadata.name}: ${said(reason, message)}`),
    ...containers.map((container) => `${metadata.name}: container ${container.name} ${containerReason(container)}`),
  ];
}

function containerReason({ state }: ContainerStatus): string {
  if (state?.waiting) return `is waiting: ${said(state.waiting.reason, state.waiting.message)}`;
  if (state?.terminated)
    return `has ended with exit code ${state.terminated.exitCode}: ${said(state.terminated.reason, state.terminated.message)}`;
  return 'runs, but is not ready';
}

function said(reason = 'no reason given', message?: string): string {
  return message ? `${reason}: ${message.trim()}` : reason;
}
