import { keyPath, stepsOf } from '../key-path';
import type { Steps } from './skeleton-values';

/** Value of the skeleton that a key of a service represents. */
export interface SkeletonOrigin {
  readonly steps: Steps;
  /** True for a value of the pod, which the services of all its containers have. */
  readonly isOfPod?: boolean;
  /** Difference of the value from what the key represents. */
  readonly difference?: string;
  /** Reason of a difference, or of a refusal that can be accepted, where that of the key is about Compose. */
  readonly reason?: string;
}

/** Values of the skeleton by the keys of the services that represent them. */
export class SkeletonOrigins {
  private readonly byService = new Map<string | null, Map<string, SkeletonOrigin>>();
  private readonly containers = new Map<string, Steps>();

  /** @param service null for a value outside services */
  public set(service: string | null, key: string, origin: SkeletonOrigin): void {
    const keys = this.byService.get(service) ?? new Map<string, SkeletonOrigin>();
    this.byService.set(service, keys.set(key, origin));
  }

  public setContainer(service: string, steps: Steps): void {
    this.containers.set(service, steps);
  }

  /** Returns the path of a service's container. */
  public container(service: string | null): Steps {
    return this.containers.get(service ?? '') ?? ['spec'];
  }

  /** Returns the value that a key of a service, or the nearest key around it, represents. */
  public of(service: string | null, key: string): SkeletonOrigin | undefined {
    const keys = this.byService.get(service);
    const steps = stepsOf(key);
    for (let length = steps.length; length > 0; length -= 1) {
      const origin = keys?.get(keyPath(...steps.slice(0, length)));
      if (origin) return origin;
    }
    return undefined;
  }
}
