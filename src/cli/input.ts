import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { fileProblem } from '../diagnostics/file-error';
import { GitIgnore } from './git-ignore';

/** File that a command reads. */
export interface InputFile {
  /** Name for messages. */
  readonly name: string;
  /** Path relative to the folder on the command line, for output with the same structure. */
  readonly relative: string;
  readonly text: string;
  /** True if it was found in a folder, and false if it is on the command line. */
  readonly isFound: boolean;
  /** True if it was found in a folder, and its name starts with a dot. Few of these are manifests. */
  readonly isHidden: boolean;
}

/** Path that cannot be read, with the reason. */
export interface UnreadableInput {
  readonly name: string;
  readonly message: string;
}

const MANIFEST = /\.(ya?ml|json)$/i;

/** Largest file, in bytes: ten times the manifests of a cluster. */
const LARGEST = 128 * 1024 * 1024;

/** Paths in folders that are not read. */
export interface InputFilter {
  /** Returns true for files and folders that the user excludes, also on the command line. */
  readonly isExcluded?: (path: string) => boolean;
  /** Called for each path that a `.gitignore` file excludes. */
  readonly onIgnored?: (path: string) => void;
}

/** Reads all manifests at some paths. */
export function readInputs(
  paths: ReadonlyArray<string>,
  filter: InputFilter = {},
): { files: InputFile[]; unreadable: UnreadableInput[] } {
  const files: InputFile[] = [];
  const unreadable = eachInput(paths, (file) => files.push(file), filter);
  return { files, unreadable };
}

/**
 * Reads the manifests at some paths, one after the other. A path is a file, a folder with everything below it, or `-` for
 * standard input. Files are sorted by code unit and read once; links to folders are followed once. In a folder, these are
 * skipped: hidden folders, `node_modules`, what `.gitignore` files exclude, and hidden binary files.
 * @returns paths that cannot be read
 */
export function eachInput(
  paths: ReadonlyArray<string>,
  use: (file: InputFile) => void,
  { isExcluded, onIgnored }: InputFilter = {},
): UnreadableInput[] {
  const unreadable: UnreadableInput[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '-')
      attempt('standard input', () =>
        use({ name: '-', relative: 'stdin.yaml', text: decode(bytesOf(0)), isFound: false, isHidden: false }),
      );
    else attempt(path, () => (statSync(path).isDirectory() ? visit(path, path, GitIgnore.in(path)) : visit(path)));
  }
  return unreadable;

  function attempt(name: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      unreadable.push({ name, message: reason(error) });
    }
  }

  /**
   * @param folder folder on the command line; undefined for a file on it
   * @param isHidden true for a hidden file in a folder
   */
  function visit(path: string, folder?: string, ignore?: GitIgnore, isHidden = false): void {
    if (isExcluded?.(path) === true) return;
    const real = realpathSync(path);
    if (seen.has(real)) return;
    seen.add(real);
    const status = statSync(path);
    if (status.isDirectory()) {
      const inside = path === folder ? ignore : ignore?.inside(path);
      for (const name of readdirSync(path).sort()) {
        if (name === 'node_modules') continue;
        const child = join(path, name);
        const hidden = name.startsWith('.');
        attempt(child, () => {
          const isFolder = lstatSync(child).isDirectory();
          if (hidden && (isFolder || !MANIFEST.test(name) || !isFile(child))) return;
          if (!isFolder && !MANIFEST.test(name) && !isFolderLink(child)) return;
          if (inside?.excludes(child, isFolder) === true) onIgnored?.(child);
          else visit(child, folder, inside, hidden);
        });
      }
      return;
    }
    if (status.isCharacterDevice() || status.isBlockDevice() || status.isSocket()) throw new Error('is a device');
    // the writer of a pipe may never come
    if (status.isFIFO() && folder !== undefined) throw new Error('is a pipe: specify it as a path of its own');
    const bytes = bytesOfFile(path);
    // editors and systems put binary files beside a file, under its name with a dot
    if (isHidden && !isUtf16(bytes) && bytes.includes(0)) return;
    use({
      name: path,
      relative: folder === undefined ? (path.split(/[\\/]/).pop() ?? path) : relative(folder, path),
      text: decode(bytes),
      isFound: folder !== undefined,
      isHidden,
    });
  }
}

/** True for a link to a folder. A broken link is ignored, unless it has the name of a manifest. */
function isFolderLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/** True for a file, and for a link to one. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function bytesOfFile(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    return bytesOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads all bytes of an open file. The length of a pipe is known only at its end. */
function bytesOf(descriptor: number): Buffer {
  const status = fstatSync(descriptor);
  if (status.size > LARGEST) throw new Error(TOO_LARGE);
  if (status.isFile()) return readFileSync(descriptor);
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(1 << 16);
    const read = readSome(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks);
    size += read;
    if (size > LARGEST) throw new Error(TOO_LARGE);
    chunks.push(chunk.subarray(0, read));
  }
}

/** Reads some bytes. A terminal or a pipe that is not ready is read again. */
function readSome(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const TOO_LARGE = `is larger than ${LARGEST / 1024 / 1024} MiB: split it`;

/** True for bytes with the byte order mark of UTF-16. */
function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Decodes UTF-8 and removes a byte order mark. */
function decode(bytes: Buffer): string {
  if (isUtf16(bytes)) throw new Error('is UTF-16: save it as UTF-8');
  if (bytes.includes(0)) throw new Error('contains the character NUL, as binary files and UTF-16 do: save it as UTF-8');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : fileProblem(error);
}
