import { printable } from '../diagnostics/printable';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Start of a command to a CI runner, which reads it anywhere in a line. */
const COMMAND = /#(?=#[A-Za-z]*\[)/g;

/** Text within XML or HTML, between tags or in a quoted attribute; escapes include every character that XML 1.0 forbids. */
export function escapeMarkup(text: string): string {
  return printable(text)
    .replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
    .replace(COMMAND, '&#35;');
}

/** A text within a line or a cell of Markdown: neither markup, nor HTML, nor a mention, nor the end of the cell. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[&<>]/g, (c) => ENTITIES[c] ?? c)
    .replace(/[\\`*_{}[\]()#+!|~-]/g, (c) => `\\${c}`)
    .replace(/[@:]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A text as code of Markdown, in a cell, too: nothing in it counts as markup. */
export function codeOf(text: string): string {
  return `<code>${escapeMarkup(text).replace(/[\\`*_{}[\]()#+!|~@:-]/g, (c) => `&#${c.charCodeAt(0)};`)}</code>`;
}
