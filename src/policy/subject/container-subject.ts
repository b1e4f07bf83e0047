import { objectAt } from '../../kubernetes/manifest';
import type { FoundContainer } from '../../kubernetes/pods';
import type { PodSubject } from './pod-subject';
import { Subject } from './subject';

/** Role of a container in its pod. */
export enum ContainerRole {
  /** Init container, which completes before the others start. */
  INIT = 'init',
  /** Init container that starts before the others, and keeps running beside them. */
  SIDECAR = 'sidecar',
  MAIN = 'main',
  /** Container added to a running pod for debugging. */
  EPHEMERAL = 'ephemeral',
}

const ROLES: Readonly<Record<FoundContainer['role'], ContainerRole>> = {
  init: ContainerRole.INIT,
  sidecar: ContainerRole.SIDECAR,
  main: ContainerRole.MAIN,
  ephemeral: ContainerRole.EPHEMERAL,
};

/** Container that a rule checks. */
export class ContainerSubject extends Subject {
  /** Name of the container. Empty if it has none. */
  public readonly name: string;
  public readonly role: ContainerRole;
  /** JSON pointer within the pod, such as `/spec/containers/0`. */
  public readonly path: string;
  /** Security context of the container. Empty if it has none. */
  public readonly securityContext: { readonly [key: string]: unknown };

  /** @internal */
  public static _of(found: FoundContainer, pod: PodSubject): ContainerSubject {
    return new ContainerSubject(found, pod);
  }

  private constructor(
    found: FoundContainer,
    /** Pod that the container belongs to. */
    public readonly pod: PodSubject,
  ) {
    super(found.container);
    this.name = found.name;
    this.role = ROLES[found.role];
    this.path = `/spec${found.pointer}`;
    this.securityContext = objectAt(found.container, 'securityContext');
  }
}
