import { rule } from '../../built-in-rule';
import { exampleNetworkPolicy, examplePod, exampleSet } from '../../example';
import type { Rule, RuleProps } from '../../rule';
import { Topic } from '../../topic';
import { unisolatedPods, type Direction } from './unisolated-pods';

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
    check: (manifests) =>
      unisolatedPods(manifests, direction).map((each) => ({
        object: each.object,
        path: each.pointerOf('/spec'),
        message: `no network policy of its namespace selects the pod for ${direction.toLowerCase()}`,
      })),
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
