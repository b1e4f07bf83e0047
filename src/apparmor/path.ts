import { InputError, quote } from '../diagnostics/input-error';
import { globText, literalGlob, textProblem } from './glob/glob';
import type { Glob } from './glob/glob';

/**
 * Paths in AppArmor rules.
 *
 * The path of a rule is always an AppArmor glob: `*` matches any characters except `/`, `**` any characters, `?` one
 * character except `/`, `[a-z]` and `[^a-z]` one character, `{a,b}` one of the alternatives, and `@{name}` a variable.
 * Write `\` before one of these for the character itself. The path of a directory ends with `/`; `/data/{,**}` matches
 * a tree with its root.
 */
export class AppArmorPath {
  /**
   * Returns the glob that matches exactly this path: every glob character in the path is escaped.
   *
   * @param path an absolute path, which can contain `[` or `*`
   * @throws {@link InputError} if the path is not absolute, or has control characters, `//`, `.` or `..`
   */
  public static literal(path: string): string {
    const problem = textProblem(path) ?? pathShapeProblem(literalGlob(path));
    if (problem !== undefined) throw new InputError('AppArmor path', [`path ${problem}`]);
    return globText(literalGlob(path)).replace(/,/g, '\\,');
  }

  private constructor() {}
}

/** Returns the reason why a glob matches no path of the kernel, as a clause that follows the name of the field. */
export function pathShapeProblem(glob: Glob): string | undefined {
  const first = glob[0];
  const shown = (): string => quote(globText(glob));
  if (first?.kind !== 'variable' && !(first?.kind === 'text' && first.text.startsWith('/'))) {
    return `must start with / or a variable, got ${shown()}${first?.kind === 'text' ? `: write ${quote(`/${globText(glob)}`)}` : ''}`;
  }
  // the kernel only uses normalized paths, so such a rule would match nothing
  const skeleton = glob.map((piece) => (piece.kind === 'text' ? piece.text : '\0')).join('');
  if (skeleton.includes('//')) return `contains //, which no path of the kernel contains, got ${shown()}: write /`;
  if (/(^|\/)\.\.?(\/|$)/.test(skeleton))
    return `contains the component . or .., which no path of the kernel contains, got ${shown()}: write the full path`;
  return undefined;
}
