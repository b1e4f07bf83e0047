import { TOKEN_FORMS } from '../../src/kubernetes/secrets/token-form';
import { table } from './markdown';

const START = '<!-- forms -->';
const END = '<!-- end of forms -->';

/** Longest example in the table. */
const LONGEST = 32;

/** Returns the page of secrets with the table of the forms of tokens. */
export function withTokenForms(page: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`docs/secrets.md: expected ${START} and ${END}`);
  const rows = TOKEN_FORMS.map(({ what, example }) => [what, `\`${shortened(example)}\``]);
  return `${page.slice(0, start)}${START}\n\n${table(['form', 'example'], rows)}\n\n${page.slice(end)}`;
}

function shortened(example: string): string {
  const [line = ''] = example.split('\n');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
