import type { ComposeProject } from '../compose-project';

/** Returns services so that each one follows those that it depends on. Otherwise they keep their order. */
export function startOrder(project: ComposeProject, services: ReadonlyArray<string>): string[] {
  const among = new Set(services);
  const ordered = new Set<string>();
  const entered = new Set<string>();
  // without recursion, because a chain can have thousands of services
  for (const service of services) {
    const stack = [service];
    while (stack.length > 0) {
      const current = stack[stack.length - 1]!;
      const before = entered.has(current)
        ? []
        : Object.keys(project.services.get(current)?.depends_on ?? {}).filter(
            (each) => among.has(each) && !entered.has(each),
          );
      entered.add(current);
      if (before.length === 0) {
        ordered.add(current);
        stack.pop();
      } else stack.push(...before.reverse());
    }
  }
  return [...ordered];
}
