import { groupOf, objectAt, stringAt } from '../../kubernetes/manifest';
import type { FoundObject } from '../../kubernetes/objects';
import { isKnownKind } from '../../kubernetes/known-kinds';
import { podsOf, type FoundPod } from '../../kubernetes/pods';
import { withoutZeroFields } from '../../kubernetes/zero-values';
import type { ManifestDocument } from './manifest-document';
import type { ManifestSet } from './manifest-set';
import { PodSubject } from './pod-subject';
import { Subject } from './subject';

/** Kubernetes object that a rule checks. */
export class ObjectSubject extends Subject {
  /** API version of the object. Empty if it has none. */
  public readonly apiVersion: string;
  /** Kind of the object. Empty if it has none. */
  public readonly kind: string;
  /** Name of the object. Empty if it has none, for example with `generateName`. */
  public readonly name: string;
  /** Namespace in the manifest. Undefined if the manifest sets none: it then depends on how the manifest is applied. */
  public readonly namespace?: string;
  /** Pods and pod templates in the object. Pods of nested objects belong to the subjects of those objects. */
  public readonly pods: PodSubject[];

  /** @internal */
  public static _of(found: FoundObject, document: ManifestDocument, manifests: ManifestSet): ObjectSubject {
    return new ObjectSubject(found, document, manifests);
  }

  private podByPointer?: Map<string, PodSubject>;

  private constructor(
    private readonly found: FoundObject,
    /** Document that contains the object. */
    public readonly document: ManifestDocument,
    /** All manifests that are checked together. */
    public readonly manifests: ManifestSet,
  ) {
    super(withoutZeroFields(found.object));
    const metadata = objectAt(this.json, 'metadata');
    this.apiVersion = stringAt(found.object, 'apiVersion') ?? '';
    this.kind = stringAt(found.object, 'kind') ?? '';
    this.name = stringAt(metadata, 'name') ?? '';
    this.namespace = stringAt(metadata, 'namespace');
    this.pods = allPodsOf(found).map((pod) => PodSubject._of(pod, this));
  }

  /**
   * True if no rule checks a part of the object: its kind is unknown and it contains no pod and no object, or it contains
   * parts of pods or roles outside of those.
   * @internal
   */
  public get _isUnjudged(): boolean {
    const { shapes } = this.found;
    if (shapes === undefined) return false;
    if (shapes.unjudged !== undefined) return true;
    return this.pods.length === 0 && shapes.objects.length === 0 && !isKnownKind(this.apiVersion, this.kind);
  }

  /** API group of the object. Empty for the core group. */
  public get group(): string {
    return groupOf(this.apiVersion);
  }

  /**
   * Returns the innermost pod that contains a JSON pointer of the object. Undefined if no pod does.
   * @internal
   */
  public _podAt(pointer: string): PodSubject | undefined {
    if (this.pods.length === 0) return undefined;
    this.podByPointer ??= new Map([...this.pods].reverse().map((pod) => [pod.pointerOf(''), pod]));
    for (let around = pointer; around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
      const pod = this.podByPointer.get(around);
      if (pod) return pod;
    }
    return this.podByPointer.get('');
  }

  /** Returns the JSON pointer within the document for a JSON pointer within the object. Content of a string has the pointer of the string. */
  public documentPointerOf(path: string): string {
    return this.found.inString ? this.found.pointer : this.found.pointer + path;
  }
}

/** Returns the pods in the known places of an object's kind, then pods that were found only by their form. */
function allPodsOf({ object, shapes }: FoundObject): FoundPod[] {
  const known = podsOf(object);
  if (shapes === undefined || shapes.pods.length === 0) return known;
  const specs = new Set(known.map(({ spec }) => spec));
  return [...known, ...shapes.pods.filter(({ spec }) => !specs.has(spec))];
}
