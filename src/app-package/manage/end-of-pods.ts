import { setTimeout } from 'node:timers/promises';
import type { Installation } from '../install/installation';
import { appStatuses, machinePods, PodState } from './app-status';
import type { KubeletAccess } from './kubelet-pods';

/** Milliseconds between two questions. */
const PAUSE = 1000;

/**
 * Waits until the pods of an app have ended, so that nothing uses its images and files.
 * @param seconds longest time to wait
 * @returns false if they still run, or if nothing reports them
 */
export async function podsHaveEnded(
  installation: Installation,
  kubelet: KubeletAccess | undefined,
  podFolder: string,
  seconds: number,
): Promise<boolean> {
  if (installation.pods.length === 0) return true;
  const stopped = { ...installation, state: { isStarted: false, since: null } };
  for (let attempt = 0; ; attempt++) {
    const [status] = await appStatuses([stopped], await machinePods(kubelet), podFolder);
    const states = status?.pods.map(({ state }) => state) ?? [];
    if (states.every((state) => state === PodState.STOPPED)) return true;
    if (attempt >= seconds || states.includes(PodState.UNKNOWN)) return false;
    await setTimeout(PAUSE);
  }
}
