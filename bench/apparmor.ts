/**
 * Reads and writes back every installed AppArmor profile, beside apparmor_parser reading the same files for their names, in
 * the same run. The parser also reads what the profiles include, which its own figure has in it; a second figure gives ours
 * for the profiles with each of those files once.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { AppArmorFile } from '../src/apparmor/apparmor-file';
import { installed } from '../test/apparmor/installed-profiles';

const ROUNDS = 9;
const PARSER = ['apparmor_parser', '/usr/sbin/apparmor_parser'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

/** Milliseconds of the middle one of several rounds; the first round warms up and is not counted. */
function median(body: () => void): number {
  const times = Array.from({ length: ROUNDS + 1 }, () => {
    const start = process.hrtime.bigint();
    body();
    return Number(process.hrtime.bigint() - start) / 1e6;
  }).slice(1);
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

function names(files: ReadonlyArray<string>): void {
  const { status, stderr } = spawnSync(PARSER ?? '', ['-Q', '-N', ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function main(): void {
  const missing = installed.missing();
  if (missing.length > 0 || PARSER === undefined) throw new Error(`packages are missing: ${missing.join(', ')}`);
  const profiles = installed.profiles();
  const texts = profiles.map((path) => ({ path, included: false, text: readFileSync(path, 'utf8') }));
  const all = [...texts, ...installed.included().map((file) => ({ ...file, text: readFileSync(file.path, 'utf8') }))];
  const files = texts.map(({ text, path }) => AppArmorFile.parse(text, { file: path }));
  const bytes = texts.reduce((sum, { text }) => sum + text.length, 0);
  const readAll = (of: typeof texts): void => {
    for (const { path, included, text } of of) AppArmorFile.parse(text, { file: path, included });
  };

  const parser = median(() => names(profiles));
  const start = median(() => spawnSync(PARSER, ['--version']));
  const rows: [string, number][] = [
    ['apparmor_parser -Q -N', parser],
    ['read', median(() => readAll(texts))],
    ['write back', median(() => files.forEach((file) => file.render()))],
    ['read, and what they include once', median(() => readAll(all))],
  ];
  console.log(`${profiles.length} profiles, ${bytes} bytes; median of ${ROUNDS} rounds`);
  console.log(`start of apparmor_parser without a profile: ${start.toFixed(1)} ms, included in its figure`);
  for (const [name, time] of rows)
    console.log(
      `${name.padEnd(34)} ${time.toFixed(1).padStart(8)} ms  ${(time / parser).toFixed(2)} of the parser's time`,
    );
}

main();
