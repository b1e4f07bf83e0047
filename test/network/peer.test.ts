import * as fc from 'fast-check';
import { InputError } from '../../src/diagnostics/input-error';
import { Peer } from '../../src/network/peer';

const METADATA = [
  '100.100.100.200',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::23',
  'fd00:ec2::254',
  'fd20:ce::254',
];

const blockOf = (cidr: string): any => Peer.cidr(cidr)._render()[0]!['ipBlock'];

/** Returns an address as a text of 32 or 128 bits, read group by group. */
function bitsOf(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((n) => Number(n).toString(2).padStart(8, '0'))
      .join('');
  const [head, tail] = address.split('::');
  const groups = (text = ''): string[] => text.split(':').filter((g) => g !== '');
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  const all = tail === undefined ? groups(head) : [...groups(head), ...zeros, ...groups(tail)];
  return all.map((g) => parseInt(g, 16).toString(2).padStart(16, '0')).join('');
}

/** Returns true if a range contains an address, by comparing the bits of both. */
function holds(cidr: string, address: string): boolean {
  const [network = '', prefix] = cidr.split('/');
  const [a, b] = [bitsOf(network), bitsOf(address)];
  return a.length === b.length && a.slice(0, Number(prefix)) === b.slice(0, Number(prefix));
}

function masked(address: string, prefix: number): string {
  const bits = bitsOf(address);
  const kept = bits.slice(0, prefix).padEnd(bits.length, '0');
  const group = (size: number): string[] => kept.match(new RegExp(`.{${size}}`, 'g')) ?? [];
  return bits.length === 32
    ? group(8)
        .map((g) => parseInt(g, 2))
        .join('.')
    : group(16)
        .map((g) => parseInt(g, 2).toString(16))
        .join(':');
}

const v4 = fc.oneof(
  fc.ipV4(),
  fc.constant(METADATA[0]!),
  fc.nat(65535).map((n) => `169.254.${n >> 8}.${n & 255}`),
);
const v6 = fc
  .oneof(
    fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }).map((g) => g.map((n) => n.toString(16)).join(':')),
    fc.constant('fd00:ec2:0:0:0:0:0:254'),
    fc.nat(0xffff).map((n) => `fd00:ec2:0:0:0:0:0:${n.toString(16)}`),
  )
  // IPv4 in disguise is rejected
  .filter((address) => !address.startsWith('0:0:0:0:0:ffff:'));
const cidr = fc.oneof(
  fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([a, p]) => `${masked(a, p)}/${p}`),
  fc.tuple(v6, fc.integer({ min: 0, max: 128 })).map(([a, p]) => `${masked(a, p)}/${p}`),
);

