import { ANY, isInEveryNamespace, madeOutOf, type MadeKind, type MadePods } from '../../kubernetes/makers';
import { LabelSelector } from '../../kubernetes/label-selector';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import { makingRights, type MakingRights } from './making-rights';
import { possibleNamespaces } from './possible-namespaces';

/** Names with one unknown part, as the texts before and after it. */
type Patterns = Map<string, Set<string>>;

/**
 * Maximum number of objects in one namespace whose pods are compared with a selector. With more of them, any selector may select
 * their pods, so that many selectors and many makers of pods take linear time.
 */
const MOST_COMPARED = 100;

const SETS = new WeakMap<ManifestSet, MadeObjects>();

/** Returns true if an object may exist although it is not among the manifests, because the cluster makes it. */
export function mayBeMade({ namespace, manifests }: ObjectSubject, kind: MadeKind, name: string): boolean {
  if (isInEveryNamespace(kind, name)) return true;
  const made = madeIn(manifests);
  return possibleNamespaces(namespace).some((each) => made.mayBeMade(kind, name, each));
}

/** Returns true if an object of a kind may exist although it is not among the manifests, and its name is unknown. */
export function mayMakeAny({ namespace, manifests }: ObjectSubject, kind: MadeKind): boolean {
  const made = madeIn(manifests);
  return possibleNamespaces(namespace).some((each) => made.mayMakeAny(kind, each));
}

/** Returns true if a selector may select pods that the cluster makes in the namespace of an object. */
export function maySelectMade({ namespace, manifests }: ObjectSubject, selector: unknown): boolean {
  const made = madeIn(manifests);
  return possibleNamespaces(namespace).some((each) => made.maySelect(selector, each));
}

function madeIn(manifests: ManifestSet): MadeObjects {
  const known = SETS.get(manifests);
  if (known) return known;
  const made = new MadeObjects(manifests);
  SETS.set(manifests, made);
  return made;
}

/** Index of all that a cluster may make out of the manifests of a set. */
class MadeObjects {
  private readonly names = new Set<string>();
  private readonly patterns = new Map<string, Patterns>();
  private readonly pods = new Map<string, MadePods[]>();
  /** Namespaces in which anything may be made. */
  private readonly anything = new Set<string>();
  private readonly rights: MakingRights;

  constructor(manifests: ManifestSet) {
    this.rights = makingRights(manifests);
    for (const object of manifests.objects) {
      const { objects, pods, isKnown, anythingIn } = madeOutOf(object.json);
      for (const { kind, name, namespace } of objects) this.add(`${kind}/${namespace ?? ''}`, name);
      for (const each of pods) this.addPods(each);
      for (const namespace of anythingIn) this.anything.add(namespace ?? '');
      // an operator may make anything out of an object that nobody here can read
      if (!isKnown && object._isUnjudged) this.anything.add(object.namespace ?? ANY);
    }
  }

  public mayBeMade(kind: MadeKind, name: string, namespace: string | undefined): boolean {
    return (
      this.mayMakeAny(kind, namespace) ||
      [namespace ?? '', ANY].some((each) => {
        const place = `${kind}/${each}`;
        return this.names.has(`${place}/${name}`) || matchesOne(this.patterns.get(place), name);
      })
    );
  }

  public mayMakeAny(kind: MadeKind, namespace: string | undefined): boolean {
    const rights = this.rights.get(kind);
    return [namespace ?? '', ANY].some((each) => this.anything.has(each) || (rights?.has(each) ?? false));
  }

  public maySelect(selector: unknown, namespace: string | undefined): boolean {
    if (this.mayMakeAny('Pod', namespace)) return true;
    const pods = this.pods.get(namespace ?? '') ?? [];
    if (pods.length === 0 || pods.length > MOST_COMPARED) return pods.length > 0;
    const parsed = LabelSelector.parse(selector);
    return pods.some(({ labels }) => parsed.maySelect(labels, ANY));
  }

  private add(place: string, name: string): void {
    const star = name.indexOf(ANY);
    if (star < 0) {
      this.names.add(`${place}/${name}`);
      return;
    }
    const patterns: Patterns = this.patterns.get(place) ?? new Map<string, Set<string>>();
    this.patterns.set(place, patterns);
    const before = name.slice(0, star);
    patterns.set(before, (patterns.get(before) ?? new Set()).add(name.slice(star + 1)));
  }

  private addPods(pods: MadePods): void {
    const others = this.pods.get(pods.namespace ?? '');
    if (others) others.push(pods);
    else this.pods.set(pods.namespace ?? '', [pods]);
  }
}

/** Longest name of an object in Kubernetes. */
const LONGEST_NAME = 253;

function matchesOne(patterns: Patterns | undefined, name: string): boolean {
  if (patterns === undefined || name.length > LONGEST_NAME) return false;
  for (let before = 0; before <= name.length; before += 1) {
    const ends = patterns.get(name.slice(0, before));
    if (ends === undefined) continue;
    for (let after = before; after <= name.length; after += 1) if (ends.has(name.slice(after))) return true;
  }
  return false;
}
