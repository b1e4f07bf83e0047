/**
 * Checks the project's prose with Vale: every Markdown page, the comments of all TypeScript files, the sentences among
 * their strings, which are rules' texts, findings, errors and names of tests, and the output of `--help` of every
 * command. The rules and the word list are in `scripts/prose/styles`. The pages of docs/api/ are left out: they repeat
 * doc comments.
 *
 * Usage: node --import tsx scripts/check-prose.ts [PATH…]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check } from './lib/check';
import { command, tryCommand } from './lib/command';
import { helpTexts } from './prose/help';
import { firstLinesOf, sentencesOf } from './prose/strings';
import { cached, inTemporaryFolder, ROOT } from './lib/repository';

const MODULE = join(ROOT, 'scripts/prose');
const PROGRAM = 'github.com/vale-cli/vale/v3';

/** Finding of Vale, as in `--output JSON`. */
interface Alert {
  readonly Line: number;
  readonly Span: [number, number];
  readonly Check: string;
  readonly Message: string;
}

/** Returns the path of Vale, which is built once on each machine. Its reader of sources is written in C. */
function vale(): string {
  const version = new RegExp(`${PROGRAM} v(\\S+)`).exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1];
  const folder = cached(`vale-${version}`, (empty) => {
    command('nice', ['go', '-C', MODULE, 'build', '-trimpath', '-o', join(empty, 'vale'), `${PROGRAM}/cmd/vale`], {
      env: { CGO_ENABLED: '1', CGO_CFLAGS: '-O1 -w' },
    });
  });
  return join(folder, 'vale');
}

function tracked(...patterns: string[]): string[] {
  return command('git', ['ls-files', '--', ...patterns], { cwd: ROOT })
    .split('\n')
    .filter((file) => file !== '' && !file.includes('/dist/'));
}

/** Returns Vale's findings by the name of the file. */
function alertsIn(folder: string, files: ReadonlyArray<string>): Map<string, Alert[]> {
  const { stdout, stderr } = tryCommand(
    vale(),
    ['--config', join(ROOT, '.vale.ini'), '--no-exit', '--output', 'JSON', ...files],
    { cwd: folder },
  );
  if (!stdout.trimStart().startsWith('{')) throw new Error(`vale failed\n${stdout}${stderr}`);
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, Alert[]>));
}

function report(alerts: ReadonlyMap<string, ReadonlyArray<Alert>>, nameOf: (file: string) => string): number {
  let count = 0;
  for (const [file, found] of [...alerts].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const { Line, Span, Check, Message } of found) {
      console.log(`${nameOf(file)}:${Line}:${Span[0]}: ${Check}: ${Message}`);
      count++;
    }
  return count;
}

function sourceOf(file: string): string {
  return file.replace(/\.(strings|firstline)$/, '');
}

/** Folders with TypeScript files. Those that `secure-edge compose` wrote repeat its report, and names of Compose files. */
const SOURCES = ['src', 'test', 'scripts', 'e2e', 'bench', 'examples', 'images'];

check(() => {
  const only = process.argv.slice(2);
  const within = (file: string): boolean => only.length === 0 || only.some((path) => file.startsWith(path));
  const pages = tracked('*.md').filter((file) => within(file) && !file.startsWith('docs/api/'));
  const sources = tracked(...SOURCES.map((folder) => `${folder}/*.ts`), ':!examples/compose/*/dist').filter(within);
  const files = [...pages, ...sources];
  let count = files.length === 0 ? 0 : report(alertsIn(ROOT, files), (file) => file);
  inTemporaryFolder((folder) => {
    const extracted = sources.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, `${file}.strings`), sentencesOf(file, text));
      writeFileSync(join(folder, `${file}.firstline`), firstLinesOf(text));
      return [`${file}.strings`, `${file}.firstline`];
    });
    const helps = within('src/cli/') || only.includes('--help') ? helpTexts() : new Map<string, string>();
    for (const [command, text] of helps) {
      writeFileSync(join(folder, `${command}.help`), text);
      extracted.push(`${command}.help`);
    }
    if (extracted.length > 0) count += report(alertsIn(folder, extracted), sourceOf);
  });
  console.log(`${pages.length} pages, ${sources.length} sources: ${count} findings`);
  return count;
});
