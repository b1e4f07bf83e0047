import { METADATA_ADDRESSES } from '../../../host/metadata-address';
import { rangeContains, singleAddress } from '../../../host/address-range';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { exampleNetworkPolicy } from '../../example';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that network policies do not open the metadata addresses of clouds. */
export const noMetadataEgress = rule({
  id: 'no-metadata-egress',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['NetworkPolicy'] },
  title: 'Network policies do not open the metadata service of a cloud',
  severity: Severity.MEDIUM,
  rationale:
    "An attacker in a compromised app can request the node's own credentials from that service. A wide range of addresses often includes its address by accident.",
  fix: 'exclude the metadata addresses: to: [{ipBlock: {cidr: 0.0.0.0/0, except: [100.100.100.200/32, 168.63.129.16/32, 169.254.0.0/16]}}]',
  references: ['https://attack.mitre.org/techniques/T1552/005/'],
  controls: nist('4.4.2'),
  check,
  examples: {
    good: [
      example('to: [{ipBlock: {cidr: 0.0.0.0/0, except: [100.100.100.200/32, 168.63.129.16/32, 169.254.0.0/16]}}]'),
      example('to: [{ipBlock: {cidr: 203.0.113.0/24}}]'),
      example('ports: [{port: 53, protocol: UDP}]'),
    ],
    bad: [
      example('to: [{ipBlock: {cidr: 0.0.0.0/0}}]'),
      example('to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16]}}]'),
      example('to: [{ipBlock: {cidr: "::/0"}}]'),
      example('ports: [{port: 80}]'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'NetworkPolicy')) return [];
  return object.listAt('spec', 'egress').flatMap((rule, i) => {
    if (!isObject(rule) || !listAt(rule, 'ports').every(isObject) || !opensHttp(rule)) return [];
    return openPeers(rule, `/spec/egress/${i}`);
  });
}

function openPeers(rule: JsonObject, path: string): Violation[] {
  const peers = listAt(rule, 'to');
  if (peers.length === 0)
    return [
      {
        path: `${path}/to`,
        value: 'every address',
        message: 'to is unset, so the metadata addresses of clouds can be reached; must name peers',
      },
    ];
  return peers.flatMap((peer, i) => {
    const block = isObject(peer) ? objectAt(peer, 'ipBlock') : {};
    const cidr = stringAt(block, 'cidr');
    if (cidr === undefined) return [];
    const except = listAt(block, 'except').filter((each) => typeof each === 'string');
    const open = METADATA_ADDRESSES.filter(
      (address) => rangeContains(cidr, address) && !except.some((each) => rangeContains(each, address)),
    );
    if (open.length === 0) return [];
    return [
      {
        path: `${path}/to/${i}/ipBlock`,
        value: cidr,
        message: `${cidr} contains ${open.join(', ')}, where clouds hand out the credentials of the node`,
        fix: `add to except: ${open.map(singleAddress).join(', ')}`,
      },
    ];
  });
}

/** True if a rule allows TCP port 80, on which the metadata service answers. A port given by name is a port of a pod. */
function opensHttp(rule: JsonObject): boolean {
  const ports = listAt(rule, 'ports').filter(isObject);
  return (
    ports.length === 0 ||
    ports.some((each) => {
      const { protocol = 'TCP', port = null, endPort } = each;
      if (protocol !== 'TCP') return false;
      if (port === null) return true;
      return typeof port === 'number' && port <= 80 && 80 <= (typeof endPort === 'number' ? endPort : port);
    })
  );
}

function example(egress: string): string {
  return exampleNetworkPolicy({ policyTypes: 'Egress', spec: `egress:\n  - ${egress}` });
}
