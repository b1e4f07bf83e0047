import { printable } from '../diagnostics/printable';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Start of a command to a CI runner, which finds it anywhere in a line. */
const COMMAND = /#(?=#[A-Za-z]*\[)/g;

/**
 * Escapes a text for XML or HTML, between tags or in a quoted attribute. Characters that XML 1.0 forbids are escaped as well.
 */
export function escapeMarkup(text: string): string {
  return printable(text)
    .replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
    .replace(COMMAND, '&#35;');
}

/** Escapes a text for a line or a table cell of Markdown. It cannot be markup, HTML, a mention, or the end of the cell. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[&<>]/g, (c) => ENTITIES[c] ?? c)
    .replace(/[\\`*_{}[\]()#+!|~-]/g, (c) => `\\${c}`)
    .replace(/[@:]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Formats a text as code for Markdown, in table cells as well. Nothing in it is markup. */
export function codeOf(text: string): string {
  return `<code>${escapeMarkup(text).replace(/[\\`*_{}[\]()#+!|~@:-]/g, (c) => `&#${c.charCodeAt(0)};`)}</code>`;
}
