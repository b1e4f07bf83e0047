import { lstatSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { InputError, quote } from '../diagnostics/input-error';
import { ownPackage } from '../diagnostics/own-package';
import { shellQuote } from '../gateway/shell-quote';
import { toDnsLabel } from '../kubernetes/syntax';
import { ExitCode } from './exit-code';
import { writeAll } from './output';
import { OutputFolder } from './output-folder';
import { print } from './print';
import { projectFiles } from './project/project-files';

/** Name of a project whose folder has no letter that a namespace can have. */
const OTHERWISE = 'edge';

/**
 * Writes a new project into a folder.
 * @throws {@link InputError} if one of its files exists, or would be outside the folder; then, nothing is written
 */
export function runInit(folder: string): ExitCode {
  const name = toDnsLabel(basename(resolve(folder))) || OTHERWISE;
  const files = projectFiles(name, ownPackage());
  const written = files.map(({ path, text }) => ({ path: join(folder, path), text }));
  const existing = written.filter(({ path }) => lstatSync(path, { throwIfNoEntry: false }) !== undefined);
  const outputs = new OutputFolder(
    folder,
    files.map(({ path }) => ({ name: path, relative: path })),
  );
  const problems =
    existing.length > 0
      ? existing.map(({ path }) => `${quote(path)} exists: specify another folder, or move the file away`)
      : outputs.problems;
  if (problems.length > 0) throw new InputError('secure-edge init', problems);
  writeAll(written);
  for (const { path } of written) print(path);
  const where = relative('', folder);
  print('');
  print('next:');
  if (where !== '') print(`  cd ${shellQuote(where)}`);
  print('  npm install --ignore-scripts');
  print('  npm run synth   # writes dist/');
  print('  npm test');
  return ExitCode.DONE;
}
