import { isolationRule } from './isolation-rule';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';

/** Checks that a network policy limits the ingress of every pod. */
export const ingressIsolation = isolationRule({
  id: 'ingress-isolation',
  direction: 'Ingress',
  title: 'A network policy limits the ingress of every pod',
  severity: Severity.MEDIUM,
  rationale:
    "Everything else in the cluster or on the gateway's network can reach every port of a pod that no policy selects. Policies in other files are not seen, so check files that belong together in one run.",
  fix: 'add a NetworkPolicy with an empty podSelector and policyTypes [Ingress, Egress], and one policy for each allowed flow',
  controls: [...nist('4.3.3'), ...cis('5.3.2'), ...nsa('C-0030', 'C-0054')],
});
