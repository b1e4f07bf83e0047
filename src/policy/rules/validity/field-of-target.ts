import { FEATURES, NEVER, type Feature } from '../../../kubernetes/features';
import { versionsOfField } from '../../../kubernetes/schema/built-in-schema';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { fieldUses } from './field-use';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the target supports every field of the manifests. */
export const fieldOfTarget = rule({
  id: 'field-of-target',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'The target supports every field of the manifests',
  severity: Severity.LOW,
  rationale:
    'An API server silently drops a field that it does not know. The manifest then looks safe, but the cluster does not apply the field.',
  fix: 'remove the field, use the form that older targets read, or choose a target that supports it',
  references: ['https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/'],
  check,
  examples: {
    good: [
      examplePod({ spec: 'securityContext: {runAsGroup: 1250, seccompProfile: {type: RuntimeDefault}}' }),
      examplePod(),
    ],
    bad: [
      examplePod({ spec: 'volumes: [{name: data, emptyDir: {mode: 448}}]' }),
      examplePod({ container: 'lifecycle: {stopSignal: SIGINT}' }),
    ],
  },
});

/** Fields that protect an object: without them, the object is weaker than it looks. */
const PROTECTING: ReadonlyArray<Feature> = [
  'appArmorField',
  'bindMountOptions',
  'emptyDirMode',
  'hostUsers',
  'immutableConfig',
  'networkPolicyEndPort',
  'recursiveReadOnly',
  'runAsGroup',
  'runtimeClassName',
  'seccompField',
  'supplementalGroupsPolicy',
];

function check(object: ObjectSubject): Violation[] {
  const byFeature = featureViolations(object);
  const said = new Set(byFeature.map(({ path }) => path));
  return [...byFeature, ...schemaViolations(object).filter(({ path }) => !said.has(path))];
}

/** Fields that the tables of features do not have, and that the API of the target does not have either. */
function schemaViolations(object: ObjectSubject): Violation[] {
  const { minor } = object.manifests.target;
  return object._faults.flatMap(({ kind, path, definition, field = '' }): Violation[] => {
    // the rows of the features say when these may stand beside their annotations
    if (kind !== 'unknown' || definition === undefined || PROFILE_FIELDS.has(field)) return [];
    const versions = versionsOfField(definition, field);
    if (versions === undefined) return [];
    const { since, until } = versions;
    // an object whose apiVersion is removed is read as the last version that had it
    if (minor >= since && minor <= until) return [];
    const known = minor < since ? `from 1.${since}` : `until 1.${until}`;
    const message = `Kubernetes has the field ${field} ${known}, but the target is 1.${minor}`;
    const fix = minor < since ? `remove the field, or choose a target from 1.${since}` : 'remove the field';
    return [{ path, message, fix, value: path, severity: Severity.MEDIUM }];
  });
}

const PROFILE_FIELDS: ReadonlySet<string> = new Set(['appArmorProfile', 'seccompProfile']);

function featureViolations(object: ObjectSubject): Violation[] {
  const { target } = object.manifests;
  const name = target.isIzumaEdge ? target.name : `1.${target.minor}`;
  return fieldUses(object).flatMap(({ feature, path, container }) => {
    const { field, since, below } = FEATURES[feature];
    if (target._supports(feature)) return [];
    const from: number = since;
    const known = from === NEVER ? 'only behind a feature gate' : `from 1.${from}`;
    return [
      {
        path,
        container,
        value: field,
        message: `Kubernetes supports ${field} ${known}, but the target is ${name}`,
        fix: `alternative in ${name}: ${below}`,
        ...(PROTECTING.includes(feature) && { severity: Severity.MEDIUM }),
      },
    ];
  });
}
