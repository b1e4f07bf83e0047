import { groupOf, objectAt, stringAt } from '../kubernetes/manifest';
import type { FoundObject } from '../kubernetes/objects';
import { podsOf } from '../kubernetes/pods';
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
    this.pods = podsOf(found.object).map((pod) => PodSubject._of(pod, this));
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
