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

/** What a file may hold at most: a cluster's worth of manifests is a tenth of it. */
const LARGEST = 128 * 1024 * 1024;

/** The manifests at some paths, all at once. */
export function readInputs(paths: ReadonlyArray<string>): { files: InputFile[]; unreadable: UnreadableInput[] } {
  const files: InputFile[] = [];
  const unreadable = eachInput(paths, (file) => files.push(file));
  return { files, unreadable };
}

/**
 * Hands over the manifests at some paths: a file, a folder with all that is below it, or `-` for standard input. Sorted by
 * code unit, each file once, links to folders followed once.
 * @param isExcluded files and folders that are left out
 * @returns what cannot be read
 */
export function eachInput(
  paths: ReadonlyArray<string>,
  use: (file: InputFile) => void,
  isExcluded: (path: string) => boolean = () => false,
): UnreadableInput[] {
  const unreadable: UnreadableInput[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '-')
      attempt('standard input', () => use({ name: '-', relative: 'stdin.yaml', text: decode(bytesOf(0)) }));
    else attempt(path, () => visit(path, statSync(path).isDirectory() ? path : undefined));
  }
  return unreadable;

  function attempt(name: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      unreadable.push({ name, message: reason(error) });
    }
  }

  function visit(path: string, folder: string | undefined): void {
    if (isExcluded(path)) return;
    const real = realpathSync(path);
    if (seen.has(real)) return;
    seen.add(real);
    const status = statSync(path);
    if (status.isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        const child = join(path, name);
        attempt(child, () => {
          if (!lstatSync(child).isDirectory() && !MANIFEST.test(name) && !isFolderLink(child)) return;
          visit(child, folder);
        });
      }
      return;
    }
    if (status.isCharacterDevice() || status.isBlockDevice() || status.isSocket()) throw new Error('is a device');
    // nobody may ever write to it
    if (status.isFIFO() && folder !== undefined) throw new Error('is a pipe: name it alone');
    use({
      name: path,
      relative: folder === undefined ? (path.split(/[\\/]/).pop() ?? path) : relative(folder, path),
      text: decode(bytesOfFile(path)),
    });
  }
}

/** A link to a folder; a broken link is as good as none unless it is called as a manifest. */
function isFolderLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

function bytesOfFile(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    return bytesOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** All bytes of an open file; a pipe tells its end only when it is there. */
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

/** A terminal or a pipe that is not ready yet says so, and is asked again. */
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

/** UTF-8 without a byte order mark; anything else is no manifest. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new Error('is UTF-16: save it as UTF-8');
  if (bytes.includes(0)) throw new Error('has the character NUL, as binary files and UTF-16 have: save it as UTF-8');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : fileProblem(error);
}
