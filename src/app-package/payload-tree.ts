import { ArchiveError } from './archive/archive-error';
import { TarKind, type TarHeader } from './archive/tar-header';
import { quote } from '../input-error';
import { DEFAULT_LIMITS, tooLarge, tooMany, type PackageLimits } from './limits';
import { foldersOf, payloadPathProblem, plainPath, sameName } from './payload-path';

/** What an entry of a payload may be. */
export enum PayloadKind {
  FILE = 'file',
  FOLDER = 'folder',
  SYMBOLIC_LINK = 'symbolic link',
  HARD_LINK = 'hard link',
}

/** An entry that is safe to unpack. */
export interface PayloadEntry {
  /** Below the payload's root; empty for the root itself. */
  readonly path: string;
  readonly kind: PayloadKind;
  /** Bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Where a link leads: as it stands for a symbolic one, below the root for a hard one. */
  readonly link?: string;
}

const KINDS: Readonly<Partial<Record<TarKind, PayloadKind>>> = {
  [TarKind.FILE]: PayloadKind.FILE,
  [TarKind.CONTIGUOUS_FILE]: PayloadKind.FILE,
  [TarKind.FOLDER]: PayloadKind.FOLDER,
  [TarKind.SYMBOLIC_LINK]: PayloadKind.SYMBOLIC_LINK,
  [TarKind.HARD_LINK]: PayloadKind.HARD_LINK,
};

const SETUID_OR_SETGID = 0o6000;

interface Place {
  readonly path: string;
  readonly kind: PayloadKind;
  readonly link?: string;
  /** A folder that nothing has named yet but the path of something in it. */
  readonly implied: boolean;
}

/** The tree that the entries of a payload make, entry by entry: nothing in it leads out, and no name is there twice. */
export class PayloadTree {
  private readonly places = new Map<string, Place>();
  private readonly limits: Required<PackageLimits>;
  private entries = 0;
  private size = 0;

  constructor(limits: PackageLimits = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * Takes one more entry.
   * @throws ArchiveError for one that could do harm where it is unpacked, or that is too much
   */
  public add(header: TarHeader): PayloadEntry {
    this.entries += 1;
    if (this.entries > this.limits.maxEntries) throw tooMany(this.limits.maxEntries);
    this.size += header.size;
    if (this.size > this.limits.maxSize) throw tooLarge(this.limits.maxSize);

    const problem = payloadPathProblem(header.name);
    if (problem !== undefined) throw new ArchiveError(problem);
    const path = plainPath(header.name);
    const kind = KINDS[header.kind];
    if (kind === undefined) throw new ArchiveError(`holds ${quote(header.name)}, which is a device or a pipe`);
    if ((header.mode & SETUID_OR_SETGID) !== 0)
      throw new ArchiveError(`holds ${quote(header.name)} with the setuid or setgid bit`);
    if (path === '' && kind !== PayloadKind.FOLDER)
      throw new ArchiveError(`holds a ${kind} in place of its own folder, ${quote(header.name)}`);

    const link = this.link(path, kind, header.link);
    for (const folder of foldersOf(path)) this.put({ path: folder, kind: PayloadKind.FOLDER, implied: true });
    this.put({ path, kind, implied: false, ...(link !== undefined && { link }) });
    return { path, kind, size: header.size, mode: header.mode & 0o777, ...(link !== undefined && { link }) };
  }

  /**
   * Judges what can be judged only when every entry is known.
   * @throws ArchiveError for a link that leads on by another one: where that leads, its own path does not say
   */
  public end(): void {
    for (const { path, kind, link } of this.places.values()) {
      if (kind !== PayloadKind.SYMBOLIC_LINK || link === undefined) continue;
      const through = [...steps(path, link)].find((step) => this.kindAt(step) === PayloadKind.SYMBOLIC_LINK);
      if (through !== undefined)
        throw new ArchiveError(`holds the link ${quote(path)} through another one, ${quote(through)}`);
    }
  }

  private link(path: string, kind: PayloadKind, link: string): string | undefined {
    if (kind === PayloadKind.SYMBOLIC_LINK) {
      if (leavesRoot(path, link))
        throw new ArchiveError(`holds the link ${quote(path)} that leads out, to ${quote(link)}`);
      return link;
    }
    if (kind !== PayloadKind.HARD_LINK) return undefined;
    const other = plainPath(link);
    if (payloadPathProblem(link) !== undefined)
      throw new ArchiveError(`holds the link ${quote(path)} that leads out, to ${quote(link)}`);
    if (this.places.get(sameName(other))?.path !== other || this.kindAt(other) !== PayloadKind.FILE)
      throw new ArchiveError(`holds the link ${quote(path)} to ${quote(link)}, which is no file before it`);
    return other;
  }

  private kindAt(path: string): PayloadKind | undefined {
    const place = this.places.get(sameName(path));
    return place?.kind === PayloadKind.HARD_LINK ? PayloadKind.FILE : place?.kind;
  }

  private put(place: Place): void {
    const key = sameName(place.path);
    const there = this.places.get(key);
    if (there === undefined) {
      this.places.set(key, place);
      return;
    }
    const sameFolder =
      there.path === place.path && there.kind === PayloadKind.FOLDER && place.kind === PayloadKind.FOLDER;
    if (sameFolder && (there.implied || place.implied)) {
      if (!place.implied) this.places.set(key, place);
      return;
    }
    if (place.implied && there.kind !== PayloadKind.FOLDER)
      throw new ArchiveError(`holds something below ${quote(there.path)}, which is a ${there.kind}`);
    throw new ArchiveError(
      there.path === place.path
        ? `holds two entries named ${quote(place.path)}`
        : `holds ${quote(there.path)} and ${quote(place.path)}, which are one name where case does not count`,
    );
  }
}

function leavesRoot(path: string, link: string): boolean {
  if (link === '' || link.startsWith('/') || payloadPathProblem(link.replace(/\.\./g, '_')) !== undefined) return true;
  let depth = path.split('/').length - 1;
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    depth += part === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}

/** The places that a link leads by, its end left out. */
function* steps(path: string, link: string): Generator<string> {
  const at = path.split('/').slice(0, -1);
  const parts = link.split('/').filter((part) => part !== '' && part !== '.');
  for (const [i, part] of parts.entries()) {
    if (part === '..') at.pop();
    else at.push(part);
    if (i < parts.length - 1) yield at.join('/');
  }
}
