import { isIP } from 'node:net';
import { quote } from '../../../diagnostics/input-error';
import type { PublishedPort } from '../../service-definition';
import { FormError } from './form-error';

const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);

interface PortRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the published ports of a short form, such as `8080:80`, `127.0.0.1:53:53/udp` or `3000-3005`: one for each port of
 * a range.
 *
 * @throws {@link FormError} if the text has another form
 */
export function publishedPorts(text: string): PublishedPort[] {
  const parts = text.split(':');
  const [target = '', protocol = 'tcp'] = (parts.pop() ?? '').split('/');
  const published = parts.pop();
  const ip = addressOf(parts.join(':'), text);
  const name = (protocol === '' ? 'tcp' : protocol).toLowerCase();
  if (!PROTOCOLS.has(name))
    throw new FormError(`is ${quote(text)} with the protocol ${quote(protocol)}; must be tcp, udp or sctp`);
  if (target === '') throw new FormError(`is ${quote(text)}, which has no port of the container`);
  const inside = rangeOf(target, text);
  if (inside.start === 0)
    throw new FormError(`is ${quote(text)} with the port 0 of the container; must be from 1 to 65535`);
  const outside = published === undefined || published === '' ? undefined : rangeOf(published, text);
  const count = inside.end - inside.start;
  if (outside && count > 0 && outside.end - outside.start !== count)
    throw new FormError(
      `is ${quote(text)}, whose ranges differ in length; must be equal, or the container's a single port`,
    );
  const isChoice = outside !== undefined && count === 0 && outside.end > outside.start;
  return Array.from({ length: count + 1 }, (_, index) => ({
    target: inside.start + index,
    ...(outside && { published: isChoice ? `${outside.start}-${outside.end}` : String(outside.start + index) }),
    ...(ip !== '' && { host_ip: ip }),
    protocol: name as PublishedPort['protocol'],
    mode: 'ingress',
  }));
}

function addressOf(given: string, text: string): string {
  const ip = /^\[.*\]$/.test(given) ? given.slice(1, -1) : given;
  if (ip !== '' && (isIP(ip) === 0 || (isIP(ip) === 6 && ip === given)))
    throw new FormError(`is ${quote(text)} with the address ${quote(given)}; must be IPv4, or IPv6 in brackets`);
  return ip;
}

function rangeOf(part: string, text: string): PortRange {
  const [first = '', last = first] = part.split('-');
  const range = { start: portOf(first), end: portOf(last) };
  if (Number.isNaN(range.start) || Number.isNaN(range.end))
    throw new FormError(
      `is ${quote(text)} with the port ${quote(part)}; must be from 0 to 65535, or a range of two ports`,
    );
  if (range.end < range.start)
    throw new FormError(`is ${quote(text)} with the range ${quote(part)}, whose end is before its start`);
  return range;
}

function portOf(text: string): number {
  const port = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65535 ? port : Number.NaN;
}
