import { LARGEST_ID } from '../host/user-id';
import { typeProblem } from '../diagnostics/expected-type';
import { quote } from '../diagnostics/input-error';
import { withoutTrailing } from './trailing';

/*
 * Kubernetes' syntax, as the API server checks it (apimachinery's validation package). Each check returns
 * the problem as it is written in an error, or undefined.
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const QUANTITY = /^([+-]?[0-9.]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$/;
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;

/** Control characters except tab and line breaks. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Characters that control a terminal, that YAML reads as a line break or rejects, or that UTF-8 cannot encode. */
export const UNCARRIED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/** Returns true if YAML can contain a text unchanged, once its C0 controls are escaped. */
export function isCarried(text: string): boolean {
  return !UNCARRIED.test(text);
}

/** Checks a name of at most 63 characters, as containers, volumes and namespaces have. */
export function dnsLabel(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (value.length <= 63 && DNS_LABEL.test(value)) return undefined;
  return `${what} must be at most 63 of the characters a-z, 0-9 and "-", with a letter or digit at both ends, got ${quote(value)}${suggestion(value, toDnsLabel(value))}`;
}

/** Checks a name of at most 253 characters, of labels joined by dots, as most objects have. */
export function dnsSubdomain(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (value.length <= 253 && DNS_SUBDOMAIN.test(value)) return undefined;
  return `${what} must be at most 253 of the characters a-z, 0-9, "-" and ".", with a letter or digit at both ends of each part, got ${quote(value)}${suggestion(value, toDnsLabel(value))}`;
}

/** Checks the key of a label or an annotation: an optional prefix and a name. */
export function labelKey(what: string, key: string): string | undefined {
  const wrong = typeProblem(what, key, 'text');
  if (wrong !== undefined) return wrong;
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = slash < 0 ? key : key.slice(slash + 1);
  const prefixFits = prefix === undefined || (prefix.length <= 253 && DNS_SUBDOMAIN.test(prefix));
  if (prefixFits && name.length <= 63 && QUALIFIED.test(name)) return undefined;
  return `${what} must be a name of at most 63 of the characters A-Z, a-z, 0-9, "-", "_" and ".", with an optional DNS name and "/" before it, got ${quote(key)}`;
}

export function labelValue(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (value === '' || (value.length <= 63 && QUALIFIED.test(value))) return undefined;
  return `${what} must be at most 63 of the characters A-Z, a-z, 0-9, "-", "_" and ".", with a letter or digit at both ends, got ${quote(value)}`;
}

/** Returns the problems of labels, in their keys and values. */
export function labels(what: string, all: Readonly<Record<string, string>>): string[] {
  return Object.entries(all).flatMap(([key, value]) =>
    [labelKey(`${what} key`, key), labelValue(`${what} ${quote(key)}`, value)].filter((p) => p !== undefined),
  );
}

export function portNumber(what: string, value: number): string | undefined {
  if (Number.isInteger(value) && value >= 1 && value <= 65535) return undefined;
  return `${what} must be a whole number from 1 to 65535, got ${quote(value)}`;
}

export function portName(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (value.length <= 15 && DNS_LABEL.test(value) && /[a-z]/.test(value) && !value.includes('--')) return undefined;
  return `${what} must be at most 15 of the characters a-z, 0-9 and "-", with at least one letter, got ${quote(value)}`;
}

/** Checks a user or group id of Linux, in the range that Kubernetes accepts. */
export function unixId(what: string, value: number): string | undefined {
  if (Number.isInteger(value) && value >= 0 && value <= LARGEST_ID) return undefined;
  return `${what} must be a whole number from 0 to ${LARGEST_ID}, got ${quote(value)}`;
}

/** Checks the name of a kernel parameter. */
export function sysctlName(value: string): string | undefined {
  const wrong = typeProblem('kernel parameter', value, 'text');
  if (wrong !== undefined) return wrong;
  const segment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
  if (value.length <= 253 && new RegExp(`^(${segment}[./])*${segment}$`).test(value)) return undefined;
  return `name of a kernel parameter must be of the characters a-z, 0-9, "-", "_" and ".", such as net.core.somaxconn, got ${quote(value)}`;
}

