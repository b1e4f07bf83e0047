import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import { Severity } from '../../severity';
import { cidrHolds } from '../cidr';
import { nist } from '../frameworks/nist-800-190';
import { isNative } from '../native-kind';
import type { ObjectSubject } from '../object-subject';
import { ObjectRule } from '../rule';
import type { Violation } from '../violation';

/** Where clouds answer instances about themselves, credentials among it. */
const METADATA = ['169.254.169.254', 'fd00:ec2::254'];

const example = (egress: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: sensor, namespace: edge}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - ${egress}
`;

/** No network policy lets pods reach the metadata service of a cloud. */
export class NoMetadataEgress extends ObjectRule {
  constructor() {
    super({
      id: 'no-metadata-egress',
      title: 'No pod may reach the metadata service of a cloud',
      severity: Severity.MEDIUM,
      rationale:
        "An app that is taken over asks that address for the node's own credentials. Whoever opens a wide range of addresses rarely means that one.",
      fix: 'to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]',
      references: ['https://attack.mitre.org/techniques/T1552/005/'],
      controls: nist('4.4.2'),
      examples: {
        good: [
          example('to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16]}}]'),
          example('to: [{ipBlock: {cidr: 203.0.113.0/24}}]'),
          example('ports: [{port: 53, protocol: UDP}]'),
        ],
        bad: [
          example('to: [{ipBlock: {cidr: 0.0.0.0/0}}]'),
          example('to: [{ipBlock: {cidr: "::/0"}}]'),
          example('ports: [{port: 80}]'),
        ],
      },
    });
  }

  public check(object: ObjectSubject): Violation[] {
    if (!isNative(object, 'NetworkPolicy')) return [];
    return object.listAt('spec', 'egress').flatMap((rule, i) => {
      if (!isObject(rule) || !listAt(rule, 'ports').every(isObject) || !opensHttp(rule)) return [];
      return openPeers(rule, `/spec/egress/${i}`);
    });
  }
}

function openPeers(rule: JsonObject, path: string): Violation[] {
  const peers = listAt(rule, 'to');
  if (peers.length === 0)
    return [{ path: `${path}/to`, message: `to is not set: every address may be reached, ${METADATA[0]} too` }];
  return peers.flatMap((peer, i) => {
    const block = isObject(peer) ? objectAt(peer, 'ipBlock') : {};
    const cidr = stringAt(block, 'cidr');
    if (cidr === undefined) return [];
    const except = listAt(block, 'except').filter((each) => typeof each === 'string');
    return METADATA.filter((at) => cidrHolds(cidr, at) && !except.some((each) => cidrHolds(each, at))).map((at) => ({
      path: `${path}/to/${i}/ipBlock`,
      message: `${cidr} holds ${at}, where a cloud gives away the credentials of the node`,
      fix: `add ${at}/${at.includes(':') ? 128 : 32} to except`,
    }));
  });
}

/** Whether a rule opens TCP port 80, on which the metadata service answers. A port by name is that of a pod. */
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
