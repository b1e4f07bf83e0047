import { objectAt } from '../../kubernetes/manifest';
import type { FoundContainer } from '../../kubernetes/pods';
import type { PodSubject } from './pod-subject';
import { Subject } from './subject';

/** What a container is in its pod. */
export enum ContainerRole {
  /** Runs to its end before the others start. */
  INIT = 'init',
  /** Starts before the others, and goes on beside them. */
  SIDECAR = 'sidecar',
  MAIN = 'main',
  /** Put into a running pod, for debugging. */
  EPHEMERAL = 'ephemeral',
}

const ROLES: Readonly<Record<FoundContainer['role'], ContainerRole>> = {
  init: ContainerRole.INIT,
  sidecar: ContainerRole.SIDECAR,
  main: ContainerRole.MAIN,
  ephemeral: ContainerRole.EPHEMERAL,
};

/** A container, as a rule sees it. */
export class ContainerSubject extends Subject {
  /** Name of the container; empty when it has none. */
  public readonly name: string;
  public readonly role: ContainerRole;
  /** JSON pointer within the pod, such as `/spec/containers/0`. */
  public readonly path: string;
  /** Its security context; empty when it has none. */
  public readonly securityContext: { readonly [key: string]: unknown };

  /** @internal */
  public static _of(found: FoundContainer, pod: PodSubject): ContainerSubject {
    return new ContainerSubject(found, pod);
  }

  private constructor(
    found: FoundContainer,
    /** The pod that it runs in. */
    public readonly pod: PodSubject,
  ) {
    super(found.container);
    this.name = found.name;
    this.role = ROLES[found.role];
    this.path = `/spec${found.pointer}`;
    this.securityContext = objectAt(found.container, 'securityContext');
  }
}
