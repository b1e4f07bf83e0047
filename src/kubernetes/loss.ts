import { parse, stringify } from 'yaml';
import { ensureObjectAt, isObject, objectAt, type JsonObject, type Manifest } from './manifest';

/** Something that was asked for and that the target cannot express. */
export interface Loss {
  /** The field that would say it. */
  readonly field: string;
  /** The value that was asked for. */
  readonly wanted: string;
  /** The version of Kubernetes from which it can be said. */
  readonly since: string;
  /** What the manifest says in its place. */
  readonly instead: string;
}

/** Where a manifest names what its target made it lose, for the reviewer of its diff: a YAML list of losses. */
export const LOSSES_ANNOTATION = 'secure-edge.dev/losses';

/** The losses that a manifest names. */
export function lossesOf(manifest: Manifest): Loss[] {
  const text = objectAt(objectAt(manifest, 'metadata'), 'annotations')[LOSSES_ANNOTATION];
  if (typeof text !== 'string') return [];
  const list: unknown = parse(text);
  return Array.isArray(list) ? list.filter(isObject).map((l) => l as unknown as Loss) : [];
}

/** Adds losses to those that the manifest names already, each once. The manifest is changed. */
export function recordLosses(manifest: Manifest, losses: ReadonlyArray<Loss>): void {
  if (losses.length === 0) return;
  const known = new Map([...lossesOf(manifest), ...losses].map((l) => [`${l.field} ${l.wanted}`, l]));
  const annotations = ensureObjectAt(ensureObjectAt(manifest, 'metadata') ?? {}, 'annotations') as JsonObject;
  annotations[LOSSES_ANNOTATION] = stringify([...known.values()], { lineWidth: 0 });
}
