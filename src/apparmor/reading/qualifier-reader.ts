import type { Qualifiers } from './rule-context';
import type { Scanner } from './scanner';
import { skipTrivia } from './trivia';

const QUALIFIER = /(audit|deny|allow|owner)(?![A-Za-z0-9_])|priority[ \t]*=[ \t]*([+-]?[0-9]+)(?=\s)/y;
const ORDER = ['priority', 'audit', 'access', 'owner'];

/** Reads the qualifiers before a rule or a block. */
export function readQualifiers(scanner: Scanner): Qualifiers {
  const found: string[] = [];
  let last = -1;
  let priority: number | undefined;
  for (;;) {
    const at = scanner.at;
    const [, word, number] = scanner.match(QUALIFIER) ?? [];
    if (word === undefined && number === undefined) break;
    if (number !== undefined) priority = Number(number);
    const rank = ORDER.indexOf(word === undefined ? 'priority' : /deny|allow/.test(word) ? 'access' : word);
    if (rank <= last)
      scanner.fail('each qualifier can occur once, in this order: priority, audit, deny or allow, owner', at);
    last = rank;
    if (word !== undefined) found.push(word);
    skipTrivia(scanner);
  }
  return {
    priority,
    audit: found.includes('audit'),
    deny: found.includes('deny'),
    allow: found.includes('allow'),
    owner: found.includes('owner'),
  };
}
