import { objectsIn, type Opaque } from '../../kubernetes/objects';
import { ManifestDocument } from './manifest-document';
import { ObjectSubject } from './object-subject';
import type { PodSubject } from './pod-subject';
import type { PolicyVersion } from '../policy-version';
import { LabelSelector } from './label-selector';

/** Content that could not be read, and so is not judged. */
export interface UnreadContent {
  /** The object that holds it. */
  readonly object: ObjectSubject;
  /** JSON pointer within the object. */
  readonly path: string;
  readonly why: string;
}

/** The pods of one namespace, by what selects them. */
interface PodIndex {
  readonly all: PodSubject[];
  readonly byLabel: Map<string, PodSubject[]>;
}

const NONE: never[] = [];

/**
 * All the manifests that are judged together. Walked once; what is looked up in it is indexed at the first question.
 */
export class ManifestSet {
  /** Every object, in the order of the documents; those inside Lists and the like, too. */
  public readonly objects: ObjectSubject[] = [];

  /** @internal */
  public readonly _unread: UnreadContent[] = [];

  /** Stands for all of them, where something is about no single object. @internal */
  public readonly _whole = ObjectSubject._of(
    { object: {}, pointer: '', inString: false },
    new ManifestDocument({ value: null }),
    this,
  );

  private byKind?: Map<string, ObjectSubject[]>;
  private byNamespace?: Map<string, ObjectSubject[]>;
  private byName?: Map<string, ObjectSubject>;
  private byClaim?: Map<string, ObjectSubject>;
  private podIndex?: Map<string, PodIndex>;

  /** @internal */
  public static _of(documents: ReadonlyArray<ManifestDocument>, version: PolicyVersion): ManifestSet {
    return new ManifestSet(documents, version);
  }

  private constructor(
    documents: ReadonlyArray<ManifestDocument>,
    /** The version of Kubernetes that they are judged for. */
    public readonly version: PolicyVersion,
  ) {
    for (const document of documents) {
      const { objects, opaque } = objectsIn(document.value, { byShape: true });
      const subjects = objects.map((found) => ObjectSubject._of(found, document, this));
      for (const subject of subjects) {
        this.objects.push(subject);
        this._unread.push(...unjudgedContainers(subject));
      }
      if (opaque.length === 0) continue;
      const byPointer = new Map(subjects.map((subject) => [subject.documentPointerOf(''), subject]));
      for (const each of opaque) this._unread.push(this.unread(each, byPointer));
    }
  }

  /** Told of the innermost object around it. */
  private unread({ pointer, why }: Opaque, byPointer: ReadonlyMap<string, ObjectSubject>): UnreadContent {
    for (let around = pointer; around !== '';) {
      around = around.slice(0, around.lastIndexOf('/'));
      const object = byPointer.get(around);
      if (object) return { object, path: pointer.slice(around.length), why };
    }
    return { object: this._whole, path: '', why: pointer === '' ? why : `${why}, at ${pointer}` };
  }

  /** Every object of a kind, of all namespaces. */
  public ofKind(kind: string): ObjectSubject[] {
    this.byKind ??= grouped(this.objects, (object) => object.kind);
    return this.byKind.get(kind) ?? NONE;
  }

  /**
   * Every object of a kind in one namespace.
   * @param namespace as the manifest says it; left out where none is said
   */
  public ofKindIn(kind: string, namespace?: string): ObjectSubject[] {
    this.byNamespace ??= grouped(this.objects, (object) => nameKey(object.kind, object.namespace, ''));
    return this.byNamespace.get(nameKey(kind, namespace, '')) ?? NONE;
  }

  /**
   * The object of a kind and a name.
   * @param namespace as the manifest says it; left out for a cluster's object, or where none is said
   */
  public find(kind: string, name: string, namespace?: string): ObjectSubject | undefined {
    this.byName ??= new Map(this.objects.map((o) => [nameKey(o.kind, o.namespace, o.name), o]));
    return this.byName.get(nameKey(kind, namespace, name));
  }

  /**
   * The persistent volume that is reserved for a claim.
   * @param namespace as the claim says it; left out where it says none
   * @internal
   */
  public _volumeReservedFor(claim: string, namespace?: string): ObjectSubject | undefined {
    this.byClaim ??= new Map(
      this.ofKind('PersistentVolume').map((volume) => {
        const reserved = volume.textAt('spec', 'claimRef', 'namespace');
        return [nameKey('', reserved, volume.textAt('spec', 'claimRef', 'name') ?? ''), volume];
      }),
    );
    return this.byClaim.get(nameKey('', namespace, claim));
  }

  /** Every pod, or template of one, whose object is of a namespace. */
  public podsIn(namespace?: string): PodSubject[] {
    return this.podsByLabel().get(namespace ?? '')?.all ?? NONE;
  }

  /**
   * The pods of a namespace that a label selector selects.
   * @param selector `{matchLabels?, matchExpressions?}`, as Kubernetes writes it; an empty one selects all
   */
  public selectPods(selector: unknown, namespace?: string): PodSubject[] {
    const index = this.podsByLabel().get(namespace ?? '');
    if (!index) return NONE;
    const parsed = LabelSelector.parse(selector);
    // no more are looked at than have the rarest of the labels that must be there
    const candidates = parsed.required.map((label) => index.byLabel.get(label) ?? NONE);
    const fewest = candidates.reduce((least, each) => (each.length < least.length ? each : least), index.all);
    return parsed.selectsAll ? index.all : fewest.filter((pod) => parsed.selects(pod.labels));
  }

  private podsByLabel(): Map<string, PodIndex> {
    if (this.podIndex) return this.podIndex;
    const index = new Map<string, PodIndex>();
    for (const object of this.objects) {
      for (const pod of object.pods) {
        const namespace = object.namespace ?? '';
        const pods = index.get(namespace) ?? { all: [], byLabel: new Map<string, PodSubject[]>() };
        index.set(namespace, pods);
        pods.all.push(pod);
        for (const [name, value] of Object.entries(pod.labels)) {
          const label = LabelSelector.key(name, value);
          const holders = pods.byLabel.get(label);
          if (holders) holders.push(pod);
          else pods.byLabel.set(label, [pod]);
        }
      }
    }
    this.podIndex = index;
    return index;
  }
}

function unjudgedContainers(object: ObjectSubject): UnreadContent[] {
  return object.pods.flatMap((pod) => {
    const why = pod._unjudged;
    return why === undefined ? [] : [{ object, path: pod.pointerOf('/spec'), why }];
  });
}

function grouped(
  objects: ReadonlyArray<ObjectSubject>,
  key: (o: ObjectSubject) => string,
): Map<string, ObjectSubject[]> {
  const groups = new Map<string, ObjectSubject[]>();
  for (const object of objects) {
    const group = groups.get(key(object));
    if (group) group.push(object);
    else groups.set(key(object), [object]);
  }
  return groups;
}

/** A slash is in no name. */
function nameKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
