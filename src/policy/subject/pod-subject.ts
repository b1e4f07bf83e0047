import { annotationsOf, objectAt } from '../../kubernetes/manifest';
import {
  containersOf,
  crowdProblem,
  MOST_CONTAINERS_OF_POD,
  type FoundContainer,
  type FoundPod,
} from '../../kubernetes/pods';
import { ContainerSubject } from './container-subject';
import type { ObjectSubject } from './object-subject';
import { Subject } from './subject';

/**
 * A pod, or the template of one, as a rule sees it: what holds `metadata` and `spec`.
 *
 * What is found out of it is found out once, for all rules.
 */
export class PodSubject extends Subject {
  /** Its spec. */
  public readonly spec: { readonly [key: string]: unknown };
  /** Its security context; empty when it has none. */
  public readonly securityContext: { readonly [key: string]: unknown };
  private readonly found: ReadonlyArray<FoundContainer>;
  private judged?: ContainerSubject[];
  private byName?: Map<string, ContainerSubject>;

  /** @internal */
  public static _of(pod: FoundPod, object: ObjectSubject): PodSubject {
    return new PodSubject(pod, object);
  }

  private constructor(
    private readonly pod: FoundPod,
    /** The object that it stands in. */
    public readonly object: ObjectSubject,
  ) {
    super(pod.template);
    this.spec = pod.spec;
    this.securityContext = objectAt(pod.spec, 'securityContext');
    this.found = containersOf(pod.spec);
  }

  /**
   * The first 500 containers: init containers, sidecars among them, then main containers, then ephemeral containers. A pod
   * with more has the finding `unreadable-content`.
   */
  public get containers(): ContainerSubject[] {
    this.judged ??= this.found.slice(0, MOST_CONTAINERS_OF_POD).map((c) => ContainerSubject._of(c, this));
    return this.judged;
  }

  /** Why some containers are not judged; unset if all are. @internal */
  public get _unjudged(): string | undefined {
    return crowdProblem(this.found);
  }

  /** The first container of a name, if there is one. */
  public containerNamed(name: string): ContainerSubject | undefined {
    this.byName ??= new Map([...this.containers].reverse().map((c) => [c.name, c]));
    return this.byName.get(name);
  }

  /** Whether it is a Pod itself, and no template of one. */
  public get isPod(): boolean {
    return this.pod.pointer === '' && this.pod.annotatable;
  }

  /** Whether it says that its nodes run Windows, where Linux' security fields are refused. */
  public get isWindows(): boolean {
    return objectAt(this.pod.spec, 'os')['name'] === 'windows';
  }

  /** Whether it asks for a user namespace of its own, in which user 0 is nobody on the node. */
  public get hasUserNamespace(): boolean {
    return this.pod.spec['hostUsers'] === false;
  }

  /** Its labels. Their values are not checked: a number may stand there. */
  public get labels(): { readonly [name: string]: unknown } {
    return objectAt(objectAt(this.pod.template, 'metadata'), 'labels');
  }

  /** Its annotations. Their values are not checked: a number may stand there. */
  public get annotations(): { readonly [name: string]: unknown } {
    return annotationsOf(this.pod.template);
  }

  /** JSON pointer within the object for one within the pod, such as `/spec/hostNetwork`. */
  public pointerOf(path: string): string {
    // a bare spec has no `spec` of its own
    return this.pod.pointer + (this.pod.annotatable ? path : path.replace(/^\/spec/, ''));
  }
}
