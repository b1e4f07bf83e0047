import { claimTemplatesOf } from '../../kubernetes/claim-templates';
import { annotationsOf, objectAt } from '../../kubernetes/manifest';
import {
  containersOf,
  crowdProblem,
  MOST_CONTAINERS_OF_POD,
  type FoundContainer,
  type FoundPod,
} from '../../kubernetes/pods';
import { withoutZeroValues } from '../../kubernetes/zero-values';
import { ContainerSubject } from './container-subject';
import type { ManifestSet } from './manifest-set';
import type { ObjectSubject } from './object-subject';
import type { PolicyTarget } from '../policy-target';
import { OutsideReads } from './outside-reads';
import { Subject } from './subject';

/**
 * Pod or pod template that a rule checks: an object with `metadata` and `spec`.
 *
 * Derived values are computed once, for all rules.
 */
export class PodSubject extends Subject {
  /** Spec of the pod, without fields whose empty value the API server reads as unset. */
  public readonly spec: { readonly [key: string]: unknown };
  /** Security context of the pod. Empty if it has none. */
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
    /** Object that contains the pod, for the engine, which does not count its reads. @internal */
    public readonly _object: ObjectSubject,
  ) {
    const spec = withoutZeroValues(pod.spec);
    super(spec === pod.spec ? pod.template : { ...pod.template, spec });
    this.spec = spec;
    this.securityContext = objectAt(spec, 'securityContext');
    this.found = containersOf(spec);
  }

  /** Object that contains the pod. */
  public get object(): ObjectSubject {
    OutsideReads.add();
    return this._object;
  }

  public override get json(): { readonly [key: string]: unknown } {
    OutsideReads.add();
    return this._content;
  }

  /** @internal */
  protected override _holderOf(key: string | undefined): { readonly [key: string]: unknown } {
    if (key !== 'spec') OutsideReads.add();
    return this._content;
  }

  /** All manifests that are checked together, which are the same for all pods of a check. @internal */
  public get _manifests(): ManifestSet {
    return this._object.manifests;
  }

  /** Cluster that the pod is checked for. @internal */
  public get _target(): PolicyTarget {
    return this._object.manifests.target;
  }

  /** Values that are the same for pods in which a rule finds the same, unless it reads more of them. @internal */
  public get _identity(): { readonly spec: unknown; readonly annotations: unknown; readonly place: string } {
    const { spec, template, pointer, annotatable } = this.pod;
    const { annotations } = objectAt(template, 'metadata');
    return { spec, annotations, place: `${pointer} ${annotatable}` };
  }

  /**
   * First 500 containers: init containers including sidecars, then main containers, then ephemeral containers. A pod with
   * more has the finding `unreadable-content`.
   */
  public get containers(): ContainerSubject[] {
    this.judged ??= this.found.slice(0, MOST_CONTAINERS_OF_POD).map((c) => ContainerSubject._of(c, this));
    return this.judged;
  }

  /** Reason why some containers are not checked. Unset if all are. @internal */
  public get _unjudged(): string | undefined {
    return crowdProblem(this.found);
  }

  /** Returns the first container with a name. Undefined if there is none. */
  public containerNamed(name: string): ContainerSubject | undefined {
    this.byName ??= new Map([...this.containers].reverse().map((c) => [c.name, c]));
    return this.byName.get(name);
  }

  /** True for a Pod, false for a pod template. */
  public get isPod(): boolean {
    return this.pod.pointer === '' && this.pod.annotatable;
  }

  /** True if the pod runs on Windows, where the API server rejects security fields for Linux. */
  public get isWindows(): boolean {
    return objectAt(this.spec, 'os')['name'] === 'windows';
  }

  /** True if the pod requests its own user namespace, in which user 0 has no rights on the node. */
  public get hasUserNamespace(): boolean {
    return this.spec['hostUsers'] === false;
  }

  /** Labels of the pod. The values are not validated, and may be numbers. */
  public get labels(): { readonly [name: string]: unknown } {
    OutsideReads.add();
    return objectAt(objectAt(this.pod.template, 'metadata'), 'labels');
  }

  /** Annotations of the pod. The values are not validated, and may be numbers. */
  public get annotations(): { readonly [name: string]: unknown } {
    return annotationsOf(this.pod.template);
  }

  /** Templates of the claims that a controller makes for the pod, each of which is a volume of the pod. @internal */
  public get _claimTemplates(): ReadonlyArray<{ readonly [key: string]: unknown }> {
    OutsideReads.add();
    return claimTemplatesOf(this.pod);
  }

  /** Returns the JSON pointer within the object for a JSON pointer within the pod, such as `/spec/hostNetwork`. */
  public pointerOf(path: string): string {
    const { places } = this.pod;
    for (let around = path; places !== undefined && around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
      const place = places.get(around);
      if (place !== undefined) return place + path.slice(around.length);
    }
    // a bare spec does not have a `spec` field
    return this.pod.pointer + (this.pod.annotatable ? path : path.replace(/^\/spec/, ''));
  }
}
