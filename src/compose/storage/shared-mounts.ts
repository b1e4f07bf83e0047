import type { ComposeProject } from '../compose-project';
import type { Mount } from '../service-definition';

const KNOWN = new WeakMap<ComposeProject, Map<string, ReadonlyArray<Mount>>>();

/**
 * Returns the mounts that another service takes over from a service by `volumes_from`: its own, and those that it takes over
 * itself. A path is mounted once, and a mount of its own is the first. The reader rejects a cycle.
 */
export function sharedMounts(project: ComposeProject, service: string): ReadonlyArray<Mount> {
  const known = KNOWN.get(project) ?? new Map<string, ReadonlyArray<Mount>>();
  KNOWN.set(project, known);
  // without recursion, because a chain can have thousands of services
  const open = [service];
  while (open.length > 0) {
    const current = open.at(-1) ?? '';
    const { volumes = [], volumes_from: others = [] } = project.services.get(current) ?? {};
    const sources = others.flatMap((text) => sourceOf(text) ?? []);
    const missing = sources.filter(({ name }) => !known.has(name) && !open.includes(name));
    if (missing.length > 0) {
      open.push(...missing.map(({ name }) => name));
      continue;
    }
    const mounts = new Map(volumes.filter(isShareable).map((mount) => [mount.target, mount]));
    for (const { name, isReadOnly } of sources)
      for (const mount of known.get(name) ?? [])
        if (!mounts.has(mount.target)) mounts.set(mount.target, isReadOnly ? { ...mount, read_only: true } : mount);
    known.set(current, [...mounts.values()]);
    open.pop();
  }
  return known.get(service) ?? [];
}

/** Returns the service of an item of `volumes_from`. Undefined if it is a container outside the project. */
function sourceOf(text: string): { readonly name: string; readonly isReadOnly: boolean } | undefined {
  if (text.startsWith('container:')) return undefined;
  const [name = '', mode] = text.split(':');
  return { name, isReadOnly: mode === 'ro' };
}

function isShareable({ type, source }: Mount): boolean {
  return (type === 'volume' && source !== undefined) || type === 'bind';
}
