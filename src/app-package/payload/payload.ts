import { constants, lstatSync, readdirSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { TarKind } from '../archive/tar-header';
import { fileHeader, type TarInput } from '../archive/tar-writer';
import { ArchiveError } from '../archive/archive-error';
import { InputError, Problems, quote } from '../../diagnostics/input-error';
import { holdsImage } from './image-archive';
import { AppPackageForm } from '../app-package-form';
import { foldersOf } from './payload-path';
import { PayloadTree } from './payload-tree';
import { readStream } from '../files/read-file';
import { fileProblem } from '../../diagnostics/file-error';

const COMPOSE_FILE = 'docker-compose.yml';

/** Content of a new package: files by their paths in the package. */
export class Payload {
  private readonly sources = new Map<string, string | undefined>();
  private readonly problems = new Problems();

  constructor(private readonly subject: string) {}

  /** Adds everything below a folder, at a path in the package or at its root. */
  public addFolder(folder: string, below = ''): void {
    let names: string[];
    try {
      names = readdirSync(folder);
    } catch (error) {
      const name = `folder ${quote(folder)}`;
      this.problems.add(name === this.subject ? fileProblem(error) : `${name} ${fileProblem(error)}`);
      return;
    }
    for (const name of names) {
      const path = below === '' ? name : `${below}/${name}`;
      const source = join(folder, name);
      if (lstatSync(source).isDirectory()) {
        this.put(path, undefined);
        this.addFolder(source, path);
      } else this.put(path, source);
    }
  }

  /** Adds a file at a path in the package. */
  public addFile(path: string, file: string): void {
    this.put(path, file);
  }

  /**
   * Checks the content for container-app-service, for the forms that it reads.
   * @returns what it would miss, one sentence each
   * @throws InputError if it would load a file as an image that is not one
   */
  public async checkForm(form: AppPackageForm): Promise<string[]> {
    if (form === AppPackageForm.SEALED) return [];
    const problems = new Problems();
    for (const [path, source] of this.sources)
      if (source !== undefined && isImageName(path) && !(await holdsImage(source)))
        problems.add(`${quote(path)} would be loaded as an image, but is not one: put it into a folder, or rename it`);
    problems.throwIfAny(this.subject);
    return this.sources.has(COMPOSE_FILE)
      ? []
      : [`${this.subject}: has no ${COMPOSE_FILE} at its root, without which container-app-service deploys nothing`];
  }

  /**
   * Returns the entries sorted by path, so that folders come before their content.
   * @throws InputError if something cannot be packed, with all problems at once
   */
  public entries(): PayloadSource[] {
    for (const path of [...this.sources.keys()])
      for (const folder of foldersOf(path)) if (!this.sources.has(folder)) this.sources.set(folder, undefined);
    const tree = new PayloadTree({ maxSize: Infinity, maxEntries: Infinity });
    const entries: PayloadSource[] = [];
    for (const [path, source] of [...this.sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const problem = this.add(tree, entries, path, source);
      this.problems.add(problem);
    }
    this.problems.throwIfAny(this.subject);
    if (entries.length === 0) throw new InputError(this.subject, ['has nothing to pack']);
    return entries;
  }

  private add(
    tree: PayloadTree,
    entries: PayloadSource[],
    path: string,
    source: string | undefined,
  ): string | undefined {
    try {
      const entry = source === undefined ? new PayloadSource(path, 0o755, 0) : fileSource(path, source);
      tree.add({
        ...fileHeader(path, entry.size, entry.mode),
        kind: source === undefined ? TarKind.FOLDER : TarKind.FILE,
      });
      entries.push(entry);
      return undefined;
    } catch (error) {
      if (error instanceof ArchiveError) return error.message;
      return `${quote(source ?? path)} ${fileProblem(error)}`;
    }
  }

  private put(path: string, source: string | undefined): void {
    if (this.sources.has(path) && (source !== undefined || this.sources.get(path) !== undefined))
      this.problems.add(`has two sources for ${quote(path)}`);
    this.sources.set(path, source);
  }
}

/** Entry of a payload with its source file. A folder has no source. */
export class PayloadSource {
  constructor(
    public readonly path: string,
    public readonly mode: number,
    /** Size in bytes. */
    public readonly size: number,
    private readonly source?: string,
  ) {}

  /** Returns the entry for the archive. The name of a folder ends in a slash, as other writers do it. */
  public toTar(): TarInput {
    const { path, size, mode, source } = this;
    if (source === undefined)
      return { header: { ...fileHeader(`${path}/`, 0, mode), kind: TarKind.FOLDER }, body: fromFile() };
    return { header: fileHeader(path, size, mode), body: fromFile(source, size) };
  }
}

async function* fromFile(source?: string, size = 0): AsyncGenerator<Buffer> {
  if (source === undefined) return;
  const file = await open(source, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    // one more byte detects a file that grew
    yield* readStream(file, 0, size + 1);
  } finally {
    await file.close();
  }
}

function fileSource(path: string, source: string): PayloadSource {
  const status = lstatSync(source);
  if (status.isSymbolicLink())
    throw new ArchiveError(`contains ${quote(path)}, which is a link: put the file itself there`);
  if (!status.isFile()) throw new ArchiveError(`contains ${quote(path)}, which is a device, a pipe or a socket`);
  if ((status.mode & 0o6000) !== 0) throw new ArchiveError(`contains ${quote(path)} with the setuid or setgid bit`);
  return new PayloadSource(path, plainMode(status), status.size, source);
}

/** Returns only the permission bits that matter: executable or not, and for everyone or only for the owner. */
function plainMode({ mode }: Stats): number {
  const all = (mode & 0o100) === 0 ? 0o644 : 0o755;
  return (mode & 0o004) === 0 ? all & 0o700 : all;
}

/** True for a file that container-app-service loads as an image: at the root, with `.tar` in its name. */
export function isImageName(path: string): boolean {
  return !path.includes('/') && path.includes('.tar');
}

/** True if a path is a folder or below it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way);
}
