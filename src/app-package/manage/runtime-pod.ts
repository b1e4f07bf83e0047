/** Container of a pod, as its kubelet or container runtime reports it. */
export interface RuntimeContainer {
  readonly name: string;
  readonly state: 'running' | 'waiting' | 'ended' | 'unknown';
  /** Number of restarts. Undefined if it is unknown. */
  readonly restarts: number | undefined;
  /** Reason of the state, such as `ErrImagePull: no such host` or `exit code 1`. Empty if there is none. */
  readonly reason: string;
}

/** Pod, as its kubelet or container runtime reports it. */
export interface RuntimePod {
  readonly namespace: string;
  /** Name that the kubelet gives to the pod: that of its manifest, a dash, and the name of the node. */
  readonly name: string;
  /** Annotation with the package of the pod. Undefined if the source does not report annotations. */
  readonly package: string | undefined;
  /** Phase that the kubelet reports. Undefined if the source is not the kubelet. */
  readonly phase: string | undefined;
  /** Reason of the phase, such as `Evicted`. Empty if there is none. */
  readonly reason: string;
  readonly containers: ReadonlyArray<RuntimeContainer>;
}

/** Pods of a machine, with their source. */
export interface RuntimePods {
  /** Program or interface that reported them. */
  readonly source: string;
  readonly pods: ReadonlyArray<RuntimePod>;
}

/** Joins the parts of a reason that are not empty. */
export function reasonOf(...parts: ReadonlyArray<string | undefined>): string {
  return parts.filter((part) => part !== undefined && part !== '').join(': ');
}
