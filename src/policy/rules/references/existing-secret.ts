import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The Secrets that a pod needs are there. */
export const existingSecret = rule({
  id: 'existing-secret',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every Secret that a pod needs is among the manifests that bring such',
  severity: Severity.MEDIUM,
  rationale: 'A pod does not start without a Secret that it needs, and on a gateway nobody is there to see it wait.',
  fix: 'bring the Secret with the others, correct its name, or set optional: true where the app can do without',
  check,
  examples: {
    good: [exampleSet(pod(), object('sensor')), pod()],
    bad: [
      exampleSet(pod(), object('senser')),
      exampleSet(examplePod({ spec: 'imagePullSecrets: [{name: registry}]' }), object('sensor')),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  // Secrets should not stand in git: where none does, they come another way
  if (!bringsOthers(pod, 'Secret')) return [];
  return missingReferences(pod, 'Secret')
    .filter(({ name }) => !isMade(pod, name))
    .map(({ name, path, container }) => ({
      path,
      ...(container !== undefined && { container }),
      message: `no Secret among the manifests has the name ${quote(name)}, though they bring others`,
    }));
}

/** Kinds whose objects become a Secret of the same name. */
const MAKERS = ['ExternalSecret', 'SealedSecret', 'Certificate', 'InfisicalSecret', 'VaultStaticSecret'];

function isMade({ object }: PodSubject, name: string): boolean {
  return possibleNamespaces(object.namespace).some((namespace) =>
    MAKERS.some((kind) => object.manifests.find(kind, name, namespace) !== undefined),
  );
}

function object(name: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: edge}
immutable: true
`;
}

function pod(): string {
  return examplePod({ spec: 'volumes: [{name: key, secret: {secretName: sensor}}]' });
}
