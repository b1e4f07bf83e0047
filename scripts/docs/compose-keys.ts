import { KEY_GROUPS } from '../../src/compose/keys/key-groups';
import { WISHES } from '../../src/compose/wishes';
import { table } from './markdown';

const KEYS = ['<!-- keys -->', '<!-- end of keys -->'] as const;
const WEAKNESSES = ['<!-- weaknesses -->', '<!-- end of weaknesses -->'] as const;

/** Returns the page of the conversion with the table of keys and the table of weaknesses. */
export function withComposeKeys(page: string): string {
  const groups = KEY_GROUPS.filter(({ rows }) => Object.keys(rows).length > 0).map(
    ({ title, rows }) =>
      `### ${title}\n\n${table(
        ['key', 'becomes', 'outcomes', 'notes'],
        Object.entries(rows).map(([key, { becomes, outcomes, notes }]) => [
          `\`${key}\``,
          becomes,
          outcomes.map((outcome) => `\`${outcome}\``).join(', '),
          notes,
        ]),
      )}`,
  );
  const weaknesses = Object.entries(WISHES).map(([word, accepts]) => [`\`${word}\``, accepts]);
  return between(between(page, KEYS, groups.join('\n\n')), WEAKNESSES, table(['word', 'keeps'], weaknesses));
}

function between(page: string, [start, end]: readonly [string, string], text: string): string {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/compose.md: expected ${start} and ${end}`);
  return `${page.slice(0, from)}${start}\n\n${text}\n\n${page.slice(to)}`;
}
