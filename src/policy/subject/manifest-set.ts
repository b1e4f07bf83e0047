import { isNativeKind, isNativeName } from '../../kubernetes/native-kinds';
import { objectsIn, type FoundObject, type Opaque } from '../../kubernetes/objects';
import type { JsonObject } from '../../kubernetes/manifest';
import { resourceHoldersIn } from '../../kubernetes/resource-holders';
import { CustomKinds } from '../../kubernetes/schema/custom-kinds';
import { ManifestDocument } from './manifest-document';
import { ObjectSubject } from './object-subject';
import type { PodSubject } from './pod-subject';
import { Renderings } from './renderings';
import { PolicyTarget } from '../policy-target';
import type { PolicyVersion } from '../policy-version';
import { LabelSelector } from '../../kubernetes/label-selector';

/** Content that could not be read, and so is not checked. */
export interface UnreadContent {
  /** Object that contains the content. */
  readonly object: ObjectSubject;
  /** JSON pointer within the object. */
  readonly path: string;
  readonly why: string;
  /** Instruction that makes it readable; unset for the fix of the rule. */
  readonly fix?: string;
}

/** Objects of a document, or some of them. */
export interface DocumentContent {
  readonly document: ManifestDocument;
  readonly objects: ReadonlyArray<FoundObject>;
  readonly opaque: ReadonlyArray<Opaque>;
}

/** Pods of one namespace, indexed by label. */
interface PodIndex {
  readonly all: PodSubject[];
  readonly byLabel: Map<string, PodSubject[]>;
}

const NONE: never[] = [];

/** All manifests that are checked together, for one cluster. They are walked once, and each index is built on first use. */
export class ManifestSet {
  /** All objects in the order of the documents, including those inside Lists and other objects. */
  public readonly objects: ObjectSubject[] = [];

  /** @internal */
  public readonly _unread: UnreadContent[] = [];

  private readonly definitions: ReadonlyArray<JsonObject>;

  /** Schemas of custom resources. @internal */
  public readonly _customKinds: CustomKinds;

  /** Subject for findings that do not concern a single object. @internal */
  public readonly _whole = ObjectSubject._of(
    { object: {}, pointer: '', inString: false },
    new ManifestDocument({ value: null }),
    this,
  );

  /** Renderings of the objects, in rounds: see {@link Renderings}. @internal */
  public readonly _renderings: Renderings;

  private byKind?: Map<string, ObjectSubject[]>;
  private byNamespace?: Map<string, ObjectSubject[]>;
  private byName?: Map<string, ObjectSubject>;
  private byClaim?: Map<string, ObjectSubject>;
  private podIndex?: Map<string, PodIndex>;

  /** @internal */
  public static _of(documents: ReadonlyArray<ManifestDocument>, version: PolicyVersion): ManifestSet {
    const holders = resourceHoldersIn(documents.map(({ value }) => value));
    const content = documents.map((document) => ({
      document,
      ...objectsIn(document.value, { byShape: true, holders }),
    }));
    return new ManifestSet(content, PolicyTarget.parse(version.name), []);
  }

  /** @internal */
  public static _in(
    content: ReadonlyArray<DocumentContent>,
    target: PolicyTarget,
    definitions: ReadonlyArray<JsonObject> = [],
  ): ManifestSet {
    return new ManifestSet(content, target, definitions);
  }

  private constructor(
    content: ReadonlyArray<DocumentContent>,
    /** Cluster that the manifests are checked for. */
    public readonly target: PolicyTarget,
    definitions: ReadonlyArray<JsonObject>,
  ) {
    for (const { document, objects, opaque } of content) {
      const subjects = objects.map((found) => ObjectSubject._of(found, document, this));
      for (const subject of subjects) {
        this.objects.push(subject);
        this._unread.push(...unjudgedContainers(subject));
      }
      if (opaque.length === 0) continue;
      const byPointer = new Map(subjects.map((subject) => [subject.documentPointerOf(''), subject]));
      for (const each of opaque) this._unread.push(this.unread(each, byPointer));
    }
    this.definitions = [...definitions, ...this.objects.map(({ json }) => json)];
    this._customKinds = new CustomKinds(target.minor, this.definitions);
    // only now all definitions are known
    for (const object of this.objects) this._unread.push(...valuesOfWrongType(object));
    this._renderings = Renderings._of(this);
    this._unread.push(...this._renderings.unread);
  }

  /**
   * Returns the set with other objects. Those of the set keep their own set.
   * @param objects returns the objects, of which those that are new belong to the given set
   * @internal
   */
  public _with(objects: (manifests: ManifestSet) => ReadonlyArray<ObjectSubject>): ManifestSet {
    const manifests = new ManifestSet([], this.target, this.definitions);
    for (const object of objects(manifests)) manifests.objects.push(object);
    return manifests;
  }

