import { BlockList, isIP } from 'node:net';
import { typeProblem } from '../diagnostics/expected-type';
import { quote } from '../diagnostics/input-error';

/** Parts of an address range in CIDR notation. */
interface Range {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  /** Number of leading bits that all addresses of the range share. */
  readonly prefix: number;
}

/** Returns the CIDR notation of a single address. */
export function singleAddress(address: string): string {
  return `${address}/${isIP(address) === 4 ? 32 : 128}`;
}

/** Returns true if a range such as `10.0.0.0/8` contains another range or an address. Returns false if one of the two texts is invalid. */
export function rangeContains(outer: string, inner: string): boolean {
  const [o, i] = [rangeOf(outer), rangeOf(inner.includes('/') ? inner : singleAddress(inner))];
  if (!o || !i || o.family !== i.family || i.prefix < o.prefix) return false;
  return listOf(o).check(i.address, i.family);
}

/** Returns the problem of a text that is not a CIDR, or has host bits that are not zero, which newer API servers reject. */
export function cidrProblem(cidr: string): string | undefined {
  const wrong = typeProblem('address range', cidr, 'text');
  if (wrong !== undefined) return wrong;
  const range = rangeOf(cidr);
  if (range === undefined) {
    const fix = isIP(cidr) === 0 ? '' : `: write ${quote(singleAddress(cidr))} for a single address`;
    return `address range must be a CIDR such as "10.0.0.0/8", got ${quote(cidr)}${fix}`;
  }
  if (range.family === 'ipv6' && listOf(IPV4_MAPPED).check(range.address, 'ipv6'))
    return `address range must not be IPv4 written as IPv6, got ${quote(cidr)}: write it as IPv4`;
  const hasHostBits = /1/.test(bitsOf(range).slice(range.prefix));
  return hasHostBits ? `address range must have no bits set after its prefix, got ${quote(cidr)}` : undefined;
}

const IPV4_MAPPED: Range = { address: '::ffff:0:0', family: 'ipv6', prefix: 96 };

function rangeOf(cidr: string): Range | undefined {
  const [, address = '', length = ''] = /^([0-9a-fA-F:.]+)\/(0|[1-9][0-9]{0,2})$/.exec(cidr) ?? [];
  const [version, prefix] = [isIP(address), Number(length)];
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, family: version === 4 ? 'ipv4' : 'ipv6', prefix };
}

function listOf({ address, prefix, family }: Range): BlockList {
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list;
}

/** Returns an address as 32 or 128 binary digits. */
function bitsOf({ address, family }: Range): string {
  if (family === 'ipv4') return digits(address.split('.').map(Number), 8);
  // the URL standard writes every IPv6 address in hexadecimal groups, without dots
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return digits(
    [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16)),
    16,
  );
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function digits(numbers: ReadonlyArray<number>, width: number): string {
  return numbers.map((each) => each.toString(2).padStart(width, '0')).join('');
}
