import type { ContainerSubject } from './subject/container-subject';
import type { PodSubject } from './subject/pod-subject';

/** Pods with the same identity, which stands for their spec, their annotations and their place in an object. */
interface Group {
  /** Number of the group, followed by one number for each container. */
  readonly first: number;
  size: number;
}

/** Numbers of pods and containers that a rule finds the same in, unless it reads more than their spec and annotations. */
export class PodGroups {
  private readonly numbers = new Map<PodSubject | ContainerSubject, number>();

  constructor(pods: ReadonlyArray<PodSubject>) {
    const groups = new Map<unknown, Map<unknown, Map<string, Group>>>();
    let next = 0;
    const ofPods = pods.map((pod) => {
      const { spec, annotations, place } = pod._identity;
      const bySpec = entry(groups, spec, () => new Map<unknown, Map<string, Group>>());
      const byAnnotations = entry(bySpec, annotations, () => new Map<string, Group>());
      const group = entry(byAnnotations, place, () => ({ first: (next += 1), size: 0 }));
      if (group.size === 0) next += pod.containers.length;
      group.size += 1;
      return group;
    });
    for (const [i, { first, size }] of ofPods.entries()) {
      const pod = pods[i];
      if (pod === undefined || size === 1) continue;
      this.numbers.set(pod, first);
      for (const [c, container] of pod.containers.entries()) this.numbers.set(container, first + 1 + c);
    }
  }

  /** Returns a number that is the same for the same pod or container in all pods of a group. Undefined if there is only one. */
  public numberOf(subject: PodSubject | ContainerSubject): number | undefined {
    return this.numbers.get(subject);
  }

  /** True if no two pods have the same spec. */
  public get isEmpty(): boolean {
    return this.numbers.size === 0;
  }
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const before = map.get(key);
  if (before !== undefined) return before;
  const created = create();
  map.set(key, created);
  return created;
}
