import { InputError, quote } from '../diagnostics/input-error';
import type { Manifest } from './manifest';
import { Target, TARGET_NAMES, type TargetOptions } from './target';
import { targetIn } from './target-annotation';

/** Target that a manifest names in its annotation. Empty if it names none. */
export interface AnnotatedTarget {
  readonly target?: Target;
  /** Problem with the annotation, if it does not name a target. */
  readonly problem?: string;
}

/** Returns the target in the annotation of a manifest. It can name only what the library writes: older versions have fewer checks. */
export function annotatedTarget(manifest: Manifest, options: TargetOptions): AnnotatedTarget {
  const value = targetIn(manifest);
  if (value === undefined) return {};
  const problem = `the target is ${quote(value)}; must be ${TARGET_NAMES}, as text`;
  if (typeof value !== 'string') return { problem };
  try {
    return { target: Target.parse(value, options) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problem };
  }
}
