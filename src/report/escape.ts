import { visible } from './content';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text within XML or HTML, between tags or in a quoted attribute; what XML 1.0 has no character for is written out. */
export function escapeMarkup(text: string): string {
  return visible(text)
    .replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
}

/** A text within a line or a cell of Markdown: neither markup, nor HTML, nor a mention, nor the end of the cell. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[&<>]/g, (c) => ENTITIES[c] ?? c)
    .replace(/[\\`*_{}[\]()#+!|~-]/g, (c) => `\\${c}`)
    .replace(/[@:]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A text as code of Markdown, in a cell, too: nothing in it counts as markup. */
export function codeOf(text: string): string {
  return `<code>${escapeMarkup(text).replace(/[\\`*_{}[\]()#+!|~@:-]/g, (c) => `&#${c.charCodeAt(0)};`)}</code>`;
}
