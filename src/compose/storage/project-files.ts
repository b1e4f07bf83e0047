import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** File or folder of a project, as far as it can become a ConfigMap. */
export type ProjectEntry =
  | { readonly type: 'file'; readonly text: string; readonly isExecutable: boolean }
  | { readonly type: 'folder'; readonly files: ReadonlyMap<string, string>; readonly isExecutable: boolean }
  | { readonly type: 'missing' }
  /** A device, a link out of the project, a binary or a large file: with the reason why it cannot become a ConfigMap. */
  | { readonly type: 'other'; readonly reason: string };

/** Files of a project. */
export interface ProjectFiles {
  /** Returns the file or folder at an absolute path. */
  entryAt(path: string): ProjectEntry;
}

/** Largest content of a ConfigMap, in bytes. */
const LARGEST = 1024 * 1024;
const MOST_FILES = 500;
const EXECUTABLE = 0o111;

/** Reason why a file cannot become a ConfigMap. */
class NotTextual extends Error {}

/** Files below a folder of this machine. A link is followed only inside the folder. */
export class FolderFiles implements ProjectFiles {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = realpathSync(folder);
  }

  public entryAt(path: string): ProjectEntry {
    try {
      const real = realpathSync(path);
      if (!this.contains(real)) return { type: 'other', reason: 'it is outside the folder of the project' };
      const status = lstatSync(real);
      if (status.isFile()) return { type: 'file', text: textOf(real, status), isExecutable: isExecutable(status) };
      if (status.isDirectory()) return this.folderAt(real);
      return { type: 'other', reason: 'it is neither a file nor a folder' };
    } catch (error) {
      if (error instanceof NotTextual) return { type: 'other', reason: error.message };
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { type: 'missing' };
      return { type: 'other', reason: `it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` };
    }
  }

  private contains(path: string): boolean {
    return path === this.folder || path.startsWith(`${this.folder}${sep}`);
  }

  private folderAt(folder: string): ProjectEntry {
    const files = new Map<string, string>();
    let size = 0;
    let executable = false;
    const visit = (path: string): void => {
      for (const name of readdirSync(path).sort()) {
        const child = join(path, name);
        const status = lstatSync(child);
        if (status.isDirectory()) visit(child);
        else {
          if (!status.isFile()) throw new NotTextual('it contains links or devices');
          const text = textOf(child, status);
          size += status.size;
          executable ||= isExecutable(status);
          files.set(relative(folder, child).split(sep).join('/'), text);
        }
        if (files.size > MOST_FILES) throw new NotTextual(`it contains more than ${MOST_FILES} files`);
        if (size > LARGEST) throw new NotTextual('it contains more than 1 MiB, the limit of a ConfigMap');
      }
    };
    visit(folder);
    return { type: 'folder', files, isExecutable: executable };
  }
}

function isExecutable({ mode }: Stats): boolean {
  return (mode & EXECUTABLE) !== 0;
}

function textOf(path: string, { size }: Stats): string {
  if (size > LARGEST) throw new NotTextual('it has more than 1 MiB, the limit of a ConfigMap');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new NotTextual('it is not a text');
    throw error;
  }
}
