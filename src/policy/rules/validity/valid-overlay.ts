import { Severity } from '../../../diagnostics/severity';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that what an edge engine lays over a template applies to it. */
export const validOverlay = rule({
  id: 'valid-overlay',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'Every overlay for a pool or group of nodes applies to its template',
  severity: Severity.MEDIUM,
  rationale:
    'An engine that cannot apply an overlay does not update the workload of that pool or group of nodes, which then keeps an old version or never starts. Often a path or the name of a container is misspelled.',
  fix: 'correct the path or the name in the overlay, or remove the part that does not apply',
  check,
  examples: {
    good: [yurtAppSet('/spec/template/spec/hostNetwork', 'remove'), yurtAppSet('/spec/template/spec/dnsPolicy', 'add')],
    bad: [
      yurtAppSet('/spec/template/spec/hostPID', 'remove'),
      yurtAppSet('/spec/template/spec/containers/1/image', 'replace'),
      edgeApplication('senser'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  return [...object.manifests._renderings.faultsOf(object)].map(({ path, message }) => ({
    path,
    message,
    value: path,
  }));
}

function yurtAppSet(path: string, operation: string): string {
  return `
apiVersion: apps.openyurt.io/v1beta1
kind: YurtAppSet
metadata: {name: sensor, namespace: edge}
spec:
  pools: [north]
  workload:
    workloadTemplate:
      deploymentTemplate:
        spec:
          selector: {matchLabels: {app: sensor}}
          template:
            metadata: {labels: {app: sensor}}
            spec: {hostNetwork: true, containers: [{name: main, image: "registry.example/sensor:1.2.3"}]}
    workloadTweaks:
      - pools: [north]
        tweaks: {patches: [{operation: ${operation}, path: ${path}, value: Default}]}
`;
}

function edgeApplication(container: string): string {
  return `
apiVersion: apps.kubeedge.io/v1alpha1
kind: EdgeApplication
metadata: {name: sensor, namespace: edge}
spec:
  workloadTemplate:
    manifests:
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: sensor, namespace: edge}
        spec:
          selector: {matchLabels: {app: sensor}}
          template:
            metadata: {labels: {app: sensor}}
            spec: {containers: [{name: main, image: "registry.example/sensor:1.2.3"}]}
  workloadScope:
    targetNodeGroups:
      - {name: north, overriders: {argsOverriders: [{containerName: ${container}, operator: add, value: [--debug]}]}}
`;
}
