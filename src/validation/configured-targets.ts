import { quote } from '../diagnostics/input-error';
import { isObject } from '../kubernetes/manifest';
import { PolicyVersion } from '../policy/policy-version';
import type { ConfiguredTarget } from './targets-by-path';

/** Key of a map of targets for all files that no glob matches. */
const DEFAULT_TARGET = 'default';

/**
 * Reads the setting `kubernetes` of a configuration file or of the plugin: a target, or a map of globs to targets. Returns the
 * problem as the rest of a sentence if the value is not allowed.
 */
export function configuredTargets(value: unknown): ConfiguredTarget[] | string {
  const entries: [string, unknown][] = isObject(value) ? Object.entries(value) : [[DEFAULT_TARGET, value]];
  const wrong = entries.find(([glob, name]) => typeof name !== 'string' || glob === '');
  if (wrong !== undefined)
    return `must be a target, or a map of globs to targets, such as "1.30" in quotes or izuma-edge, got ${quote(wrong[1])}`;
  const unknown = entries.find(([, name]) => !isTarget(String(name)));
  if (unknown !== undefined)
    return `must be 1.0 to 1.37, latest or izuma-edge, got ${quote(unknown[1])}: write a version such as "1.30"`;
  return entries.map(([glob, name]) => ({ ...(glob !== DEFAULT_TARGET && { glob }), name: String(name) }));
}

function isTarget(name: string): boolean {
  try {
    PolicyVersion.parse(name);
    return true;
  } catch {
    return false;
  }
}
