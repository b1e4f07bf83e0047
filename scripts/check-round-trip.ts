/**
 * Reads every profile of Debian's packages of AppArmor, writes it back, and compares the policies that the real parser
 * compiles from both: once beside the files that the original includes, once with all of those written back, too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '../test/apparmor/apparmor-parser';
import { installed } from '../test/apparmor/installed-profiles';

async function failures(folder: string): Promise<number> {
  const missing = installed.missing();
  if (missing.length > 0) throw new Error(`packages are missing: install ${missing.join(', ')}`);
  const rendered = [...installed.renderAll(folder)];
  let alike = 0;
  let allAlike = 0;
  for (const [original, copy] of rendered) {
    const [before, after, allAfter] = await Promise.all([
      parser.policy([original]),
      parser.policy([copy]),
      parser.policy([copy], folder),
    ]);
    if (after.equals(before)) alike += 1;
    else console.log(`${original}: another policy`);
    if (allAfter.equals(before)) allAlike += 1;
    else console.log(`${original}: another policy with what it includes written back`);
  }
  console.log(`${alike} of ${rendered.length} profiles compile to the same policy`);
  console.log(`${allAlike} of ${rendered.length} do with all that they include written back, too`);
  return 2 * rendered.length - alike - allAlike;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'apparmor-rendered-'));
  try {
    process.exitCode = (await failures(folder)) === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
