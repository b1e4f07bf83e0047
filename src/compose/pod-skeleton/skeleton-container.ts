import type { SkeletonOrigin, SkeletonOrigins } from './skeleton-origins';
import type { SkeletonValues, Steps } from './skeleton-values';

/** Container of a skeleton, while it becomes a service. */
export interface SkeletonContainer {
  readonly name: string;
  readonly steps: Steps;
  readonly values: SkeletonValues;
  readonly origins: SkeletonOrigins;
}

/** Records that a key of the service represents a value of the container. */
export function represent(
  { name, steps, origins }: SkeletonContainer,
  key: string,
  own: Steps,
  rest: Omit<SkeletonOrigin, 'steps'> = {},
): void {
  origins.set(name, key, { steps: [...steps, ...own], ...rest });
}
