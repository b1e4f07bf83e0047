/** Expression that another program replaces: `$(NAME)`, `${NAME}`, `{{ … }}`, `%(name)s`, `<name>`, `@NAME@`, `!Ref`. */
const EXPRESSION =
  /\$\([^)]|\$\{[^}]|\{\{|<%|%\(\w{1,64}\)s|<[A-Za-z][\w .:#/|-]{0,200}>|^\$[A-Za-z_][\w.:-]{0,200}(?:\{[^{}]{0,200}\})?$|^%[A-Za-z_]\w{0,200}%$|^@@?[A-Za-z_][\w.-]{0,200}@@?$|^__[A-Za-z]\w{0,200}__$|^#\{[^}]{1,200}\}#?$|^\[\[.{1,200}\]\]$|^!(?:Ref|Sub|vault|env|secret)\b/;

/** Words that say that the text is to be replaced. */
const INSTRUCTION =
  /^[<[({]?(?:(?:your|my|the|some|an?)[ _-].{0,60}[ _-]here|your[ _-][\w .-]{1,60}|(?:put|insert|enter|add|set|paste|fill|type)[ _-](?:your|me|in|the|it|a|real)?[\w .-]{0,60}|replace(?:d|[ _-]?(?:me|this|with|by|it))[\w .-]{0,60}|to[ _-]be[ _-][\w .-]{1,60}|todo|fixme|tbd|redacted|masked|hidden|removed|omitted|obfuscated|placeholder|none|null|nil|undefined|unset|empty|not[ _-]?(?:set|used|needed|required)|unused|n\/a)[>\])}]?$/i;

/** Filler: `xxxx`, `***`, `…`, `----`. */
const FILLER = /^(?:[xX]{3,}|[*]{1,}|[.\u2026]{1,}|[-_=#?\u2022\u25cf]{1,})$/;

/** Returns true if a text stands for a value, such as `${PASSWORD}`, `<password>` or `REDACTED`. The work is linear. */
export function isPlaceholder(text: string): boolean {
  return EXPRESSION.test(text) || (text.length <= 128 && (INSTRUCTION.test(text) || FILLER.test(text)));
}
