/*
 * Amounts of resources, as the API server reads them: exact, in billionths, because 2300m and 2.3 are the same amount and
 * have different values as floating-point numbers.
 */

const QUANTITY = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

/** Powers of ten of the decimal suffixes. */
const DECIMAL: ReadonlyMap<string, number> = new Map(
  Object.entries({ n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }),
);

/** Binary suffixes, in the order of their powers of 1,024. */
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Power of ten of the unit: a billionth. */
const UNIT = 9;

/** Billionths of 1. */
export const ONE = 10n ** BigInt(UNIT);

/** Largest amount of the API server, which reads a larger one as this. */
const LARGEST = (2n ** 63n - 1n) * ONE;

/** Number of digits after which the others decide only the direction of rounding. */
const MOST_DIGITS = 60;

/**
 * Returns the billionths of a quantity, such as `2300m`, `2.3` or the number 2.3. A smaller fraction counts as a whole billionth,
 * as in the API server. Undefined if the value is not a quantity.
 */
export function billionths(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = QUANTITY.exec(String(value));
  if (match === null) return undefined;
  const [, sign, whole = '', behind, only, suffix = ''] = match;
  const fraction = behind ?? only ?? '';
  const amount = positive(`${whole}${fraction}`.replace(/^0+/, ''), fraction.length, suffix);
  return sign === '-' ? -amount : amount;
}

/** Returns a negative number if one quantity is smaller than another, 0 if they are equal, and a positive number otherwise. Undefined if one is not a quantity. */
export function compareQuantities(a: unknown, b: unknown): number | undefined {
  const [left, right] = [billionths(a), billionths(b)];
  if (left === undefined || right === undefined) return undefined;
  return left < right ? -1 : Number(left > right);
}

/** Returns billionths as a quantity in plain digits, such as `2.3`. */
export function quantityOf(amount: bigint): string {
  const fraction = String(amount % ONE)
    .padStart(UNIT, '0')
    .replace(/(?<!0)0+$/, '');
  return `${amount / ONE}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Returns a size in bytes. A part of a byte counts as a byte. 0 if the text is not a quantity. */
export function bytesOf(size: string): bigint {
  return dividedUp(billionths(size) ?? 0n, ONE);
}

/** True if a quantity is a whole number, such as `2` or `2000m`. */
export function isWhole(value: unknown): boolean {
  const amount = billionths(value);
  return amount !== undefined && amount % ONE === 0n;
}

/** Returns the quotient of two numbers, rounded up. */
export function dividedUp(amount: bigint, by: bigint): bigint {
  const quotient = amount / by;
  return amount > quotient * by ? quotient + 1n : quotient;
}

/** Returns the billionths of digits without leading zeros, of which the last `places` are behind the point. */
function positive(digits: string, places: number, suffix: string): bigint {
  if (digits === '') return 0n;
  const binary = BINARY.indexOf(suffix) + 1;
  const exponent = /\d$/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL.get(suffix) ?? 0);
  const power = exponent - places + UNIT;
  // exponents have any length, and a power of ten takes its time
  if (digits.length + power > 2 * MOST_DIGITS) return LARGEST;
  if (digits.length + power < -2 * MOST_DIGITS) return 1n;
  const kept = digits.slice(0, MOST_DIGITS);
  const rest = /[1-9]/.test(digits.slice(MOST_DIGITS)) ? 1n : 0n;
  const shift = power + digits.length - kept.length;
  // one more digit stands for the rest, so that it counts when the amount is rounded up
  const scaled = (BigInt(kept) * 10n + rest) * 1024n ** BigInt(binary);
  const amount = shift >= 1 ? scaled * 10n ** BigInt(shift - 1) : dividedUp(scaled, 10n ** BigInt(1 - shift));
  return amount > LARGEST ? LARGEST : amount;
}
