import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the Secrets of a pod are among the manifests. */
export const existingSecret = rule({
  id: 'existing-secret',
  topic: Topic.REFERENCES,
  scope: 'pod',
  title: 'Every Secret that a pod needs is among the manifests, if they contain any',
  severity: Severity.MEDIUM,
  rationale:
    'A pod does not start if a Secret that it needs does not exist, and on a gateway nobody notices that it waits.',
  fix: 'add the Secret in the same way as the others, correct its name, or set optional: true if the app can run without it',
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
  // Secrets should not be in Git: if the manifests contain none, the Secrets come from elsewhere
  if (!bringsOthers(pod, 'Secret')) return [];
  return missingReferences(pod, 'Secret')
    .filter(({ name }) => !isMade(pod, name))
    .map(({ name, path, container }) => ({
      path,
      container,
      message: `no Secret among the manifests has the name ${quote(name)}, although they contain others`,
    }));
}

/** Kinds of objects from which an operator creates a Secret of the same name. */
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
