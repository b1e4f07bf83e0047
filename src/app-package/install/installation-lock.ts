import { linkSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';

/** Where Linux tells of processes. */
const PROCESSES = '/proc';
/** Of the fields after a process' name: when it started. */
const START_TIME = 19;

/** What other processes may do meanwhile is done at most so often. */
const ATTEMPTS = 10;

/**
 * Lets only one process at a time use a folder. A process that ended without a word, or with its machine, holds it no more.
 * @param file that stands for it
 * @throws InputError when another process has it
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
      // neither over a file nor through a link
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

/** Undefined for what is no file, or is there no more. */
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

/** Another process may have taken it meanwhile: what is moved away is looked at before it is removed. */
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
  return new InputError('this machine', [`is installing a package already, as process ${pid} says in ${quote(file)}`]);
}

/** Number, start and boot of a process, which no other ever has together; undefined when it has ended. */
function identityOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`${PROCESSES}/${pid}/stat`, 'utf8');
    const boot = readFileSync(`${PROCESSES}/sys/kernel/random/boot_id`, 'utf8').trim();
    // the name may have spaces and parentheses in it
    return [pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME], boot].join(' ');
  } catch {
    return undefined;
  }
}
