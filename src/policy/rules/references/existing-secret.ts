import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { bringsOthers, missingReferences } from './missing-reference';
import type { PodSubject } from '../../subject/pod-subject';
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
    good: [exampleSet(pod(), object('sensor')), pod(), exampleSet(pod(), object('other'), certificate())],
    bad: [
      exampleSet(pod(), object('senser')),
      exampleSet(examplePod({ spec: 'imagePullSecrets: [{name: registry}]' }), object('sensor')),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  // Secrets should not be in Git: if the manifests contain none, the Secrets come from elsewhere
  if (!bringsOthers(pod, 'Secret')) return [];
  return missingReferences(pod, 'Secret').map(({ name, path, container }) => ({
    path,
    container,
    message: `no Secret among the manifests has the name ${quote(name)}, although they contain others`,
  }));
}

function object(name: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: edge}
immutable: true
`;
}

/** Returns a Certificate, whose Secret has another name. */
function certificate(): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: serving, namespace: edge}
spec: {secretName: sensor, dnsNames: [sensor.example], issuerRef: {name: own}}
`;
}

function pod(): string {
  return examplePod({ spec: 'volumes: [{name: key, secret: {secretName: sensor}}]' });
}
