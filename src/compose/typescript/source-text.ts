/** Quoted text, as Prettier writes it: with single quotes, unless double quotes need fewer escapes. */
export function quotedText(text: string): string {
  const single = text.split("'").length;
  const double = text.split('"').length;
  const quote = single > double ? '"' : "'";
  return `${quote}${escaped(text, quote)}${quote}`;
}

/** Text between backquotes, with its line breaks as they are. */
export function templateText(text: string): string {
  return `\`${escaped(text, '`').replaceAll('${', '\\${').replaceAll('\\n', '\n')}\``;
}

/** Returns true if a text has several lines, and no character that an editor could change or hide. */
export function isTemplate(text: string): boolean {
  return /\n[^]/.test(text) && !HIDDEN.test(text.replaceAll('\n', '')) && !text.includes('\\n');
}

/** Control characters, line separators, marks of the direction, and characters without width. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\' };

function escaped(text: string, quote: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\\'"`]/gu, (character) => {
    if (character === quote) return `\\${quote}`;
    if (`'"\``.includes(character)) return character;
    return ESCAPES[character] ?? unicodeEscape(character);
  });
}

function unicodeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Key of a property. */
export function propertyKey(name: string): string {
  // in quotes, or without, this key would set the prototype of the object
  if (name === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(name) ? name : quotedText(name);
}

export function numberText(value: number): string {
  return JSON.stringify(value).replace('e+', 'e');
}
