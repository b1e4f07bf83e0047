import { InputError, quote } from '../diagnostics/input-error';
import { globText, literalGlob, textProblem } from './glob/glob';
import type { Glob } from './glob/glob';

/**
 * Paths as AppArmor rules name them.
 *
 * Everywhere a rule takes a path, the text is an AppArmor glob: `*` any characters but `/`, `**` any characters,
 * `?` one character but `/`, `[a-z]` and `[^a-z]` one character, `{a,b}` one of several, `@{name}` a variable,
 * `\` before one of these for the character itself. A directory itself has a path that ends with `/`;
 * `/data/{,**}` is a tree with its root.
 */
export class AppArmorPath {
  /**
   * The glob that matches this very path: every glob character in it is escaped.
   *
   * @param path an absolute path, such as a file name that holds `[` or `*`
   * @throws InputError if the path isn't absolute, or has control characters, `//`, `.` or `..`
   */
  public static literal(path: string): string {
    const problem = textProblem(path) ?? pathShapeProblem(literalGlob(path));
    if (problem !== undefined) throw new InputError('AppArmor path', [`path ${problem}`]);
    return globText(literalGlob(path)).replace(/,/g, '\\,');
  }

  private constructor() {}
}

/** Says why no path of the kernel looks so; worded to stand after the name of the field. */
export function pathShapeProblem(glob: Glob): string | undefined {
  const first = glob[0];
  const shown = (): string => quote(globText(glob));
  if (first?.kind !== 'variable' && !(first?.kind === 'text' && first.text.startsWith('/'))) {
    return `must start with / or a variable, got ${shown()}${first?.kind === 'text' ? `: write ${quote(`/${globText(glob)}`)}` : ''}`;
  }
  // the kernel asks with clean paths only, so such a rule would match nothing
  const skeleton = glob.map((piece) => (piece.kind === 'text' ? piece.text : '\0')).join('');
  if (skeleton.includes('//')) return `has // in it, which no path of the kernel has, got ${shown()}: write /`;
  if (/(^|\/)\.\.?(\/|$)/.test(skeleton))
    return `has . or .. as a step, which no path of the kernel has, got ${shown()}: write the path out`;
  return undefined;
}
