import { isolationRule } from './isolation-rule';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';

/** Checks that a network policy limits the egress of every pod. */
export const egressIsolation = isolationRule({
  id: 'egress-isolation',
  direction: 'Egress',
  title: 'A network policy limits the egress of every pod',
  severity: Severity.MEDIUM,
  rationale:
    'An attacker in a pod that no policy selects can send data anywhere, scan the network, and request credentials from the metadata service. Policies in other files are not seen, so check files that belong together in one run.',
  fix: 'add a NetworkPolicy with an empty podSelector and policyTypes [Ingress, Egress], and one policy for each allowed flow',
  controls: [...nist('4.4.2'), ...cis('5.3.2'), ...nsa('C-0030', 'C-0054')],
});
