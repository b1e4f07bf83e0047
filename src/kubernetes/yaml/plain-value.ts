/** Values of the words that kubectl does not read as texts. */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['', '~', 'null', 'Null', 'NULL'].map((t) => [t, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((t) => [t, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((t) => [t, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((t) => [t, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((t) => [t, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((t) => [t, Number.NEGATIVE_INFINITY] as const),
]);

/** First characters of these words, so that other texts need no look-up. */
const FIRST_OF_WORD = new Set([...WORDS.keys()].map((word) => word.charCodeAt(0)));

const DECIMAL = /^(?:0|-?[1-9][0-9]{0,14})$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Fraction without a leading digit, as Go reads it: underscores only between two digits. */
const FRACTION = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/;
/** Binary number with its sign after the prefix. */
const SIGNED_BINARY = /^0b([-+])([01]{1,63})$/;

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/**
 * Returns the value of a text without quotes, as kubectl reads it (`resolve` of go.yaml.in/yaml/v2 2.4): null, a boolean, a
 * number or the text. An integer beyond 2^53 becomes the nearest number of JavaScript. Dates stay text.
 */
export function plainValue(text: string): unknown {
  return valueOf(text, WORDS);
}

/** Texts that YAML 1.1 reads as booleans, and YAML 1.2 as texts. */
const OLD_BOOLEAN = /^(?:y|yes|on|n|no|off)$/i;

const WORDS_OF_1_2: ReadonlyMap<string, unknown> = new Map([...WORDS].filter(([word]) => !OLD_BOOLEAN.test(word)));

/**
 * Returns the value of a text without quotes, as `go.yaml.in/yaml/v4` reads it where it knows no type: as
 * {@link plainValue}, but only `true` and `false` are booleans. Dates stay text.
 */
export function plainValueOf12(text: string): unknown {
  return valueOf(text, WORDS_OF_1_2);
}

function valueOf(text: string, words: ReadonlyMap<string, unknown>): unknown {
  const first = text.charCodeAt(0);
  if (isDigit(first)) return numberOf(text) ?? text;
  if (!FIRST_OF_WORD.has(first)) return first === PLUS || first === MINUS ? (numberOf(text) ?? text) : text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (first === DOT) return fractionOf(text) ?? text;
  return first === PLUS || first === MINUS ? (numberOf(text) ?? text) : text;
}

/** Returns true if a text without quotes is read as that text, and not as a number or another value. */
export function isPlainText(text: string): boolean {
  return text !== '<<' && plainValue(text) === text;
}

/** Returns true if a text without quotes is an integer. */
export function isInteger(text: string): boolean {
  const first = text.charCodeAt(0);
  return (isDigit(first) || first === PLUS || first === MINUS) && integerOf(text.replace(/_/g, '')) !== undefined;
}

const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function numberOf(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  const digits = text.includes('_') ? text.replace(/_/g, '') : text;
  return integerOf(digits) ?? (FLOAT.test(digits) ? finite(Number(digits)) : undefined);
}

function fractionOf(text: string): number | undefined {
  return FRACTION.test(text) ? finite(Number(text.replace(/_/g, ''))) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Reads a 64-bit integer. One without a sign is read as unsigned. */
function integerOf(text: string): number | undefined {
  const parts = INTEGER.exec(text);
  if (!parts) {
    const binary = SIGNED_BINARY.exec(text);
    return binary ? Number(`0b${binary[2]}`) * (binary[1] === '-' ? -1 : 1) : undefined;
  }
  const [, sign, digits = ''] = parts;
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits);
  const most = sign === '' ? MAX_UINT64 : sign === '-' ? MAX_INT64 + 1n : MAX_INT64;
  if (value > most) return undefined;
  return sign === '-' ? Number(-value) : Number(value);
}
