import { isObject, listAt, objectAt } from '../kubernetes/manifest';
import type { PodSubject } from './pod-subject';

/** A path of the node that a pod mounts. */
export interface HostPath {
  /** JSON pointer within the pod. */
  readonly path: string;
  /** The path of the node, without what leads nowhere: `/run//x/../y/` is `/run/y`. */
  readonly hostPath: string;
}

/** The paths of the node that a pod mounts. */
export function hostPathsOf(pod: PodSubject): HostPath[] {
  return listAt(pod.spec, 'volumes').flatMap((volume, i) => {
    const hostPath = isObject(volume) ? objectAt(volume, 'hostPath')['path'] : undefined;
    if (typeof hostPath !== 'string') return [];
    return [{ path: `/spec/volumes/${i}/hostPath/path`, hostPath: normalized(hostPath) }];
  });
}

function normalized(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}
