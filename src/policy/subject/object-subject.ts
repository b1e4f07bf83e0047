import { groupOf, objectAt, stringAt } from '../../kubernetes/manifest';
import type { FoundObject } from '../../kubernetes/objects';
import { isKnownKind } from '../../kubernetes/known-kinds';
import { podsOf, type FoundPod } from '../../kubernetes/pods';
import type { ManifestDocument } from './manifest-document';
import type { ManifestSet } from './manifest-set';
import { PodSubject } from './pod-subject';
import { Subject } from './subject';

/** A Kubernetes object, as a rule sees it. */
export class ObjectSubject extends Subject {
  /** Empty when there is none. */
  public readonly apiVersion: string;
  /** Empty when there is none. */
  public readonly kind: string;
  /** Empty when there is none, as with `generateName`. */
  public readonly name: string;
  /** As the manifest says it: who applies the manifest may choose another where there is none. */
  public readonly namespace?: string;
  /** Pods, or templates of them, that stand in it; not those of objects inside it, which are subjects of their own. */
  public readonly pods: PodSubject[];

  /** @internal */
  public static _of(found: FoundObject, document: ManifestDocument, manifests: ManifestSet): ObjectSubject {
    return new ObjectSubject(found, document, manifests);
  }

  private constructor(
    private readonly found: FoundObject,
    /** The document that it stands in. */
    public readonly document: ManifestDocument,
    /** All the manifests that are judged together. */
    public readonly manifests: ManifestSet,
  ) {
    super(found.object);
    const metadata = objectAt(found.object, 'metadata');
    this.apiVersion = stringAt(found.object, 'apiVersion') ?? '';
    this.kind = stringAt(found.object, 'kind') ?? '';
    this.name = stringAt(metadata, 'name') ?? '';
    this.namespace = stringAt(metadata, 'namespace');
    this.pods = allPodsOf(found).map((pod) => PodSubject._of(pod, this));
  }

  /**
   * Whether something in it is judged by no rule: its kind is not known and it contains no pod and no object, or it contains
   * parts of pods or roles outside of those.
   * @internal
   */
  public get _isUnjudged(): boolean {
    const { shapes } = this.found;
    if (shapes === undefined) return false;
    if (shapes.unjudged !== undefined) return true;
    return this.pods.length === 0 && shapes.objects.length === 0 && !isKnownKind(this.apiVersion, this.kind);
  }

  /** API group of the object: empty for the core group. */
  public get group(): string {
    return groupOf(this.apiVersion);
  }

  /** JSON pointer within the document for one within the object; what stands inside a string has that of the string. */
  public documentPointerOf(path: string): string {
    return this.found.inString ? this.found.pointer : this.found.pointer + path;
  }
}

/** The pods of an object in the places that its kind has for them, then those that were found by their shape alone. */
function allPodsOf({ object, shapes }: FoundObject): FoundPod[] {
  const known = podsOf(object);
  if (shapes === undefined || shapes.pods.length === 0) return known;
  const specs = new Set(known.map(({ spec }) => spec));
  return [...known, ...shapes.pods.filter(({ spec }) => !specs.has(spec))];
}
