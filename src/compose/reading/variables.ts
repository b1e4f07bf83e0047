/** Value of a variable; undefined if it is not set. */
export type Lookup = (name: string) => string | undefined;

/** Error of a text with variables. */
export class VariableError extends Error {}

/** Nesting of variables in the defaults of others. */
const MAX_DEPTH = 100;

const NAME = /[_a-z][_a-z0-9]*/iy;
const OPERATOR = /:?[-+?]/y;

/**
 * Returns a text with the values of its variables, as the Compose Specification defines it: `$NAME`, `${NAME}`,
 * `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}`, `${NAME?error}`, `${NAME:+other}` and `${NAME+other}`, which can be
 * nested, and `$$` for a dollar sign.
 *
 * @param unset receives the names of variables that are not set and have no default
 * @throws {@link VariableError} if a variable has another form, or a required one is not set
 */
export function substitute(text: string, lookup: Lookup, unset?: (name: string) => void, depth = 0): string {
  if (!text.includes('$')) return text;
  if (depth > MAX_DEPTH) throw new VariableError(`variables are nested in more than ${MAX_DEPTH} levels`);
  let result = '';
  let from = 0;
  let line: { end: number; lastBrace: number } = { end: -1, lastBrace: -1 };
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
    result += text.slice(from, at);
    if (text[at + 1] === '$') {
      result += '$';
      from = at + 2;
      continue;
    }
    const isBraced = text[at + 1] === '{';
    const name = match(NAME, text, at + (isBraced ? 2 : 1));
    if (!isBraced) {
      result += name === undefined ? '$' : valueOf(name);
      from = at + 1 + (name?.length ?? 0);
      continue;
    }
    if (name === undefined) throw invalid(text);
    const afterName = at + 2 + name.length;
    if (text[afterName] === '}') {
      result += valueOf(name);
      from = afterName + 1;
      continue;
    }
    const operator = match(OPERATOR, text, afterName);
    if (at > line.end) {
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? text.length : feed;
      line = { end, lastBrace: text.lastIndexOf('}', end) };
    }
    if (operator === undefined || line.lastBrace < afterName) throw invalid(text);
    const end = closingBrace(text, at, line.lastBrace);
    result += operated(name, operator, text.slice(afterName + operator.length, end));
    from = end + 1;
  }
  return result + text.slice(from);

  function valueOf(name: string): string {
    const value = lookup(name);
    if (value === undefined) unset?.(name);
    return value ?? '';
  }

  function operated(name: string, operator: string, word: string): string {
    const value = lookup(name);
    const isGiven = value !== undefined && (value !== '' || !operator.startsWith(':'));
    const other = (): string => substitute(word, lookup, unset, depth + 1);
    if (operator.endsWith('+')) return isGiven ? other() : (value ?? '');
    if (isGiven) return value;
    if (operator.endsWith('-')) return other();
    const reason = other();
    throw new VariableError(
      `the variable ${name} is required, and is ${value === undefined ? 'not set' : 'empty'}${reason === '' ? '' : `: ${reason}`}`,
    );
  }
}

function invalid(text: string): VariableError {
  return new VariableError(
    `a variable in ${JSON.stringify(text)} has an invalid form; must be \${NAME}, or \${NAME:-default} and its like: write $$ for a dollar sign`,
  );
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Returns the offset of the brace that closes a variable; `last` if braces are not balanced. */
function closingBrace(text: string, start: number, last: number): number {
  let open = 0;
  for (let at = start; at <= last; at += 1) {
    if (text[at] === '}') {
      open -= 1;
      if (open === 0) return at;
    } else if (text[at] === '{') {
      open += 1;
      // the reference does not look at the character after an opening brace
      at += 1;
    }
  }
  return last;
}
