import { annotationsOf, ensureObjectAt, isObject, stringAt, type Manifest } from './manifest';
import { writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** Requested value that the target cannot express. */
export interface Loss {
  /** Field that would have the value. */
  readonly field: string;
  /** Requested value. */
  readonly wanted: string;
  /** First version of Kubernetes that honours the field, or `never`. */
  readonly since: string;
  /** Content of the manifest instead of the field. */
  readonly instead: string;
}

/** Annotation with the losses of a manifest, for the reviewer of its diff: a YAML list. */
export const LOSSES_ANNOTATION = 'secure-edge.dev/losses';

/** Returns the losses in a manifest's annotation; none if the annotation is not a list of losses. */
export function lossesOf(manifest: Manifest): Loss[] {
  const text = stringAt(annotationsOf(manifest), LOSSES_ANNOTATION);
  const list = text === undefined ? [] : parsed(text);
  return Array.isArray(list) ? list.filter(isLoss) : [];
}

/** Adds losses to those in the manifest's annotation, without duplicates. Changes the manifest. */
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
