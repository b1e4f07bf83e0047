import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { InputError, quote } from '../../input-error';

/** Where Linux tells of processes. */
const PROCESSES = '/proc';
/** Of the fields after a process' name: when it started. */
const START_TIME = 19;

/**
 * Lets one process alone use a folder. A process that ended without a word, or with its machine, holds it no more.
 * @param file that stands for it
 * @throws InputError when another process has it
 */
export async function exclusively<T>(file: string, use: () => Promise<T>): Promise<T> {
  take(file);
  try {
    return await use();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): void {
  const self = identityOf(process.pid) ?? '';
  try {
    writeFileSync(file, self, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readFileSync(file, 'utf8');
    const pid = Number(holder.split(' ')[0]);
    if (holder !== '' && identityOf(pid) === holder)
      throw new InputError('this machine', [
        `is installing a package already, as process ${pid} says in ${quote(file)}`,
      ]);
    writeFileSync(file, self);
  }
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