describe('a range of addresses', () => {
  test('leaves out exactly the metadata addresses that it contains', () => {
    fc.assert(
      fc.property(cidr, (range) => {
        const held = METADATA.filter((address) => holds(range, address));
        if (range.endsWith(range.includes(':') ? '/128' : '/32') && held.length > 0) {
          expect(() => Peer.cidr(range)).toThrow(/must not be a cloud's metadata address/);
          return;
        }
        expect(blockOf(range)).toEqual({
          cidr: range,
          ...(held.length > 0 && { except: held.map((a) => `${a}/${a.includes(':') ? 128 : 32}`) }),
        });
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test('is rejected if it has bits after its prefix', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), fc.nat(128), (address, n) => {
        const prefix = n % (bitsOf(address).length + 1);
        const clean = bitsOf(masked(address, prefix)) === bitsOf(address);
        fc.pre(!clean);
        expect(() => Peer.cidr(`${address}/${prefix}`)).toThrow(/must have no bits set after its prefix, got "/);
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  test.each([
    [
      '0.0.0.0/0',
      ['100.100.100.200/32', '168.63.129.16/32', '169.254.169.254/32', '169.254.170.2/32', '169.254.170.23/32'],
    ],
    ['169.254.0.0/16', ['169.254.169.254/32', '169.254.170.2/32', '169.254.170.23/32']],
    ['169.254.169.254/31', ['169.254.169.254/32']],
    ['::/0', ['fd00:ec2::23/128', 'fd00:ec2::254/128', 'fd20:ce::254/128']],
    ['fd00::/8', ['fd00:ec2::23/128', 'fd00:ec2::254/128', 'fd20:ce::254/128']],
    ['FD00:EC2:0::/48', ['fd00:ec2::23/128', 'fd00:ec2::254/128']],
    ['10.0.0.0/8', undefined],
    ['169.254.169.252/31', undefined],
    ['fd00:ec2::/128', undefined],
    ['2001:db8::/32', undefined],
  ])('%s leaves out %j', (range, except) => {
    expect(blockOf(range).except).toEqual(except);
  });

  test.each(['169.254.169.254/32', 'fd00:ec2::254/128', 'fd00:0ec2:0:0:0:0:0:0254/128', 'fd00:ec2::0.0.2.84/128'])(
    'is rejected if it is a metadata address: %s',
    (range) => {
      expect(() => Peer.cidr(range)).toThrow(
        `Peer.cidr: address range must not be a cloud's metadata address, which hands out the machine's credentials, got "${range}"`,
      );
    },
  );

  test.each(['::ffff:0.0.0.0/96', '::ffff:169.254.169.254/128', '::ffff:a00:0/104'])(
    'is rejected if it is IPv4 written as IPv6: %s',
    (range) => {
      expect(() => Peer.cidr(range)).toThrow(/must not be IPv4 written as IPv6, got ".*": write it as IPv4/);
    },
  );

  test.each([
    ['10.0.0.1', ': write "10.0.0.1/32" for a single address'],
    ['2001:db8::1', ': write "2001:db8::1/128" for a single address'],
    ['10.0.0.0/33', ''],
    ['2001:db8::/129', ''],
    ['10.0.0.0/08', ''],
    ['010.0.0.0/8', ''],
    ['10.0.0/8', ''],
    ['10.0.0.0/-1', ''],
    ['10.0.0.0/8 ', ''],
    ['fe80::%eth0/64', ''],
    ['1:2:3:4:5:6:7:8:9/64', ''],
    ['1::2::3/64', ''],
    ['example.org/8', ''],
    ['', ''],
  ])('is rejected as %j', (range, fix) => {
    expect(() => Peer.cidr(range)).toThrow(
      `Peer.cidr: address range must be a CIDR such as "10.0.0.0/8", got ${JSON.stringify(range)}${fix}`,
    );
  });

  test('is rejected or written unchanged, for any text', () => {
    const part = fc.constantFrom('::', ':', '.', '/', '0', '1', '255', 'ff', '169.254.169.254', '32', '128', '%', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part).map((p) => p.join('')),
          fc.string(),
        ),
        (text) => {
          try {
            expect(blockOf(text).cidr).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 2000, seed: 3 },
    );
  });
});

describe('a peer', () => {
  test.each([
    [
      () => Peer.pods({}),
      'Peer.pods: labels of pods must not be empty: use Peer.namespace to select every pod of a namespace',
    ],
    [() => Peer.pods({ 'a b': 'c' }), /^Peer\.pods: label key must be a name .* got "a b"$/],
    [
      () => Peer.pods({ a: 'b' }, { namespace: 'A' }),
      /^Peer\.pods: namespace must be at most 63 .*, got "A": write "a"$/,
    ],
    [() => Peer.namespace('a.b'), /^Peer\.namespace: namespace must be at most 63 .*, got "a\.b": write "a-b"$/],
    [() => Peer.namespacesLabelled({}), 'Peer.namespacesLabelled: labels of namespaces must not be empty'],
    [() => Peer.namespacesLabelled({ a: '-' }), /^Peer\.namespacesLabelled: label "a" must be at most 63 .*, got "-"$/],
  ])('is rejected if it is empty or invalid: case %#', (make, message) => {
    expect(make).toThrow(message);
  });
});

test('the same namespace is every pod of it', () => {
  expect(Peer.sameNamespace()._render()).toEqual([{ podSelector: {} }]);
});

test('public addresses have neither private nor metadata addresses', () => {
  expect(Peer.publicAddresses()._render()).toEqual([
    {
      ipBlock: {
        cidr: '0.0.0.0/0',
        except: [
          '10.0.0.0/8',
          '172.16.0.0/12',
          '192.168.0.0/16',
          '100.64.0.0/10',
          '169.254.0.0/16',
          '168.63.129.16/32',
        ],
      },
    },
    { ipBlock: { cidr: '2000::/3' } },
  ]);
});
