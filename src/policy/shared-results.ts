import type { Found } from './found';
import type { PodGroups } from './pod-groups';
import { ContainerSubject } from './subject/container-subject';
import { PodSubject } from './subject/pod-subject';
import type { Subject } from './subject/subject';

/** Parts of a pod that are the same in all pods of a group. */
const SHARED = /^\/(?:spec|metadata\/annotations)(?:\/|$)/;

/** Results of one rule for pods and containers that are the same in many manifests. */
export class SharedResults {
  private readonly results = new Map<number, ReadonlyArray<Found>>();

  constructor(private readonly groups: PodGroups) {}

  /** Returns what the rule finds in a subject, as far as it is known from another pod; undefined if the rule must run. */
  public get(subject: Subject): ReadonlyArray<Found> | undefined {
    const number = this.numberOf(subject);
    const found = number === undefined ? undefined : this.results.get(number);
    if (found === undefined || found.length === 0) return found;
    const pod = subject instanceof ContainerSubject ? subject.pod : (subject as PodSubject);
    return found.map(({ rule, container, path, value, shortValue, set, violation }) => ({
      rule,
      object: pod._object,
      pod,
      container,
      path,
      value,
      shortValue,
      set,
      violation,
    }));
  }

  /** Remembers what a rule found in a subject of which it read only what all pods of the group have. */
  public add(subject: Subject, found: ReadonlyArray<Found>): void {
    const number = this.numberOf(subject);
    const isOutside = subject instanceof PodSubject && found.some(({ violation }) => !SHARED.test(violation.path));
    if (number !== undefined && !isOutside) this.results.set(number, found);
  }

  private numberOf(subject: Subject): number | undefined {
    const isInPod = subject instanceof PodSubject || subject instanceof ContainerSubject;
    return isInPod ? this.groups.numberOf(subject) : undefined;
  }
}
