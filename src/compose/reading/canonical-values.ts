import { quote } from '../../diagnostics/input-error';
import { isObject, type JsonObject } from '../../kubernetes/manifest';
import { scalarText } from './merging/values';
import type { Origins } from './origins';
import { bytes, milliseconds } from './short-forms/amounts';
import { commandWords } from './short-forms/command-words';
import { FormError } from './short-forms/form-error';
import { BOOLEAN, FILE_MASK, INTEGER, NUMBER } from './type-casts';

/** Returns the canonical value of a key. @throws {@link FormError} if the value has none of the forms of its key */
export type Value = (value: unknown, origins: Origins) => unknown;

export const boolean: Value = (value) => cast(value, BOOLEAN.value, BOOLEAN.type);
export const integer: Value = (value) => {
  const typed = cast(value, INTEGER.value, INTEGER.type);
  return typeof typed === 'number' ? Math.trunc(typed) : typed;
};
export const number: Value = (value) => cast(value, NUMBER.value, NUMBER.type);
export const text: Value = (value) => textOf(value);
export const texts: Value = (value) => (Array.isArray(value) ? value : [value]).map(textOf);
export const size: Value = (value) => bytes(scalarText(value));
export const duration: Value = (value) => milliseconds(String(value));
export const words: Value = (value) => (typeof value === 'string' ? commandWords(value) : value);

function cast(value: unknown, of: (text: string) => unknown, type: string): unknown {
  if (typeof value !== 'string') return value;
  const typed = of(value);
  if (typed === undefined) throw new FormError(`is ${quote(value)}; must be ${type}`);
  return typed;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : scalarText(value);
}

/** Returns a mapping for a list of `NAME=VALUE`, or for a mapping: its values are changed by a function. */
function pairs(value: unknown, origins: Origins, each: (value: unknown) => string | null): JsonObject {
  const found: [string, string | null][] = [];
  const from: (string | number)[] = [];
  if (isObject(value))
    for (const [key, entry] of Object.entries(value)) {
      found.push([key, each(entry)]);
      from.push(key);
    }
  for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) {
    const item = textOf(entry);
    const at = item.indexOf('=');
    found.push([at < 0 ? item : item.slice(0, at), each(at < 0 ? undefined : item.slice(at + 1))]);
    from.push(index);
  }
  const mapping = Object.fromEntries(found);
  if (typeof value === 'object' && value !== null)
    for (const [index, [key]] of found.entries()) origins.move(value, from[index] ?? '', mapping, key);
  return mapping;
}

export const labels: Value = (value, origins) => pairs(value, origins, textOf);

export const variables: Value = (value, origins) => {
  const found = pairs(value, origins, (each) => (each === null || each === undefined ? null : textOf(each)));
  const spaced = Array.isArray(value) ? Object.keys(found).find((name) => /\s$/.test(name)) : undefined;
  if (spaced !== undefined) throw new FormError(`has the name ${quote(spaced)}, which ends with a space`);
  return found;
};

export const hosts: Value = (value, origins) => {
  const found = new Map<string, string[]>();
  const mapping: JsonObject = {};
  const add = (host: string, ips: ReadonlyArray<string>, key: string | number): void => {
    if (host === '' || /[:=]/.test(host))
      throw new FormError(`has the host name ${quote(host)}; must be a name without : and =`);
    found.set(host, [...(found.get(host) ?? []), ...ips.map((ip) => ip.replace(/^\[(.+)\]$/, '$1'))]);
    origins.move(value as object, key, mapping, host);
  };
  if (isObject(value))
    for (const [host, ips] of Object.entries(value))
      add(host, Array.isArray(ips) ? ips.map(textOf) : [textOf(ips)], host);
  for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) add(...hostOf(textOf(entry)), index);
  return Object.assign(mapping, Object.fromEntries(found));
};

function hostOf(entry: string): [string, string[]] {
  const at = entry.includes('=') ? entry.indexOf('=') : entry.indexOf(':');
  if (at < 0) throw new FormError(`has the item ${quote(entry)}; must be HOST=ADDRESS`);
  return [entry.slice(0, at), entry.slice(at + 1).split(',')];
}

export const links: Value = (value) =>
  (Array.isArray(value) ? value : []).map((entry) => {
    const [service = '', alias = service] = textOf(entry).split(':');
    return { service, alias };
  });

export const ulimit: Value = (value, origins) =>
  isObject(value) ? value : { soft: integer(value, origins), hard: integer(value, origins) };

export const healthTest: Value = (value) => (typeof value === 'string' ? ['CMD-SHELL', value] : value);

export const fileMode: Value = (value) => {
  if (typeof value !== 'string') return value;
  if (!/^[0-7]{1,11}$/.test(value)) throw new FormError(`is ${quote(value)}; must be an octal number, such as 0440`);
  return parseInt(value, 8);
};

export const published: Value = (value) => {
  const port = textOf(value);
  if (!/^[0-9]*(?:-[0-9]+)?$/.test(port))
    throw new FormError(`is ${quote(value)}; must be a port, or a range such as 8000-8010`);
  return port === '' ? undefined : port;
};

export const protocol: Value = (value) => {
  const name = textOf(value).toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(name)) throw new FormError(`is ${quote(value)}; must be tcp, udp or sctp`);
  return name;
};

/** Target of a secret, which is in `/run/secrets` unless it is absolute. */
export const targetOfSecret: Value = (value) => {
  const path = textOf(value);
  return path.startsWith('/') ? path : `/run/secrets/${path}`;
};

/** Target of a config, which is at the root unless it is absolute. */
export const targetOfConfig: Value = (value) => {
  const path = textOf(value);
  return path.startsWith('/') ? path : `/${path}`;
};

export const deviceCount: Value = (value) => {
  if (typeof value !== 'string') return value;
  if (value.toLowerCase() === 'all') return 'all';
  return cast(value, INTEGER.value, 'all, or an integer');
};

export const portNumber: Value = (value) => {
  const port = cast(value, INTEGER.value, INTEGER.type);
  if (typeof port !== 'number' || port < 0 || port > 65535)
    throw new FormError(`is ${quote(value)}; must be a port from 0 to 65535`);
  return port;
};

export const fileMask: Value = (value) => cast(value, FILE_MASK.value, FILE_MASK.type);
