import type { TerminalForm } from '../report/text-style';

/** Values of the option `--color`. */
export const COLOR_CHOICES: ReadonlyArray<string> = ['auto', 'always', 'never'];

/** Part of a stream that says what it leads to. */
interface MaybeTerminal {
  readonly isTTY?: boolean;
}

/**
 * Determines what a stream shows. The option `--color` decides, then `FORCE_COLOR` and `NO_COLOR`, then the stream itself.
 * Links are only for terminals, because a log would show their control characters.
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function terminalForm(
  { isTTY = false }: MaybeTerminal,
  color = 'auto',
  env: NodeJS.ProcessEnv = process.env,
): TerminalForm {
  const isTerminal = isTTY && env['TERM'] !== 'dumb';
  const isColoured = color === 'auto' ? isColouredBy(env, isTerminal) : color === 'always';
  return { isColoured, hasLinks: isColoured && isTerminal };
}

function isColouredBy({ FORCE_COLOR: force = '', NO_COLOR: no = '' }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (force !== '') return force !== '0' && force !== 'false';
  return no === '' && isTerminal;
}
