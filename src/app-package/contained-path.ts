import { lstatSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { InputError, quote } from '../diagnostics/input-error';
import { isWithin } from './payload/payload';
import { payloadPathProblem } from './payload/payload-path';

/**
 * Returns a path below a folder. No part of the path below the folder is a symbolic link. The folder itself may be one.
 * @param parts relative paths, joined by slashes
 * @throws InputError if the path leaves the folder, is the folder itself, leads through a link, or has a name that is too long
 */
export function containedPath(folder: string, ...parts: ReadonlyArray<string>): string {
  const subject = `folder ${quote(folder)}`;
  const absolute = parts.find((part) => part.startsWith('/'));
  const problem = payloadPathProblem(absolute ?? parts.join('/'));
  if (problem !== undefined) throw new InputError(subject, [problem]);
  const base = resolve(folder);
  const path = resolve(base, ...parts);
  if (path === base || !isWithin(path, base))
    throw new InputError(subject, [`does not contain the path ${quote(join(...parts))}`]);
  const obstacle = obstacleOnTheWay(base, path);
  if (obstacle !== undefined) throw new InputError(subject, [obstacle]);
  return path;
}

function obstacleOnTheWay(base: string, path: string): string | undefined {
  let at = base;
  for (const name of path.slice(base.length).split(sep).filter(Boolean)) {
    at = join(at, name);
    const status = lstatSync(at, { throwIfNoEntry: false });
    if (status === undefined) return undefined;
    if (status.isSymbolicLink()) return `has the symbolic link ${quote(at)}, which is not followed: remove it`;
    if (at !== path && !status.isDirectory()) return `has ${quote(at)}, which is not a folder: remove it`;
  }
  return undefined;
}
