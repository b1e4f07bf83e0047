import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file that a command reads. */
export interface InputFile {
  /** As a message names it. */
  readonly name: string;
  /** Relative to the folder that was named, for output of the same shape. */
  readonly relative: string;
  readonly text: string;
}

/** A path that cannot be read, and why. */
export interface UnreadableInput {
  readonly name: string;
  readonly message: string;
}

const MANIFEST = /\.(ya?ml|json)$/i;

/**
 * The manifests at some paths: a file, a folder with all that is below it, or `-` for standard input. Sorted by code
 * unit, each file once, links to folders followed once.
 */
export function readInputs(paths: ReadonlyArray<string>): { files: InputFile[]; unreadable: UnreadableInput[] } {
  const files: InputFile[] = [];
  const unreadable: UnreadableInput[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '-')
      attempt('standard input', () => files.push({ name: '-', relative: 'stdin.yaml', text: decode(readFileSync(0)) }));
    else attempt(path, () => visit(path, statSync(path).isDirectory() ? path : undefined));
  }
  return { files, unreadable };

  function attempt(name: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      unreadable.push({ name, message: reason(error as NodeJS.ErrnoException) });
    }
  }

  function visit(path: string, folder: string | undefined): void {
    const real = realpathSync(path);
    if (seen.has(real)) return;
    seen.add(real);
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        const child = join(path, name);
        attempt(child, () => {
          if (lstatSync(child).isFile() && !MANIFEST.test(name)) return;
          if (statSync(child).isDirectory() || MANIFEST.test(name)) visit(child, folder);
        });
      }
      return;
    }
    files.push({
      name: path,
      relative: folder === undefined ? (path.split(/[\\/]/).pop() ?? path) : relative(folder, path),
      text: decode(readFileSync(path)),
    });
  }
}

/** UTF-8 without a byte order mark; anything else is no manifest. */
function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'does not exist';
  if (error.code === 'EACCES') return 'may not be read';
  if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8';
  return error.message;
}
