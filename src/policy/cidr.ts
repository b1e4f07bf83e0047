import { isIPv4, isIPv6 } from 'node:net';

/** Whether a range of addresses, such as `10.0.0.0/8`, holds an address. Texts that are neither hold nothing. */
export function cidrHolds(cidr: string, address: string): boolean {
  const [network = '', prefix = ''] = cidr.split('/');
  const bits = bitsOf(network);
  const wanted = bitsOf(address);
  if (bits === undefined || wanted === undefined || bits.length !== wanted.length) return false;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits.length) return false;
  return bits.slice(0, Number(prefix)) === wanted.slice(0, Number(prefix));
}

/** The address as 32 or 128 digits. */
function bitsOf(address: string): string | undefined {
  if (isIPv4(address)) return joined(address.split('.').map(Number), 8);
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const [head = '', tail] = withoutDots(address).split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const gap = tail === undefined ? [] : new Array<number>(8 - before.length - after.length).fill(0);
  return joined([...before, ...gap, ...after], 16);
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** The last four bytes of an IPv6 address may be written as an IPv4 one. */
function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}

function joined(numbers: ReadonlyArray<number>, width: number): string {
  return numbers.map((each) => each.toString(2).padStart(width, '0')).join('');
}
