import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, pointerStep } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { exampleNetworkPolicy, examplePod, exampleSet } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { LabelSelector } from '../../../kubernetes/label-selector';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import { maySelectMade } from '../../extract/made-objects';
import { hasPods, selectedPods } from '../../extract/selected-pods';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every peer of a network policy selects a pod. */
export const networkPolicyPeerExists = rule({
  id: 'network-policy-peer-exists',
  topic: Topic.NETWORK,
  scope: 'object',
  looksAt: { kinds: ['NetworkPolicy'] },
  title: 'Every peer of a network policy in its own namespace selects a pod',
  severity: Severity.LOW,
  rationale:
    'A peer that selects no pod allows nothing, while its author believes that it does; often a label is misspelled. Anyone who can create a pod with those labels is allowed through.',
  fix: "copy the labels of the peer's pods to its podSelector, or remove the peer",
  controls: nist('4.3.3', '4.4.2'),
  check,
  examples: {
    good: [
      exampleSet(pod(), policy('{podSelector: {matchLabels: {app: sensor}}}')),
      exampleSet(pod(), policy('{podSelector: {}}')),
      exampleSet(pod(), policy('{podSelector: {matchLabels: {app: dns}}, namespaceSelector: {}}')),
      exampleSet(pod(), policy('{ipBlock: {cidr: 192.0.2.0/24}}')),
      policy('{podSelector: {matchLabels: {app: sensor}}}'),
    ],
    bad: [exampleSet(pod(), policy('{podSelector: {matchLabels: {app: senser}}}'))],
  },
});

/** Fields of a network policy that list rules, each with the field of a rule that lists peers. */
const PEERS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

function check(object: ObjectSubject): Violation[] {
  if (!isNative(object, 'NetworkPolicy') || !hasPods(object)) return [];
  return PEERS.flatMap(([rules, peers]) =>
    object.listAt('spec', rules).flatMap((rule, i) =>
      (isObject(rule) ? listAt(rule, peers) : []).flatMap((peer, j) => {
        // pods of other namespaces may be in other manifests
        if (!isObject(peer) || !isObject(peer['podSelector']) || peer['namespaceSelector'] !== undefined) return [];
        const selector = peer['podSelector'];
        if (LabelSelector.parse(selector).selectsAll || selectedPods(object, selector).length > 0) return [];
        if (maySelectMade(object, selector)) return [];
        const path = `/spec/${rules}${pointerStep(i)}/${peers}${pointerStep(j)}/podSelector`;
        return [
          {
            path,
            value: `${rules}: ${JSON.stringify(selector)}`,
            message: `podSelector ${quote(selector)} selects no pod among the manifests of its namespace`,
          },
        ];
      }),
    ),
  );
}

function policy(peer: string): string {
  return exampleNetworkPolicy({ policyTypes: 'Ingress', spec: `ingress: [{from: [${peer}]}]` });
}

function pod(): string {
  return examplePod({ metadata: 'labels: {app: sensor}' });
}
