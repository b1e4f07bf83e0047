import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The checkout. */
export const ROOT = resolve(__dirname, '../..');

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-secure-edge');

const COMPLETE = '.complete';

/**
 * A folder outside the checkout that holds something slow to install; made once a machine.
 *
 * @param name says what is in it, versions included: another name is another folder
 * @param fill fills the empty folder; when it throws, nothing is kept
 */
export function cached(name: string, fill: (folder: string) => void): string {
  const folder = join(CACHE, name);
  if (isCached(name)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  fill(folder);
  mkdirSync(join(folder, COMPLETE));
  return folder;
}

/** True if such a folder is filled. */
export function isCached(name: string): boolean {
  return existsSync(join(CACHE, name, COMPLETE));
}

/** Gives `use` an empty folder, and removes it afterwards. */
export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-secure-edge-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every generated manifest file that is committed: `dist/` and the `dist/` of each example, as paths from the checkout. */
export function manifestFiles(): string[] {
  const examples = join(ROOT, 'examples');
  const folders = [
    join(ROOT, 'dist'),
    ...(existsSync(examples) ? readdirSync(examples).map((name) => join(examples, name, 'dist')) : []),
  ];
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => relative(ROOT, join(folder, name))),
    )
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
}

/** The objects of a YAML file, of the checkout if its path is not absolute; empty documents are left out. */
export function objectsOf(file: string): Record<string, unknown>[] {
  return parseAllDocuments(readFileSync(resolve(ROOT, file), 'utf8'), { version: '1.1' })
    .map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw new Error(`${file}: ${error.message}`);
      return document.toJS() as Record<string, unknown> | null;
    })
    .filter((object) => object !== null);
}
