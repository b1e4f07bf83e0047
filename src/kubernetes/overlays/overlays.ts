import type { FoundObject } from '../objects';
import {
  Copier,
  MOST_RENDERINGS,
  TooManyValues,
  type OverlayProblem,
  type Rendering,
  type UnreadOverlay,
} from './overlay';

/** Results of rendering the overlays among some objects. */
export class Overlays {
  public readonly renderings: Rendering[] = [];
  public readonly unread: UnreadOverlay[] = [];
  public readonly copier = new Copier();
  private readonly problemsByPlace = new Map<FoundObject, Map<string, OverlayProblem>>();

  /** Parts of overlays that do not apply, each once. */
  public get problems(): OverlayProblem[] {
    return [...this.problemsByPlace.values()].flatMap((problems) => [...problems.values()]);
  }

  public add(rendering: Rendering): void {
    this.renderings.push(rendering);
  }

  /** Reports a part of an overlay that does not apply. */
  public wrong(overlay: FoundObject, pointer: string, message: string): void {
    const problems = this.problemsByPlace.get(overlay) ?? new Map<string, OverlayProblem>();
    this.problemsByPlace.set(overlay, problems);
    // several pools can have the same problem
    if (!problems.has(pointer)) problems.set(pointer, { overlay, pointer, message });
  }

  public cannotRead(overlay: FoundObject, pointer: string, why: string): void {
    this.unread.push({ overlay, pointer, why });
  }

  /** Renders an overlay for each of its places, up to the limits. */
  public renderAll<T>(overlay: FoundObject, places: ReadonlyArray<T>, render: (place: T) => void): void {
    try {
      places.slice(0, MOST_RENDERINGS).forEach(render);
      if (places.length > MOST_RENDERINGS)
        this.cannotRead(overlay, '', `the overlay has more than ${MOST_RENDERINGS} different renderings`);
    } catch (error) {
      if (!(error instanceof TooManyValues)) throw error;
      this.cannotRead(overlay, '', error.message);
    }
  }
}
