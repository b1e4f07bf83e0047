import { annotationsOf, ensureObjectAt, isObject, stringAt, type Manifest } from './manifest';
import { writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** Something that was asked for and that the target cannot express. */
export interface Loss {
  /** The field that would say it. */
  readonly field: string;
  /** The value that was asked for. */
  readonly wanted: string;
  /** The version of Kubernetes from which it can be said, or `never`. */
  readonly since: string;
  /** What the manifest says in its place. */
  readonly instead: string;
}

/** Where a manifest names what its target made it lose, for the reviewer of its diff: a YAML list of losses. */
export const LOSSES_ANNOTATION = 'secure-edge.dev/losses';

/** The losses that a manifest names; none when the annotation is no list of them. */
export function lossesOf(manifest: Manifest): Loss[] {
  const text = stringAt(annotationsOf(manifest), LOSSES_ANNOTATION);
  const list = text === undefined ? [] : parsed(text);
  return Array.isArray(list) ? list.filter(isLoss) : [];
}

/** Adds losses to those that the manifest names already, each once. The manifest is changed. */
export function recordLosses(manifest: Manifest, losses: ReadonlyArray<Loss>): void {
  if (losses.length === 0) return;
  const known = new Map([...lossesOf(manifest), ...losses].map((l) => [`${l.field} ${l.wanted}`, l]));
  const metadata = ensureObjectAt(manifest, 'metadata');
  const annotations = metadata && ensureObjectAt(metadata, 'annotations');
  if (annotations) annotations[LOSSES_ANNOTATION] = writeYaml([...known.values()], { version: '1.2' });
}

function parsed(text: string): unknown {
  try {
    return readYamlDocuments(text)[0];
  } catch {
    return undefined;
  }
}

function isLoss(value: unknown): value is Loss {
  return isObject(value) && ['field', 'wanted', 'since', 'instead'].every((key) => typeof value[key] === 'string');
}
