import * as fc from 'fast-check';
import { cidrProblem, rangeContains, singleAddress } from '../../src/host/address-range';
import { METADATA_ADDRESSES } from '../../src/host/metadata-address';
import { Peer } from '../../src/network/peer';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { PolicyEngine } from '../../src/policy/engine';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';

const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join('.'));

test.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['::/0', 'fd00:ec2::254', true],
  ['fd00:ec2::/32', 'fd00:ec2::254', true],
  ['fd00:ec2::/32', 'fd20:ce::254', false],
  ['0.0.0.0/0', 'fd00::1', false],
  ['::/0', '10.0.0.1', false],
  ['::ffff:0:0/96', '10.0.0.1', false],
  ['0.0.0.0/33', '10.0.0.1', false],
  ['x/0', '10.0.0.1', false],
  ['10.0.0.0/8', 'x', false],
  ['fe80::%eth0/64', 'fe80::1', false],
])('that %s contains %s is %s', (outer, inner, expected) => {
  expect(rangeContains(outer, inner)).toBe(expected);
});

test('an address is in the range of each of its prefixes', () => {
  fc.assert(
    fc.property(v4, fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      expect(rangeContains(`${address}/${prefix}`, address)).toBe(true);
    }),
  );
});

test.each([
  ['10.0.0.0/8', undefined],
  ['0.0.0.0/0', undefined],
  ['::/0', undefined],
  ['2001:db8::/32', undefined],
  ['2001:db8::1.2.3.4/128', undefined],
  ['10.0.0.1/8', 'no bits set after its prefix'],
  ['2001:db8::1/64', 'no bits set after its prefix'],
  ['::1.2.3.4/96', 'no bits set after its prefix'],
  ['::ffff:10.0.0.0/104', 'IPv4 written as IPv6'],
  ['10.0.0.1', 'write "10.0.0.1/32"'],
  ['fd00::1', 'write "fd00::1/128"'],
  ['10.0.0.0/08', 'must be a CIDR'],
])('the problem of %s is %s', (cidr, problem) => {
  if (problem === undefined) expect(cidrProblem(cidr)).toBeUndefined();
  else expect(cidrProblem(cidr)).toContain(problem);
});

describe.each([...METADATA_ADDRESSES])('the metadata address %s', (address) => {
  test('is rejected as a peer', () => {
    expect(() => Peer.cidr(singleAddress(address))).toThrow('metadata address');
  });

  test('is excluded from a wider peer', () => {
    const [{ ipBlock }] = Peer.cidr(address.includes(':') ? '::/0' : '0.0.0.0/0')._render() as [
      { ipBlock: { except: string[] } },
    ];
    expect(ipBlock.except).toContain(singleAddress(address));
  });

  test('is found by the rule if a policy allows it', () => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'p', namespace: 'n' },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: singleAddress(address) } }] }],
      },
    };
    const { findings } = new PolicyEngine({ packs: [BuiltInPacks.edge()] }).check([
      new ManifestDocument({ value: policy }),
    ]);
    expect(findings.filter(({ rule }) => rule === 'no-metadata-egress')).toHaveLength(1);
  });
});