/** Returns true if a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date reads the 31st of June as the 1st of July
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Checks a quantity of a resource, such as `100m`, `64Mi` or `2`; never negative. */
export function quantity(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  const number = QUANTITY.exec(value)?.[1];
  if (number !== undefined && /^\+?(\d+(\.\d*)?|\.\d+)$/.test(number)) return undefined;
  return `${what} must be a quantity such as "100m", "64Mi" or "2", got ${quote(value)}`;
}

export function envName(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (ENV_NAME.test(value) && value !== '.' && !value.startsWith('..')) return undefined;
  return `${what} must be of the characters A-Z, a-z, 0-9, "_", "-" and ".", and must not begin with a digit, got ${quote(value)}`;
}

/** Checks a key of a ConfigMap or Secret: a plain file name. */
export function configKey(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (value.length <= 253 && CONFIG_KEY.test(value) && value !== '.' && !value.startsWith('..')) return undefined;
  return `${what} must be at most 253 of the characters A-Z, a-z, 0-9, "-", "_" and ".", got ${quote(value)}`;
}

/** Checks an absolute path in a container, in the kernel's form: without `.`, `..`, a double slash or a slash at its end. */
export function absolutePath(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  const canonical =
    value.startsWith('/') &&
    value !== '/' &&
    !value.endsWith('/') &&
    !value
      .split('/')
      .slice(1)
      .some((part) => part === '' || part === '.' || part === '..');
  if (canonical && !CONTROL.test(value) && !/[:\n\r\t]/.test(value)) return undefined;
  return `${what} must be an absolute path below "/" without ".", "..", "//", ":" or a "/" at its end, got ${quote(value)}`;
}

/** Checks that YAML, the API server and a terminal all keep a text unchanged. */
export function plainText(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (!CONTROL.test(value) && isCarried(value)) return undefined;
  return `${what} must not contain control characters, got ${quote(value)}: put binary data into a Secret or an image`;
}

const CRON_FIELDS: ReadonlyArray<readonly [name: string, low: number, high: number, names: string]> = [
  ['minute', 0, 59, ''],
  ['hour', 0, 23, ''],
  ['day of month', 1, 31, ''],
  ['month', 1, 12, 'jan feb mar apr may jun jul aug sep oct nov dec'],
  ['day of week', 0, 6, 'sun mon tue wed thu fri sat'],
];

/** Checks a schedule: cron's five fields, or a name that Kubernetes knows. */
export function cronSchedule(what: string, value: string): string | undefined {
  const wrong = typeProblem(what, value, 'text');
  if (wrong !== undefined) return wrong;
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(value)) return undefined;
  const fields = value.trim().split(/\s+/);
  const bad = CRON_FIELDS.find(
    ([, low, high, names], i) =>
      !(fields[i] ?? '').split(',').every((part) => cronPart(part, low, high, names.split(' '))),
  );
  if (fields.length === 5 && bad === undefined) return undefined;
  const where = fields.length === 5 && bad ? ` (its ${bad[0]})` : '';
  return `${what} must be cron's five fields, such as "0 3 * * *", or a name such as "@daily", got ${quote(value)}${where}`;
}

function cronPart(part: string, low: number, high: number, names: ReadonlyArray<string>): boolean {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  if (step !== undefined && Number(step) < 1) return false;
  if (range === '*' || range === '?') return true;
  const ends = range
    .split('-')
    .map((end) =>
      names.includes(end.toLowerCase()) && end !== ''
        ? names.indexOf(end.toLowerCase()) + low
        : /^\d+$/.test(end)
          ? Number(end)
          : Number.NaN,
    );
  return ends.length <= 2 && ends.every((end) => end >= low && end <= high) && (ends[0] ?? 0) <= (ends[1] ?? high);
}

/** Returns a text as a label of DNS. Empty if no letter and no digit is in it. */
export function toDnsLabel(value: string): string {
  const words = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return withoutTrailing(words.slice(0, 63), '-');
}

function suggestion(value: string, better: string): string {
  return better !== '' && better !== value ? `: write ${quote(better)}` : '';
}
