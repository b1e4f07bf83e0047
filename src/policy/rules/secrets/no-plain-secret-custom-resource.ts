import { secretsInCustomResource } from '../../../kubernetes/secrets/custom-resource-secrets';
import { Severity } from '../../../diagnostics/severity';
import { rule } from '../../built-in-rule';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { ObjectSubject } from '../../subject/object-subject';
import { Topic } from '../../topic';
import type { Violation } from '../../violation';
import { secretViolations } from './secret-violation';

/** Checks that no custom resource contains a secret. */
export const noPlainSecretCustomResource = rule({
  id: 'no-plain-secret-custom-resource',
  topic: Topic.SECRETS,
  scope: 'object',
  title: 'No custom resource contains a secret',
  severity: Severity.HIGH,
  rationale:
    'More people can read custom resources than Secrets, and the manifest is in Git and in every copy of it, so the secret is exposed.',
  fix: 'let the resource point to a Secret that is not in Git, and replace the secret with a new one, because this one is exposed',
  controls: [...nist('4.1.4'), ...cis('5.4.1'), ...nsa('C-0012')],
  check,
  examples: {
    good: [
      release('valuesFrom: [{kind: Secret, name: sensor-values}]\n  values: {auth: {existingSecret: sensor-login}}'),
      release('values: {auth: {password: "${PASSWORD}", tokenTtl: 24h}}'),
    ],
    bad: [
      release('values: {auth: {password: hunter2}}'),
      release('values: {env: [{name: DB_PASSWORD, value: hunter2}]}'),
      release('values: {url: "postgres://app:hunter2@db.example/app"}'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  const { object: json, shapes, inString } = object._found;
  // the shapes are those of kinds that Kubernetes itself does not define
  if (shapes === undefined) return [];
  // what an edge engine makes of such values is judged on its own
  const read = object.group === 'fleet.cattle.io' ? [] : shapes.read;
  const others = [...shapes.pods.map(({ spec }) => spec), ...shapes.objects.map(({ value }) => value), ...read];
  const texts = new Set(shapes.texts.map(({ pointer }) => pointer));
  const secrets = secretsInCustomResource(json, others).filter(({ pointer }) => inString || !texts.has(pointer));
  return secretViolations(secrets.map(({ pointer, ...secret }) => ({ ...secret, path: pointer })));
}

function release(spec: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: sensor, namespace: edge}
spec:
  interval: 1h
  chartRef: {kind: OCIRepository, name: sensor}
  ${spec}
`;
}
