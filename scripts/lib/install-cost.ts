import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Packages below `node_modules`, and the size of their files. */
export interface InstallCost {
  /** Packages that npm downloads, without those that another package contains. */
  readonly packages: number;
  readonly megabytes: number;
}

/** Returns the difference of two costs. */
export function added(before: InstallCost, after: InstallCost): InstallCost {
  return { packages: after.packages - before.packages, megabytes: after.megabytes - before.megabytes };
}

/** Measures the packages of a project. */
export function costOf(project: string): InstallCost {
  const modules = join(project, 'node_modules');
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly inBundle?: boolean }>>;
  };
  const bytes = readdirSync(modules, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return {
    packages: Object.values(packages).filter(({ inBundle }) => inBundle !== true).length,
    megabytes: Math.round(bytes / 1e6),
  };
}

/** Greatest difference between a stated size and the measured one, in megabytes. */
const TOLERANCE = 1;

/** Compares a measured cost with the sentence of a page, such as "10 packages with 16 MB". */
export function statementProblem(page: string, text: string, { packages, megabytes }: InstallCost): string | undefined {
  const stated = /(\d+) packages with (\d+) MB/.exec(text);
  if (stated === null) return `${page} does not state "N packages with N MB"`;
  const isRight = Number(stated[1]) === packages && Math.abs(Number(stated[2]) - megabytes) <= TOLERANCE;
  return isRight ? undefined : `${page} states "${stated[0]}", measured are ${packages} packages with ${megabytes} MB`;
}
