import { quote } from '../../diagnostics/input-error';
import type { AppArmorRlimit } from '../rules/rlimit-rule';
import { RlimitRule } from '../rules/rlimit-rule';
import type { RuleContext } from './rule-context';
import type { Scanner } from './scanner';

const LIMIT = /rlimit[ \t]+([a-z]+)[ \t]*<=[ \t]*(infinity|-?[0-9]+)[ \t]*([A-Za-z]*)/y;
const KIB = 1024;
/** A second in microseconds. */
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIMES: { readonly [unit: string]: number } = {
  us: 1,
  microsecond: 1,
  microseconds: 1,
  ms: 1000,
  millisecond: 1000,
  milliseconds: 1000,
  s: SECOND,
  sec: SECOND,
  second: SECOND,
  seconds: SECOND,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  hour: HOUR,
  hours: HOUR,
  d: DAY,
  day: DAY,
  days: DAY,
  week: 7 * DAY,
  weeks: 7 * DAY,
};
const SIZES: { readonly [unit: string]: number } = {
  K: KIB,
  KB: KIB,
  M: KIB ** 2,
  MB: KIB ** 2,
  G: KIB ** 3,
  GB: KIB ** 3,
};
const SIZED = ['fsize', 'data', 'stack', 'core', 'rss', 'as', 'memlock', 'msgqueue'];

/** Reads `rlimit NAME <= VALUE,` after `set`. */
export function readRlimit(scanner: Scanner, { qualifiers, comment }: RuleContext): RlimitRule {
  scanner.skipBlanks();
  const start = scanner.at;
  if (Object.values(qualifiers).some((value) => value !== false && value !== undefined))
    scanner.fail('a limit cannot have audit, deny, allow, owner or priority');
  const [, name = '', value = '', unit = ''] =
    scanner.match(LIMIT) ?? scanner.fail(`a limit must be "set rlimit nofile <= 1024,", got ${scanner.shown}`);
  scanner.skipSpace();
  scanner.expect(',', 'a limit');
  // the parser accepts both names
  const limit = (name === 'ofile' ? 'nofile' : name) as AppArmorRlimit;
  if (value === 'infinity') return new RlimitRule({ limit, comment });
  return new RlimitRule({ limit, value: amount(scanner, limit, value, unit, start), comment });
}

function amount(scanner: Scanner, limit: AppArmorRlimit, digits: string, unit: string, at: number): number {
  // as strtoll reads it: a number with a leading zero is octal
  const value = /^-?0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  const factor = scale(limit, unit) ?? scanner.fail(`limit ${quote(limit)} cannot have the unit ${quote(unit)}`, at);
  const result = value * factor;
  if (!Number.isInteger(result))
    scanner.fail(`limit ${quote(limit)} must be a whole number of seconds, got ${digits}${unit}`, at);
  return result;
}

function scale(limit: string, unit: string): number | undefined {
  if (unit === '') return 1;
  if (SIZED.includes(limit)) return Object.hasOwn(SIZES, unit) ? SIZES[unit] : undefined;
  const microseconds = Object.hasOwn(TIMES, unit) ? TIMES[unit] : undefined;
  if (limit === 'rttime' || microseconds === undefined) return limit === 'rttime' ? microseconds : undefined;
  return limit === 'cpu' ? microseconds / SECOND : undefined;
}
