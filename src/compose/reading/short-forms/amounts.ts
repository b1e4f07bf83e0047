import { quote } from '../../../diagnostics/input-error';
import { FormError } from './form-error';

/** Milliseconds of the units of a duration. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const DURATION = /^[-+]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|[u\u00b5\u03bc]s|ms|s|m|h|d|w))+)$/;

/** Longest duration of the reference: 2^63 nanoseconds. */
const MAX_DURATION = 2 ** 63 / 1e6;

/** Returns the milliseconds of a duration, such as `1m30s`. @throws {@link FormError} if the text has another form */
export function milliseconds(text: string): number {
  if (!DURATION.test(text)) throw notADuration(text);
  let total = 0;
  for (const part of text.replace(/^[-+]/, '').split(/(?<=[a-z\u00b5\u03bc])(?=[0-9.])/)) {
    const unit = part.replace(/[0-9.]/g, '');
    total += Number(part.slice(0, part.length - unit.length)) * (UNITS[unit] ?? 0);
  }
  if (total > MAX_DURATION) throw notADuration(text);
  const rounded = Math.round(total * 1e6) / 1e6;
  return text.startsWith('-') ? 0 - rounded : rounded;
}

function notADuration(text: string): FormError {
  return new FormError(`is ${quote(text)}; must be a duration, such as 1m30s, with the units us, ms, s, m and h`);
}

const SIZE = /^([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)) ?(?:([kmgtp])?(i?b)?)$/i;
const POWERS = ['', 'k', 'm', 'g', 't', 'p'];

/** Returns the bytes of a size, such as `512m`, `1.5 GiB` or a number. @throws {@link FormError} if the text has another form */
export function bytes(text: string): number {
  const [, count = '', unit = '', suffix = ''] = SIZE.exec(text) ?? [];
  const isPlain = /^[-+]?[0-9]+$/.test(text);
  const isFraction = unit === '' && suffix === '' && !isPlain;
  if (count === '' || isFraction || (suffix.length > 1 && unit === '') || (count.startsWith('-') && !isPlain))
    throw new FormError(`is ${quote(text)}; must be a size, such as 512m, with the units b, k, m and g`);
  return Math.trunc(Number(count) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
}
