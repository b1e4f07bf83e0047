import { isObject, objectAt, pointerStep, stringAt, type Manifest } from '../../../kubernetes/manifest';
import { containersOf, podsOf } from '../../../kubernetes/pods';
import { JsonError, readJsonObject } from '../../../kubernetes/read-json';
import { secretsInCommand } from '../../../kubernetes/secrets/command-secrets';
import { secretNamed } from '../../../kubernetes/secrets/secret-name';
import { secretIn } from '../../../kubernetes/secrets/secret-value';
import { secretsInFile, secretsInVariable } from '../../../kubernetes/secrets/text-secrets';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { examplePod } from '../../example';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { secretViolations, type PlacedSecret } from './secret-violation';

/** Checks that no annotation contains a secret. */
export const noPlainSecretAnnotation = rule({
  id: 'no-plain-secret-annotation',
  topic: Topic.SECRETS,
  scope: 'object',
  title: 'No annotation contains a secret',
  severity: Severity.HIGH,
  rationale:
    'Everyone who can read an object can read its annotations. kubectl apply copies the whole manifest into one, so a secret stays there after it was removed from the object.',
  fix: 'delete the annotation, and replace the secret with a new one, because this one is exposed',
  references: ['https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/'],
  controls: [...nist('4.1.4'), ...cis('5.4.1'), ...nsa('C-0012')],
  check,
  examples: {
    good: [
      examplePod({ metadata: 'annotations: {example.com/auth-secret: basic-auth, example.com/team: edge}' }),
      examplePod({ metadata: 'annotations: {vault.hashicorp.com/agent-inject-secret-password: secret/data/db}' }),
    ],
    bad: [
      examplePod({ metadata: 'annotations: {example.com/database: "postgres://app:hunter2@db.example/app"}' }),
      `
apiVersion: v1
kind: Secret
metadata:
  name: cloud
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"apiVersion": "v1", "kind": "Secret", "stringData": {"key": "hunter2"}}'
`,
    ],
  },
});

/** Annotation in which kubectl apply keeps the manifest that was applied. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function check(object: ObjectSubject): Violation[] {
  const holders = [
    { annotations: objectAt(object.objectAt('metadata'), 'annotations'), path: '/metadata/annotations' },
    ...object.pods.map((pod) => ({ annotations: pod.annotations, path: pod.pointerOf('/metadata/annotations') })),
  ];
  const places = new Map(holders.map((holder) => [holder.path, holder]));
  return secretViolations(
    [...places.values()].flatMap(({ annotations, path }) =>
      Object.entries(annotations).flatMap(([key, value]) =>
        typeof value === 'string'
          ? inAnnotation(key, value).map((found) => ({ ...found, holder: key, path: `${path}${pointerStep(key)}` }))
          : [],
      ),
    ),
  );
}

type Found = Pick<PlacedSecret, 'name' | 'what'>;

function inAnnotation(key: string, value: string): Found[] {
  const applied = key === LAST_APPLIED ? manifestIn(value) : undefined;
  if (applied !== undefined) return inManifest(applied);
  // other names are those of Secrets, such as `auth-secret` of an ingress
  const name = key.slice(key.indexOf('/') + 1);
  const what = secretIn(secretNamed(name)?.noun === 'password' ? name : '', value);
  return what === undefined ? [] : [{ what }];
}

function manifestIn(text: string): Manifest | undefined {
  try {
    return readJsonObject(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function inManifest(manifest: Manifest): Found[] {
  const { kind } = manifest;
  if (kind === 'Secret') {
    const keys = [...Object.keys(objectAt(manifest, 'data')), ...Object.keys(objectAt(manifest, 'stringData'))];
    return [...new Set(keys)].map((name) => ({ name, what: 'a value of a Secret' }));
  }
  if (kind === 'ConfigMap')
    return Object.entries(objectAt(manifest, 'data')).flatMap(([key, value]) =>
      typeof value === 'string' ? secretsInFile(key, value).map(({ name = key, what }) => ({ name, what })) : [],
    );
  return podsOf(manifest).flatMap(({ spec }) => containersOf(spec).flatMap(({ container }) => inContainer(container)));
}

function inContainer(container: Manifest): Found[] {
  const list = (field: string): unknown[] => (Array.isArray(container[field]) ? (container[field] as unknown[]) : []);
  return [
    ...list('env').flatMap((variable) => {
      const value = isObject(variable) ? stringAt(variable, 'value') : undefined;
      const name = isObject(variable) ? (stringAt(variable, 'name') ?? '') : '';
      return value === undefined ? [] : secretsInVariable(name, value).map(({ what }) => ({ name, what }));
    }),
    ...secretsInCommand([...list('command'), ...list('args')]).map(({ name, what }) => ({ name, what })),
  ];
}
