import { ArchiveError } from '../archive/archive-error';
import { TarKind, type TarHeader } from '../archive/tar-header';
import { quote } from '../../diagnostics/input-error';
import { DEFAULT_LIMITS, tooLarge, tooMany, type PackageLimits } from '../limits';
import { payloadPathProblem, plainPath, sameName } from './payload-path';

/** Kind of an entry in a payload. */
export enum PayloadKind {
  FILE = 'file',
  FOLDER = 'folder',
  SYMBOLIC_LINK = 'symbolic link',
  HARD_LINK = 'hard link',
}

/** Entry that is safe to unpack. */
export interface PayloadEntry {
  /** Path relative to the root of the payload. Empty for the root itself. */
  readonly path: string;
  readonly kind: PayloadKind;
  /** Size in bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Target of a link: unchanged for a symbolic link, relative to the root of the payload for a hard link. */
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

/** Name in a folder. It contains only its own part of the path, so that memory grows with the length of the names. */
interface Place {
  /** Name in its original form. */
  readonly name: string;
  kind: PayloadKind;
  link?: string;
  /** True for a folder that so far exists only in the path of another entry. */
  implied: boolean;
  /** Children by `sameName`. */
  readonly children: Map<string, Place>;
}

/** Tree of the entries of a payload. It rejects links that lead out, and duplicate names. */
export class PayloadTree {
  private readonly root: Place = placeOf('', PayloadKind.FOLDER, true);
  private readonly links: { readonly path: string; readonly link: string }[] = [];
  private readonly limits: Required<PackageLimits>;
  private entries = 0;
  private size = 0;

  constructor(limits: PackageLimits = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /**
   * Adds an entry.
   * @throws ArchiveError if the entry is not safe to unpack, or exceeds a limit
   */
  public add(header: TarHeader): PayloadEntry {
    this.count();
    this.size += header.size;
    if (this.size > this.limits.maxSize) throw tooLarge(this.limits.maxSize);

    const problem = payloadPathProblem(header.name);
    if (problem !== undefined) throw new ArchiveError(problem);
    const path = plainPath(header.name);
    const kind = KINDS[header.kind];
    if (kind === undefined) throw new ArchiveError(`contains ${quote(header.name)}, which is a device or a pipe`);
    if ((header.mode & SETUID_OR_SETGID) !== 0)
      throw new ArchiveError(`contains ${quote(header.name)} with the setuid or setgid bit`);
    if (path === '' && kind !== PayloadKind.FOLDER)
      throw new ArchiveError(`contains a ${kind} in place of its root folder, ${quote(header.name)}`);

    const link = this.link(path, kind, header.link);
    this.put(path, kind, link);
    return { path, kind, size: header.size, mode: header.mode & 0o777, link };
  }

  /**
   * Checks the links, after all entries are known.
   * @throws ArchiveError if a link leads through another link, because its path does not show where that leads
   */
  public end(): void {
    for (const { path, link } of this.links) {
      const through = this.linkOnTheWay(path, link);
      if (through !== undefined)
        throw new ArchiveError(`contains the link ${quote(path)}, which leads through another link, ${quote(through)}`);
    }
  }

  private count(): void {
    this.entries += 1;
    if (this.entries > this.limits.maxEntries) throw tooMany(this.limits.maxEntries);
  }

  private link(path: string, kind: PayloadKind, link: string): string | undefined {
    if (kind === PayloadKind.SYMBOLIC_LINK) {
      if (leavesRoot(path, link))
        throw new ArchiveError(`contains the link ${quote(path)}, which leads out of the package, to ${quote(link)}`);
      this.links.push({ path, link });
      return link;
    }
    if (kind !== PayloadKind.HARD_LINK) return undefined;
    if (payloadPathProblem(link) !== undefined)
      throw new ArchiveError(`contains the link ${quote(path)}, which leads out of the package, to ${quote(link)}`);
    const other = plainPath(link);
    if (!this.hasFile(other))
      throw new ArchiveError(`contains the link ${quote(path)} to ${quote(link)}, which is not a file before it`);
    return other;
  }

  /** True if a file has exactly this path. A hard link counts as a file. */
  private hasFile(path: string): boolean {
    let place: Place | undefined = this.root;
    for (const part of path.split('/')) {
      place = place.children.get(sameName(part));
      if (place?.name !== part) return false;
    }
    return place.kind === PayloadKind.FILE || place.kind === PayloadKind.HARD_LINK;
  }

  /** Returns the path of the first link that another link leads through. Its own target does not count. */
  private linkOnTheWay(path: string, link: string): string | undefined {
    const at = path.split('/').slice(0, -1);
    // existing places of the path; a missing name leads nowhere, and so does everything below it
    const places: (Place | undefined)[] = [this.root];
    for (const part of at) places.push(places.at(-1)?.children.get(sameName(part)));
    const parts = partsOf(link);
    for (const part of parts.slice(0, -1)) {
      if (part === '..') {
        at.pop();
        places.pop();
      } else {
        at.push(part);
        places.push(places.at(-1)?.children.get(sameName(part)));
      }
      if (places.at(-1)?.kind === PayloadKind.SYMBOLIC_LINK) return at.join('/');
    }
    return undefined;
  }

  private put(path: string, kind: PayloadKind, link: string | undefined): void {
    const parts = partsOf(path);
    const shown = (length: number, name?: string): string =>
      quote([...parts.slice(0, length), ...(name === undefined ? [] : [name])].join('/'));
    let place = this.root;
    for (const [i, part] of parts.entries()) {
      const isEnd = i === parts.length - 1;
      const key = sameName(part);
      const there = place.children.get(key);
      if (there === undefined) {
        if (!isEnd) this.count();
        const added = isEnd ? placeOf(part, kind, false, link) : placeOf(part, PayloadKind.FOLDER, true);
        place.children.set(key, added);
        place = added;
        continue;
      }
      if (!isEnd && there.kind !== PayloadKind.FOLDER)
        throw new ArchiveError(`contains an entry below ${shown(i, there.name)}, which is a ${there.kind}`);
      if (there.name !== part)
        throw new ArchiveError(
          `contains ${shown(i, there.name)} and ${shown(i, part)}, which are the same name if the file system ignores case`,
        );
      if (isEnd && !(there.implied && kind === PayloadKind.FOLDER))
        throw new ArchiveError(`contains two entries named ${quote(path)}`);
      if (isEnd) there.implied = false;
      place = there;
    }
    if (parts.length > 0) return;
    if (!this.root.implied) throw new ArchiveError(`contains two entries named ${quote(path)}`);
    this.root.implied = false;
  }
}

function placeOf(name: string, kind: PayloadKind, implied: boolean, link?: string): Place {
  return { name, kind, implied, children: new Map(), link };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
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
