import { annotationsOf, ensureObjectAt, type Manifest } from './manifest';
import { Target } from './target';

/** Annotation with the name of the target of a manifest, such as `1.30` or `izuma-edge`. */
export const TARGET_ANNOTATION = 'secure-edge.dev/kubernetes';

/**
 * Writes the name of a target into a manifest, so that a check judges the manifest for the same Kubernetes. The default target
 * is not written. An existing annotation stays. Changes the manifest.
 */
export function recordTarget(manifest: Manifest, target: Target): void {
  if (target.name === Target.DEFAULT_VERSION) return;
  const metadata = ensureObjectAt(manifest, 'metadata');
  const annotations = metadata && ensureObjectAt(metadata, 'annotations');
  if (annotations) annotations[TARGET_ANNOTATION] ??= target.name;
}

/** Returns the value of the annotation in a manifest; undefined if it is missing. */
export function targetIn(manifest: Manifest): unknown {
  return annotationsOf(manifest)[TARGET_ANNOTATION] ?? undefined;
}
