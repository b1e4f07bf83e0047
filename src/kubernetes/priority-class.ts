/** Priority classes that every cluster has, for its own components. */
const SYSTEM: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical']);

/** Returns true if a priority class is one of the cluster's own. */
export function isSystemPriority(name: string): boolean {
  return SYSTEM.has(name);
}
