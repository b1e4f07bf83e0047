import { normalize } from 'node:path';
import picomatch from 'picomatch';
import { InputError } from '../diagnostics/input-error';
import { withoutTrailing } from '../kubernetes/trailing';

/**
 * Builds a test for paths that globs exclude. A glob with a slash matches the whole path, as the command line or a folder
 * gives it; one without matches the last part of the path.
 * @throws when a glob is empty
 */
export function pathFilter(globs: ReadonlyArray<string>): (path: string) => boolean {
  if (globs.some((glob) => glob === ''))
    throw new InputError('--exclude', ['must be a glob, such as charts/**, got ""']);
  const tests = globs.map((glob) => picomatch(withoutPrefix(glob), { dot: true, basename: !glob.includes('/') }));
  return (path) => tests.some((matches) => matches(normalize(path)));
}

/** A glob as paths are written: `./charts/` is `charts`. */
function withoutPrefix(glob: string): string {
  const path = glob.replace(/^(\.\/)+/, '');
  return withoutTrailing(path, '/') || path.slice(0, 1);
}
