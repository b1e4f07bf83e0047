import * as fs from 'node:fs';
import { exclusively } from '../../../src/app-package/install/installation-lock';
import { failure, temporaryFolder } from '../workbench';

const folder = temporaryFolder();
const lock = (): string => folder.path('.lock');

test('one alone has it at a time, and then the next', async () => {
  const inside = await exclusively(lock(), () => failure(exclusively(lock(), () => Promise.resolve())));
  expect(inside).toBe(
    `this machine: is installing a package already, as process ${process.pid} says in ${JSON.stringify(lock())}`,
  );
  expect(fs.existsSync(lock())).toBe(false);
  expect(await exclusively(lock(), () => Promise.resolve('done'))).toBe('done');
});

test('it is free again after a failure', async () => {
  expect(await failure(exclusively(lock(), () => Promise.reject(new Error('broken'))))).toBe('broken');
  expect(fs.existsSync(lock())).toBe(false);
});

test('who ended with it, or with the machine, has it no more', async () => {
  const own = await exclusively(lock(), () => Promise.resolve(fs.readFileSync(lock(), 'utf8')));
  const [pid = '', start = '', boot = ''] = own.split(' ');
  expect(boot).toMatch(/^[0-9a-f-]{36}$/);
  for (const holder of [`999999999 ${start} ${boot}`, `${pid} 1 ${boot}`, `${pid} ${start} of-another`, 'x', '']) {
    fs.writeFileSync(lock(), holder);
    expect(await exclusively(lock(), () => Promise.resolve('done'))).toBe('done');
  }
});
