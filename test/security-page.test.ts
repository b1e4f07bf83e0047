import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** People who may be hostile, each with a table. */
const ACTORS = [
  'Manifest author',
  'Package sender',
  'Registry',
  'Container on the gateway',
  'Gateway user',
  'Network',
  'Profile author',
  'CI contributor',
];

const COLUMNS = ['part', 'can', 'cannot', 'verified by'];

interface Row {
  readonly actor: string;
  readonly cells: readonly string[];
}

/** Rows of the tables below a heading "Threat model", each with the heading of its table. */
function threats(page: string): Row[] {
  const [, model = ''] = /^## Threat model$(.*?)(?=^## )/ms.exec(page) ?? [];
  return model
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const [actor = '', ...lines] = section.split('\n');
      return lines
        .filter((line) => line.startsWith('|') && !/^\|[ |:-]+$/.test(line))
        .map((line) => ({
          actor,
          cells: line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
        }));
    });
}

/** Faults of a page: a table that is missing, an empty cell, a row that nothing holds, a file that does not exist. */
function faults(page: string): string[] {
  const rows = threats(page);
  const missing = ACTORS.filter((actor) => !rows.some((row) => row.actor === actor && row.cells[0] !== 'part'));
  return [...missing.map((actor) => `${actor}: no row`), ...rows.flatMap(faultsOf)];
}

function faultsOf({ actor, cells }: Row): string[] {
  if (cells[0] === 'part') return cells.join() === COLUMNS.join() ? [] : [`${actor}: columns ${cells.join()}`];
  const where = `${actor}, ${cells[0]}`;
  if (cells.length !== COLUMNS.length || cells.includes('')) return [`${where}: not four filled cells`];
  const holders = [...cells[3]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  if (holders.length === 0) return [`${where}: no test or check`];
  return holders.filter((path) => !existsSync(join(ROOT, path))).map((path) => `${where}: ${path} does not exist`);
}

const PAGE = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

test('every row of the threat model names tests or checks that exist', () => {
  expect(faults(PAGE)).toEqual([]);
});

test.each<[string, (page: string) => string, string]>([
  ['a table', (page) => page.replace('### Gateway user', '### Somebody'), 'Gateway user: no row'],
  [
    'a file that a row names',
    (page) => page.replace('images/internal/record/record_test.go', 'images/gone_test.go'),
    'Container on the gateway, loader: images/gone_test.go does not exist',
  ],
  [
    'the holder of a row',
    (page) => page.replace('`scripts/check-drift.sh`, `scripts/check-schemas.ts`', 'nobody'),
    'CI contributor, synth: no test or check',
  ],
])('the loss of %s is found', (_, spoil, fault) => {
  expect(faults(spoil(PAGE))).toContain(fault);
});
