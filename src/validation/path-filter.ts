import { normalize } from 'node:path';
import picomatch from 'picomatch';
import { InputError } from '../diagnostics/input-error';
import { withoutTrailing } from '../kubernetes/trailing';

/**
 * Creates a test for paths that globs exclude. A glob with a slash matches the whole path, as it is on the command line or
 * below a folder on it. A glob without a slash matches the last part of the path.
 * @throws InputError if a glob is empty
 */
export function pathFilter(globs: ReadonlyArray<string>): (path: string) => boolean {
  if (globs.some((glob) => glob === ''))
    throw new InputError('--exclude', ['must be a glob, such as charts/**, got ""']);
  const tests = globs.map((glob) => picomatch(withoutPrefix(glob), { dot: true, basename: !glob.includes('/') }));
  return (path) => tests.some((matches) => matches(normalize(path)));
}

/** Returns a glob in the form of paths: `./charts/` is `charts`. */
function withoutPrefix(glob: string): string {
  const path = glob.replace(/^(\.\/)+/, '');
  return withoutTrailing(path, '/') || path.slice(0, 1);
}