  /** Version of Kubernetes that the manifests are checked for. */
  public get version(): PolicyVersion {
    return this.target.version;
  }

  /** Reports unreadable content with the innermost object that contains it. */
  private unread({ pointer, why }: Opaque, byPointer: ReadonlyMap<string, ObjectSubject>): UnreadContent {
    for (let around = pointer; around !== '';) {
      around = around.slice(0, around.lastIndexOf('/'));
      const object = byPointer.get(around);
      if (object) return { object, path: pointer.slice(around.length), why };
    }
    return { object: this._whole, path: '', why: pointer === '' ? why : `${why}, at ${pointer}` };
  }

  /**
   * Returns every object of a kind, in all namespaces. If Kubernetes itself has a kind of that name, returns only objects of that
   * kind: `NetworkPolicy` does not include those of `projectcalico.org`.
   * @param group API group of the objects, for a kind of another group
   */
  public ofKind(kind: string, group?: string): ObjectSubject[] {
    this.byKind ??= grouped(this.objects, kindKey);
    return ofGroup(this.byKind.get(keyOf(kind, group)), group);
  }

  /**
   * Returns every object of a kind in one namespace. If Kubernetes itself has a kind of that name, returns only objects of that
   * kind.
   * @param namespace the namespace in the manifest; undefined if the manifest sets none
   * @param group API group of the objects, for a kind of another group
   */
  public ofKindIn(kind: string, namespace?: string, group?: string): ObjectSubject[] {
    this.byNamespace ??= grouped(this.objects, (object) => nameKey(kindKey(object), object.namespace, ''));
    return ofGroup(this.byNamespace.get(nameKey(keyOf(kind, group), namespace, '')), group);
  }

  /**
   * Returns the object of a kind with a name. If Kubernetes itself has a kind of that name, returns only an object of that kind.
   * @param namespace the namespace in the manifest; undefined for a cluster-scoped object, or if the manifest sets none
   */
  public find(kind: string, name: string, namespace?: string): ObjectSubject | undefined {
    this.byName ??= new Map(this.objects.map((o) => [nameKey(kindKey(o), o.namespace, o.name), o]));
    return this.byName.get(nameKey(kind, namespace, name));
  }

  /**
   * Returns the persistent volume that is reserved for a claim.
   * @param namespace the namespace of the claim; undefined if it sets none
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

  /** Returns every pod and pod template in a namespace. */
  public podsIn(namespace?: string): PodSubject[] {
    return this.podsByLabel().get(namespace ?? '')?.all ?? NONE;
  }

  /**
   * Returns the pods of a namespace that a label selector selects.
   * @param selector `{matchLabels?, matchExpressions?}` as in the Kubernetes API; an empty one selects all pods
   */
  public selectPods(selector: unknown, namespace?: string): PodSubject[] {
    const index = this.podsByLabel().get(namespace ?? '');
    if (!index) return NONE;
    const parsed = LabelSelector.parse(selector);
    // only pods with the rarest of the required labels are compared
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

/** Returns the content of an object that is not checked, or that the API server cannot read. */
export function unreadContentOf(object: ObjectSubject): UnreadContent[] {
  return [...unjudgedContainers(object), ...valuesOfWrongType(object)];
}

/** Returns the containers of an object that are not checked. */
function unjudgedContainers(object: ObjectSubject): UnreadContent[] {
  return object.pods.flatMap((pod) => {
    const why = pod._unjudged;
    return why === undefined ? [] : [{ object, path: pod.pointerOf('/spec'), why }];
  });
}

/** Values of a wrong type, which the API server cannot read: no rule may take them for unset. */
function valuesOfWrongType(object: ObjectSubject): UnreadContent[] {
  const wrong = object._faults.filter(({ kind }) => kind === 'type');
  return wrong.map(({ path, message, fix = 'write a value of the type that the field has' }) => ({
    object,
    path,
    why: message,
    fix,
  }));
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

/** Returns the kind of an object as a key, with its group if Kubernetes itself has another kind of the same name. */
function kindKey({ group, kind }: ObjectSubject): string {
  return keyOf(kind, group);
}

/** Returns the key of a kind of a group; the key of the kind of Kubernetes itself, or of any group, if the group is unset. */
function keyOf(kind: string, group: string | undefined): string {
  const isNamesake = group !== undefined && isNativeName(kind) && !isNativeKind(group, kind);
  return isNamesake ? `${group}/${kind}` : kind;
}

function ofGroup(objects: ObjectSubject[] | undefined, group: string | undefined): ObjectSubject[] {
  if (objects === undefined) return NONE;
  return group === undefined ? objects : objects.filter((object) => object.group === group);
}

/** Returns a key of kind and name. A name cannot contain a slash. */
function nameKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
