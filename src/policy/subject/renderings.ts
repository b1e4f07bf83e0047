import type { FoundObject } from '../../kubernetes/objects';
import { hasOverlays } from '../../kubernetes/overlays/overlay-fields';
import type { Rendering } from '../../kubernetes/overlays/overlay';
import { renderOverlays } from '../../kubernetes/overlays/render-overlays';
import { unreadContentOf, type ManifestSet, type UnreadContent } from './manifest-set';
import { ObjectSubject } from './object-subject';

/** Part of an overlay that does not apply to its template. */
export interface OverlayFault {
  /** JSON pointer within the object with the overlay. */
  readonly path: string;
  readonly message: string;
}

/** Object as an edge engine renders it. */
export interface RenderedObject {
  readonly subject: ObjectSubject;
  /** Object with the template. */
  readonly base: ObjectSubject;
  /** Object whose annotations the rendering has: the template, or the overlay if it is another object of the same kind of author. */
  readonly holder: ObjectSubject;
}

/** Manifests as a group of nodes gets them, with the objects that differ from the manifests themselves. */
export interface Round {
  readonly manifests: ManifestSet;
  readonly rendered: ReadonlyArray<RenderedObject>;
}

/**
 * Maximum number of objects of all rounds together, because each round indexes all manifests.
 */
const MOST_OBJECTS = 5_000_000;

/**
 * Objects of a set as edge engines render them for pools or groups of nodes.
 *
 * A round has at most one rendering of each object in the place of the object itself. So a rendering is seen together with the
 * other manifests, but not with the template that it replaces.
 */
export class Renderings {
  /** @internal */
  public static _of(manifests: ManifestSet): Renderings {
    return new Renderings(manifests);
  }

  public readonly unread: UnreadContent[] = [];
  private readonly faults = new Map<ObjectSubject, OverlayFault[]>();
  private readonly byBase = new Map<ObjectSubject, Rendering[]>();
  private readonly subjects = new Map<FoundObject, ObjectSubject>();

  private constructor(private readonly manifests: ManifestSet) {
    const { objects } = manifests;
    if (!objects.some(({ json }) => hasOverlays(json))) return;
    for (const object of objects) this.subjects.set(object._found, object);
    const { renderings, problems, unread } = renderOverlays(objects.map(({ _found }) => _found));
    for (const { overlay, pointer, message } of problems) {
      const object = this.subjects.get(overlay);
      if (object === undefined) continue;
      const others = this.faults.get(object);
      if (others) others.push({ path: pointer, message });
      else this.faults.set(object, [{ path: pointer, message }]);
    }
    for (const { overlay, pointer, why } of unread) this.cannotRead(overlay, pointer, why);
    const mostRounds = Math.max(1, Math.floor(MOST_OBJECTS / objects.length));
    for (const rendering of renderings) {
      const base = this.subjects.get(rendering.base);
      if (base === undefined) continue;
      const own = this.byBase.get(base) ?? [];
      this.byBase.set(base, own);
      if (own.length < mostRounds) own.push(rendering);
      else this.cannotRead(rendering.overlay, '', `the rendering for ${rendering.where} is one of too many`);
    }
    for (const { rendered } of this.rounds) for (const each of rendered) this.addUnread(each);
  }

  /** Adds the unreadable content that only a rendering has. */
  private addUnread({ subject, base, holder }: RenderedObject): void {
    const known = new Set(unreadContentOf(base).map(({ why }) => why));
    for (const { why, fix } of unreadContentOf(subject))
      if (!known.has(why))
        this.unread.push({ object: holder, path: '', why: `${why}, for ${subject._where ?? ''}`, fix });
  }

  /** Returns the parts of the overlays of an object that do not apply. */
  public faultsOf(object: ObjectSubject): ReadonlyArray<OverlayFault> {
    return this.faults.get(object) ?? [];
  }

  /** Rounds, as many as the object with the most renderings has. */
  public get rounds(): Round[] {
    const count = [...this.byBase.values()].reduce((most, { length }) => Math.max(most, length), 0);
    return Array.from({ length: count }, (_, i) => this.round(i));
  }

  private round(index: number): Round {
    const rendered: RenderedObject[] = [];
    const manifests = this.manifests._with((round) =>
      this.manifests.objects.map((base) => {
        const rendering = this.byBase.get(base)?.[index];
        if (rendering === undefined) return base;
        const overlay = this.subjects.get(rendering.overlay) ?? base;
        const isElsewhere = overlay.document !== base.document;
        const subject = ObjectSubject._rendered(rendering, overlay.document, round, isElsewhere);
        // the object around a Deployment has other annotations
        rendered.push({ subject, base, holder: overlay.kind === 'EdgeApplication' ? base : overlay });
        return subject;
      }),
    );
    return { manifests, rendered };
  }

  private cannotRead(overlay: FoundObject, path: string, why: string): void {
    const object = this.subjects.get(overlay);
    if (object) this.unread.push({ object, path, why });
  }
}
