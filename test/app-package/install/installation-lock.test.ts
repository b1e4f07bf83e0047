import * as fs from 'node:fs';
import { exclusively } from '../../../src/app-package/install/installation-lock';
import { failure, temporaryFolder } from '../workbench';

const folder = temporaryFolder();
const lock = (): string => folder.path('.lock');

test('only one process at a time has the lock', async () => {
  const inside = await exclusively(lock(), () => failure(exclusively(lock(), () => Promise.resolve())));
  expect(inside).toBe(
    `this machine: is already changing its packages: process ${process.pid} has the lock ${JSON.stringify(lock())}`,
  );
  expect(fs.existsSync(lock())).toBe(false);
  expect(await exclusively(lock(), () => Promise.resolve('done'))).toBe('done');
});

test('the lock is released after a failure', async () => {
  expect(await failure(exclusively(lock(), () => Promise.reject(new Error('broken'))))).toBe('broken');
  expect(fs.existsSync(lock())).toBe(false);
});

test('the lock of a process that ended, or of an earlier boot, is stale', async () => {
  const own = await exclusively(lock(), () => Promise.resolve(fs.readFileSync(lock(), 'utf8')));
  const [pid = '', start = '', boot = ''] = own.split(' ');
  expect(boot).toMatch(/^[0-9a-f-]{36}$/);
  for (const holder of [`999999999 ${start} ${boot}`, `${pid} 1 ${boot}`, `${pid} ${start} of-another`, 'x', '']) {
    fs.writeFileSync(lock(), holder);
    expect(await exclusively(lock(), () => Promise.resolve('done'))).toBe('done');
  }
});
