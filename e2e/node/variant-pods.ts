import { Variant } from '../../scripts/demo/outcome';
import { PodProcess } from './kernel-view';

/** Pod, with the fields about the state of its container. */
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

/** Returns the pods of a variant of the demo. */
export function ofVariant(pods: readonly Pod[], variant: Variant): readonly Pod[] {
  return pods.filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === variant);
}

/** Returns true if the only container of a variant is ready. */
export function isReady(pods: readonly Pod[], variant: Variant): boolean {
  return ofVariant(pods, variant).some(({ status }) => status.containerStatuses?.[0]?.ready === true);
}

/** Returns the reason why a variant waits. */
export function waitingReason(pods: readonly Pod[], variant: Variant): string | undefined {
  const [pod] = ofVariant(pods, variant);
  const { reason, message } = pod?.status.containerStatuses?.[0]?.state.waiting ?? {};
  // before its first attempt, a container also waits, but without this reason
  return message === undefined ? undefined : `${reason}: ${message}`;
}

/** Returns the processes of a pod's container, without the process that holds the pod's namespaces. */
export function processesOf(pod: Pod, processes: readonly PodProcess[]): PodProcess[] {
  const id = pod.status.containerStatuses?.[0]?.containerID?.replace('containerd://', '');
  return processes.filter(({ group }) => id !== undefined && group.includes(id));
}

/** Returns the profile and status of a process, in one line. */
export function shown({ label, status }: PodProcess): string {
  return `${label} ${status}`;
}
