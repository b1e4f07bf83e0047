import { linkSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';

/** Folder of processes on Linux. */
const PROCESSES = '/proc';
/** Index of the start time among the fields after the name of a process. */
const START_TIME = 19;

/** Largest number of attempts, because other processes may interfere. */
const ATTEMPTS = 10;

/**
 * Runs a function while no other process uses a folder. The lock of a process that was killed, or whose machine was restarted, is
 * stale and is removed.
 * @param file path of the lock
 * @throws InputError if another process has the lock
 */
export async function exclusively<T>(file: string, use: () => Promise<T>): Promise<T> {
  const self = identityOf(process.pid) ?? `${process.pid} `;
  take(file, self);
  try {
    return await use();
  } finally {
    if (contentOf(file) === self) rmSync(file, { force: true });
  }
}

function take(file: string, self: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      // replaces no file and follows no link
      writeFileSync(file, self, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = contentOf(file);
    if (holder !== undefined && isRunning(holder)) throw inUse(file, holder);
    removeStale(file, holder);
  }
  throw inUse(file, contentOf(file) ?? '');
}

/** Reads a lock. Undefined if it is not a file, or no longer exists. */
function contentOf(file: string): string | undefined {
  try {
    return lstatSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(holder: string): boolean {
  return holder !== '' && identityOf(Number(holder.split(' ')[0])) === holder;
}

/** Removes a stale lock. The file is checked after it was moved, because another process may have replaced it meanwhile. */
function removeStale(file: string, holder: string | undefined): void {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return;
  if (!status.isFile())
    throw new InputError('this machine', [
      `has ${quote(file)}, which is not the file of a lock: remove it if no installation is running`,
    ]);
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    const moved = contentOf(aside);
    if (moved !== holder && moved !== undefined && isRunning(moved)) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function inUse(file: string, holder: string): InputError {
  const pid = holder.split(' ')[0];
  return new InputError('this machine', [
    `is already changing its packages: process ${pid} has the lock ${quote(file)}`,
  ]);
}

/** Returns number, start and boot of a process, which are unique together. Undefined if the process has ended. */
function identityOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`${PROCESSES}/${pid}/stat`, 'utf8');
    const boot = readFileSync(`${PROCESSES}/sys/kernel/random/boot_id`, 'utf8').trim();
    // the name may contain spaces and parentheses
    return [pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME], boot].join(' ');
  } catch {
    return undefined;
  }
}
