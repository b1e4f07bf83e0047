import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';

/** Target folder for unpacking, in a tree that must not change. */
export class Canary {
  public readonly outside = fs.mkdtempSync(join(tmpdir(), 'fuzz-'));
  public readonly target = join(this.outside, 'work', 'out');
  private readonly before: string;

  /** @param given names of the files that belong to the input */
  constructor(private readonly given: ReadonlyArray<string> = ['package']) {
    fs.mkdirSync(join(this.outside, 'work', 'beside-folder'), { recursive: true });
    for (const name of ['above', 'work/beside', 'work/beside-folder/file']) fs.writeFileSync(this.path(name), name);
    this.before = this.state();
  }

  /** Deletes the whole tree. */
  public remove(): void {
    fs.rmSync(this.outside, { recursive: true, force: true });
  }

  /** Returns the path of a file in the tree. */
  public path(name: string): string {
    return join(this.outside, name);
  }

  /**
   * Compares the tree with its original state, checks the unpacked files, and deletes them.
   * @throws Error if something outside the target has changed, or an unpacked file leads out of it
   */
  public check(unpacked: boolean): void {
    const problems = [...this.inTarget(unpacked)];
    fs.rmSync(this.target, { recursive: true, force: true });
    const after = this.state();
    if (after !== this.before) problems.push(`changed files outside the target: ${after}`);
    if (problems.length > 0) throw new Error(problems.join('; '));
  }

  private *inTarget(unpacked: boolean): Generator<string> {
    if (!fs.existsSync(this.target)) {
      if (unpacked) yield 'accepted a package, but unpacked nothing';
      return;
    }
    if (!unpacked) yield 'left files of a rejected package';
    const real = fs.realpathSync(this.target);
    for (const path of below(this.target)) {
      const name = relative(this.target, path);
      const status = fs.lstatSync(path);
      if (!status.isFile() && !status.isDirectory() && !status.isSymbolicLink()) yield `${name} is a device or a pipe`;
      if ((status.mode & 0o6000) !== 0 && !status.isSymbolicLink()) yield `${name} is setuid or setgid`;
      if (status.isSymbolicLink() && fs.existsSync(path) && !isBelow(fs.realpathSync(path), real))
        yield `${name} leads out of the target`;
    }
  }

  /** Returns everything outside the target, with the values that show a change, such as the number of links to a file. */
  private state(): string {
    const seen = [...below(this.outside)]
      .map((path) => relative(this.outside, path))
      .sort()
      .filter((name) => !this.given.includes(name) && !isBelow(join(this.outside, name), this.target))
      .map((name) => {
        const status = fs.lstatSync(this.path(name));
        const { mode, ino, nlink, size, mtimeMs } = status;
        // the time of a folder changes if a file is added to it
        const isPlain = status.isFile();
        return [
          name,
          mode,
          ino,
          ...(isPlain ? [nlink, size, mtimeMs, fs.readFileSync(this.path(name), 'latin1')] : []),
        ];
      });
    return JSON.stringify([seen, fs.existsSync('/etc/secure-edge-fuzz')]);
  }
}

/** Returns everything below a folder, without following links. */
function* below(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    yield path;
    if (entry.isDirectory()) yield* below(path);
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}
