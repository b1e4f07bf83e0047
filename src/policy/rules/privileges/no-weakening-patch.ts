import { Severity } from '../../../diagnostics/severity';
import { rule } from '../../built-in-rule';
import { weaknessesOf } from '../../extract/patch-weaknesses';
import { nist } from '../../frameworks/nist-800-190';
import type { ObjectSubject } from '../../subject/object-subject';
import { Topic } from '../../topic';
import type { Violation } from '../../violation';

/** Checks that no patch in an object weakens the objects that it changes. */
export const noWeakeningPatch = rule({
  id: 'no-weakening-patch',
  topic: Topic.PRIVILEGES,
  scope: 'object',
  title: 'No patch weakens the objects that it changes',
  severity: Severity.HIGH,
  rationale:
    'Flux, Argo CD and other engines apply patches after the manifests were checked. A patch with a weak value turns a hardened pod into a weak one, and no check of the manifests sees it.',
  fix: 'remove the value from the patch, or write it into the manifest and acknowledge the finding there',
  references: ['https://fluxcd.io/flux/components/kustomize/kustomizations/#patches'],
  controls: nist('4.4.3'),
  check,
  examples: {
    good: [example('spec:\n          replicas: 3')],
    bad: [
      example('spec: {template: {spec: {containers: [{name: main, securityContext: {privileged: true}}]}}}'),
      example('spec: {template: {spec: {hostNetwork: true}}}'),
      example('- {op: remove, path: /spec/template/spec/containers/0/securityContext}'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  const patches = object._found.shapes?.patches ?? [];
  return patches.flatMap((patch) =>
    weaknessesOf(patch).map(({ path, target, message }) => ({
      path,
      value: target,
      message: `the patch ${message}`,
    })),
  );
}

function example(patch: string): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: sensor, namespace: edge}
spec:
  interval: 1h
  prune: true
  sourceRef: {kind: OCIRepository, name: sensor}
  patches:
    - target: {kind: Deployment}
      patch: |
        ${patch}
`;
}
