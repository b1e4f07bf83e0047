import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { rule } from '../../built-in-rule';
import { exampleNetworkPolicy, examplePod, exampleSet } from '../../example';
import type { Rule, RuleProps } from '../../rule';
import { Topic } from '../../topic';
import type { Direction } from '../../extract/unread-policies';
import type { SetViolation } from '../../violation';
import { unisolatedPods, type UnisolatedPod } from './unisolated-pods';

/** Definition of a rule that requires a network policy for each pod. */
interface IsolationRuleDefinition extends RuleProps {
  readonly direction: Direction;
}

/** Makes a rule that finds the pods whose traffic in one direction no network policy limits. */
export function isolationRule({ direction, ...props }: IsolationRuleDefinition): Rule {
  const pod = examplePod({ metadata: 'labels: {app: sensor}' });
  const policy = (policyTypes: Direction, podSelector?: string): string =>
    exampleNetworkPolicy({ policyTypes, podSelector });
  return rule({
    ...props,
    topic: Topic.NETWORK,
    scope: 'set',
    check: (manifests) => unisolatedPods(manifests, direction).map((each) => violationOf(each, direction)),
    examples: {
      good: [exampleSet(pod, policy(direction)), exampleSet(pod, policy(direction, '{matchLabels: {app: sensor}}'))],
      bad: [
        pod,
        exampleSet(pod, policy(direction === 'Ingress' ? 'Egress' : 'Ingress')),
        exampleSet(pod, policy(direction, '{matchLabels: {app: other}}')),
      ],
    },
  });
}

function violationOf({ pod, unread }: UnisolatedPod, direction: Direction): SetViolation {
  const place = { object: pod.object, path: pod.pointerOf('/spec') };
  const traffic = direction.toLowerCase();
  if (unread === undefined)
    return { ...place, message: `no network policy of its namespace selects the pod for ${traffic}` };
  return {
    ...place,
    severity: Severity.LOW,
    message: `only ${unread.kind} ${quote(unread.name)} of ${unread.group} may limit the ${traffic} of the pod, and it is not read`,
    fix: 'check with the tools of the network plugin what the policy allows, or add a NetworkPolicy of networking.k8s.io, which is read',
  };
}
