import { printableLine } from '../diagnostics/printable';
import { Severity } from '../diagnostics/severity';

/** Abilities of a terminal. */
export interface TerminalForm {
  /** True if the terminal shows colors. */
  readonly isColoured: boolean;

  /**
   * True if the terminal shows links (OSC 8).
   * @default false
   */
  readonly hasLinks?: boolean;
}

/** Look of a part of a line. */
export type Style = 'bold' | 'dim' | 'underline' | Severity;

const STYLES: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  underline: '4',
  [Severity.CRITICAL]: '1;97;41',
  [Severity.HIGH]: '1;31',
  [Severity.MEDIUM]: '33',
  [Severity.LOW]: '36',
};

/** Brush for parts of lines. It makes foreign text printable, and adds only control characters of its own. */
export class Brush {
  constructor(private readonly form: TerminalForm) {}

  /** Returns the printable form of a text, in some styles if the terminal shows colors. */
  public paint(text: string, ...styles: Style[]): string {
    const shown = printableLine(text);
    return this.form.isColoured && styles.length > 0 && shown !== ''
      ? `\u001b[${styles.map((style) => STYLES[style]).join(';')}m${shown}\u001b[0m`
      : shown;
  }

  /** Returns a text as a link to a page, if there is a page and the terminal shows links. */
  public link(text: string, page: string | undefined, ...styles: Style[]): string {
    const shown = this.paint(text, ...styles);
    return page === undefined || this.form.hasLinks !== true
      ? shown
      : `\u001b]8;;${printableLine(page)}\u001b\\${shown}\u001b]8;;\u001b\\`;
  }
}
