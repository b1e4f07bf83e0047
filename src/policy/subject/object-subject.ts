import { groupOf, objectAt, stringAt } from '../../kubernetes/manifest';
import type { FoundObject } from '../../kubernetes/objects';
import { isKnownKind } from '../../kubernetes/known-kinds';
import { isUnknownBuiltIn } from '../../kubernetes/schema/service-of-kind';
import type { SchemaFault } from '../../kubernetes/schema/schema-fault';
import type { Rendering } from '../../kubernetes/overlays/overlay';
import { podsOf, type FoundPod } from '../../kubernetes/pods';
import { withoutZeroFields } from '../../kubernetes/zero-values';
import type { ManifestDocument } from './manifest-document';
import type { ManifestSet } from './manifest-set';
import { faultsOf, hasSchema } from './object-faults';
import { PodSubject } from './pod-subject';
import { Subject } from './subject';

/** Origin of an object that an edge engine renders. */
interface RenderedSource {
  readonly rendering: Rendering;
  /** True if the template is in another document than the overlay. */
  readonly isElsewhere: boolean;
}

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

  /**
   * Returns the subject of an object as an edge engine renders it.
   * @param isElsewhere true if the template is in another document than the overlay
   * @internal
   */
  public static _rendered(
    rendering: Rendering,
    document: ManifestDocument,
    manifests: ManifestSet,
    isElsewhere: boolean,
  ): ObjectSubject {
    const { base, object, overlay } = rendering;
    const { pointer, inString } = isElsewhere ? overlay : base;
    return new ObjectSubject({ object, pointer, inString }, document, manifests, { rendering, isElsewhere });
  }

  private podByPointer?: Map<string, PodSubject>;
  private faults?: ReadonlyArray<SchemaFault>;

  private constructor(
    private readonly found: FoundObject,
    /** Document that contains the object. */
    public readonly document: ManifestDocument,
    /** All manifests that are checked together. */
    public readonly manifests: ManifestSet,
    private readonly source?: RenderedSource,
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
   * True if no rule checks a part of the object: Kubernetes does not have its kind, or its kind is unknown and it contains no
   * pod and no object, or it contains parts of pods or roles outside of those.
   * @internal
   */
  public get _isUnjudged(): boolean {
    const { shapes } = this.found;
    if (shapes === undefined) return isUnknownBuiltIn(this.apiVersion, this.kind);
    if (shapes.unjudged !== undefined) return true;
    return this.pods.length === 0 && shapes.objects.length === 0 && !isKnownKind(this.apiVersion, this.kind);
  }

  /** Faults of the object by the schema of its kind, and of its pods by that of a pod. @internal */
  public get _faults(): ReadonlyArray<SchemaFault> {
    const { apiVersion, kind, pods, found } = this;
    this.faults ??= faultsOf(
      { apiVersion, kind, pods, json: found.object },
      this.manifests.target.minor,
      this.manifests._customKinds,
    );
    return this.faults;
  }

  /** True if no schema of the object's kind is known. @internal */
  public get _hasNoSchema(): boolean {
    return !hasSchema(this.apiVersion, this.kind, this.manifests._customKinds);
  }

  /** True if the object itself is applied: it is a document, or an item of a List. @internal */
  public get _isApplied(): boolean {
    return /^(\/items\/\d+)*$/.test(this.found.pointer);
  }

  /** Nodes that get the object, such as `pool b`. Undefined for an object of the manifests themselves. @internal */
  public get _where(): string | undefined {
    return this.source?.rendering.where;
  }

  /** The object with its place. @internal */
  public get _found(): FoundObject {
    return this.found;
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
    const [first, second] = this.pods;
    if (first === undefined) return undefined;
    if (second === undefined) {
      const base = first.pointerOf('');
      return pointer === base || base === '' || pointer.startsWith(`${base}/`) ? first : undefined;
    }
    this.podByPointer ??= new Map([...this.pods].reverse().map((pod) => [pod.pointerOf(''), pod]));
    for (let around = pointer; around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
      const pod = this.podByPointer.get(around);
      if (pod) return pod;
    }
    return this.podByPointer.get('');
  }

  /** Returns the JSON pointer within the document for a JSON pointer within the object. Content of a string has the pointer of the string. */
  public documentPointerOf(path: string): string {
    if (this.source) {
      const { rendering, isElsewhere } = this.source;
      const { overlay, values } = rendering;
      const value = values.filter((each) => path === each.path || path.startsWith(`${each.path}/`)).at(-1);
      if (value && !overlay.inString) return overlay.pointer + value.pointer + path.slice(value.path.length);
      if (value || isElsewhere) return overlay.pointer;
    }
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
