import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileProblem, FileTooLargeError } from '../../diagnostics/file-error';
import { InputError } from '../../diagnostics/input-error';

/** Largest file that is read: far larger than any compose file. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Files of a project, which are read from the disk. */
export class ProjectFiles {
  private readonly texts = new Map<string, string>();

  /**
   * @param folder absolute path of the folder of the first file
   * @param shown the same folder as the user gave it
   * @param within folder that no file may be outside of
   */
  constructor(
    public readonly folder: string,
    private readonly shown: string,
    private readonly within?: string,
  ) {}

  /** Adds a text in place of a file. */
  public give(path: string, text: string): void {
    this.texts.set(path, text);
  }

  /** Returns the name of a file in messages. */
  public nameOf(path: string): string {
    return join(this.shown, relative(this.folder, path));
  }

  /** True if a path leads to a file. */
  public has(path: string): boolean {
    return this.texts.has(path) || (existsSync(path) && statSync(path).isFile());
  }

  /** Reads a file. @throws {@link InputError} if it cannot be read, or is outside the folder of the project's package */
  public read(path: string): string {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    try {
      const isInside = this.within === undefined || contains(realpathSync(this.within), realpathSync(path));
      if (!isInside)
        throw new InputError(this.nameOf(path), [`the file is outside the package: ${String(this.within)}`]);
      if (statSync(path).size > MAX_BYTES) throw new FileTooLargeError(MAX_BYTES);
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
      this.texts.set(path, text);
      return text;
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(this.nameOf(path), [fileProblem(error)]);
    }
  }
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Returns the absolute path of a path in a folder. A tilde at its start is the home of the user. */
export function absolutePath(folder: string, path: string): string {
  if (path.startsWith('~')) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(folder, path);
}
