import { Variant } from '../../scripts/demo/outcome';
import { PodProcess } from './kernel-view';

/** A pod, as far as it says which container it runs, and how that goes. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Record<string, string> };
  readonly status: {
    readonly containerStatuses?: readonly {
      readonly containerID?: string;
      readonly restartCount: number;
      readonly ready: boolean;
      readonly state: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
  };
}

/** Pods of one variant of the demo. */
export function ofVariant(pods: readonly Pod[], variant: Variant): readonly Pod[] {
  return pods.filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === variant);
}

/** True if the one container of a variant is ready. */
export function isReady(pods: readonly Pod[], variant: Variant): boolean {
  return ofVariant(pods, variant).some(({ status }) => status.containerStatuses?.[0].ready === true);
}

/** Returns the reason for which a variant waits. */
export function waitingReason(pods: readonly Pod[], variant: Variant): string | undefined {
  const [pod] = ofVariant(pods, variant);
  const { reason, message } = pod?.status.containerStatuses?.[0].state.waiting ?? {};
  // before its first attempt it waits, too, and says no more
  return message === undefined ? undefined : `${reason}: ${message}`;
}

/** Processes of the container of a pod, without the one that holds its namespaces. */
export function processesOf(pod: Pod, processes: readonly PodProcess[]): PodProcess[] {
  const id = pod.status.containerStatuses?.[0].containerID?.replace('containerd://', '');
  return processes.filter(({ group }) => id !== undefined && group.includes(id));
}

/** A process in a line: its profile and its status. */
export function shown({ label, status }: PodProcess): string {
  return `${label} ${status}`;
}
