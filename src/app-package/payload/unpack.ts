import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, link, mkdir, open, readdir, rename, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import { writeStream } from '../files/write-file';
import { readTar } from '../archive/tar-reader';
import type { PackageLimits } from '../limits';
import { PayloadKind, PayloadTree, type PayloadEntry } from './payload-tree';

/** Folder in the temporary folder, which only the user can read. */
const ROOT = 'payload';

/** Target folder of a payload. It gets its content only when everything is unpacked. */
export class UnpackTarget {
  private readonly path: string;
  private temporary: string | undefined;

  constructor(private readonly name: string) {
    this.path = resolve(name);
  }

  /**
   * Checks that the target does not exist or is empty.
   * @throws InputError if it is not
   */
  public async check(): Promise<void> {
    const subject = `folder ${quote(this.name)}`;
    const there = await stat(this.path).catch(() => undefined);
    if (there === undefined) return;
    if (!there.isDirectory()) throw new InputError(subject, ['exists, and is not a folder']);
    if ((await readdir(this.path)).length > 0)
      throw new InputError(subject, ['exists, and is not empty: remove it, or specify another folder']);
  }

  /**
   * Unpacks a tar archive beside the target.
   * @throws ArchiveError if the archive is not safe to unpack, or exceeds a limit
   */
  public async unpack(tar: AsyncIterable<Buffer>, limits: PackageLimits): Promise<PayloadEntry[]> {
    await mkdir(dirname(this.path), { recursive: true });
    this.temporary = mkdtempSync(join(dirname(this.path), `.${basename(this.path)}.`));
    const root = join(this.temporary, ROOT);
    await mkdir(root);
    const tree = new PayloadTree(limits);
    const entries: PayloadEntry[] = [];
    const links: PayloadEntry[] = [];
    for await (const { body, ...header } of readTar(tar)) {
      const entry = tree.add(header);
      entries.push(entry);
      // links come last, so that nothing is written through a link
      if (entry.kind === PayloadKind.SYMBOLIC_LINK) links.push(entry);
      else await WRITE[entry.kind](root, entry, body);
    }
    tree.end();
    for (const entry of links) await writeLink(root, entry);
    return entries;
  }

  /** Moves the unpacked content to the target. */
  public async keep(): Promise<void> {
    if (this.temporary === undefined) return;
    const root = join(this.temporary, ROOT);
    const there = await stat(this.path).catch(() => undefined);
    if (there !== undefined) await chmod(root, there.mode & 0o7777);
    await rename(root, this.path);
    this.discard();
  }

  /** Removes unpacked content that was not kept. Synchronous, so that the handler of a signal can call it. */
  public discard(): void {
    if (this.temporary !== undefined) rmSync(this.temporary, { recursive: true, force: true });
    this.temporary = undefined;
  }
}

type Write = (root: string, entry: PayloadEntry, body: AsyncIterable<Buffer>) => Promise<void>;

const WRITE: Readonly<Record<Exclude<PayloadKind, PayloadKind.SYMBOLIC_LINK>, Write>> = {
  [PayloadKind.FOLDER]: writeFolder,
  [PayloadKind.FILE]: writeFile,
  [PayloadKind.HARD_LINK]: writeHardLink,
};

async function writeFolder(root: string, { path, mode }: PayloadEntry): Promise<void> {
  // the owner must be able to write its content
  await mkdir(join(root, path), { recursive: true, mode: mode | 0o700 });
}

async function writeFile(root: string, { path, mode }: PayloadEntry, body: AsyncIterable<Buffer>): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'wx', mode);
  try {
    await writeStream(handle, body);
  } finally {
    await handle.close();
  }
}

async function writeHardLink(root: string, { path, link: other }: PayloadEntry): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await link(join(root, other ?? ''), join(root, path));
}

async function writeLink(root: string, { path, link: to }: PayloadEntry): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await symlink(to ?? '', join(root, path));
}
