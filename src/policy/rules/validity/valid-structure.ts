import { objectAt } from '../../../kubernetes/manifest';
import { versionsOfField } from '../../../kubernetes/schema/built-in-schema';
import type { SchemaFault } from '../../../kubernetes/schema/schema-fault';
import { Severity } from '../../../diagnostics/severity';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every object has the structure of its kind in the target's version. */
export const validStructure = rule({
  id: 'valid-structure',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'Every object has the fields and values of its kind',
  severity: Severity.HIGH,
  rationale:
    'The API server rejects an object without a required field or with a value that is not allowed. It rejects an unknown field or drops it, so a misspelled setting protects nothing.',
  fix: 'correct the name of the field or its value, or remove it',
  references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation'],
  check,
  examples: {
    good: [deployment('replicas: 2'), deployment('strategy: {type: Recreate}')],
    bad: [
      deployment('replica: 2'),
      deployment('strategy: {type: Replace}'),
      'apiVersion: v1\nkind: Namespace\nmetadata: {labels: {team: edge}}',
      'apiVersion: v1\nkind: Service\nmetadata: {name: sensor, namespace: edge}\nspec: {ports: [{name: http}]}',
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  const faults = object._faults.filter(isStructural);
  return [...nameFaults(object), ...faults.map(({ path, message, fix }) => ({ path, message, value: path, fix }))];
}

/** API groups whose objects are requests, which the API server answers and does not store. */
const REQUESTS: ReadonlySet<string> = new Set(['authentication.k8s.io', 'authorization.k8s.io']);

function nameFaults(object: ObjectSubject): Violation[] {
  if (!object._isApplied || object._hasNoSchema || object._isUnjudged || REQUESTS.has(object.group)) return [];
  const { name, generateName } = objectAt(object.json, 'metadata');
  // a name that is not a text has a finding of its own
  if ((name ?? '') !== '' || (generateName ?? '') !== '') return [];
  const path = '/metadata/name';
  const message = 'metadata.name is missing; must have a value, unless metadata.generateName has one';
  return [{ path, message, value: path, fix: 'add a name' }];
}

/** Returns true for a fault that no other rule reports: not for types, and not for fields of another version. */
function isStructural({ kind, definition, field = '', path }: SchemaFault): boolean {
  if (kind === 'unknown') return definition === undefined || versionsOfField(definition, field) === undefined;
  return kind !== 'type' && !IN_OTHER_RULE.test(path);
}

/** Places of values that the rule `valid-resources` checks. */
const IN_OTHER_RULE = /\/(containers|initContainers|ephemeralContainers)\/\d+\/resources\/(requests|limits)\//;

function deployment(spec: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: sensor, namespace: edge}
spec:
  ${spec}
  selector: {matchLabels: {app: sensor}}
  template:
    metadata: {labels: {app: sensor}}
    spec: {containers: [{name: main, image: registry.example/sensor:1}]}
`;
}
