import type { Rule } from '../../rule';
import { egressIsolation } from './egress-isolation';
import { ingressHost } from './ingress-host';
import { ingressIsolation } from './ingress-isolation';
import { ingressTls } from './ingress-tls';
import { maintainedIngressController } from './maintained-ingress-controller';
import { networkPolicyPeerExists } from './network-policy-peer-exists';
import { networkPolicySelectsPods } from './network-policy-selects-pods';
import { noExposedService } from './no-exposed-service';
import { noHostAliases } from './no-host-aliases';
import { noIngressSnippet } from './no-ingress-snippet';
import { noLowPort } from './no-low-port';
import { noMetadataEgress } from './no-metadata-egress';
import { noServiceLinks } from './no-service-links';
import { noSshPort } from './no-ssh-port';
import { reachableService } from './reachable-service';

/** Rules of the topic network. */
export const NETWORK_RULES: ReadonlyArray<Rule> = [
  egressIsolation,
  ingressHost,
  ingressIsolation,
  ingressTls,
  maintainedIngressController,
  networkPolicyPeerExists,
  networkPolicySelectsPods,
  noExposedService,
  noHostAliases,
  noIngressSnippet,
  noLowPort,
  noMetadataEgress,
  noServiceLinks,
  noSshPort,
  reachableService,
];
