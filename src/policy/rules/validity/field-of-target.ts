import { FEATURES, NEVER, type Feature } from '../../../kubernetes/features';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { fieldUses } from './field-use';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** The target honours every field that is written. */
export const fieldOfTarget = rule({
  id: 'field-of-target',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'The target honours every field that is written',
  severity: Severity.LOW,
  rationale:
    'An API server leaves out a field that it does not know, without a word: the manifest says that something is safe, and the cluster never heard of it.',
  fix: 'leave the field out, write what older targets read, or choose a target that has it',
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

/** Fields that somebody relies on for safety: without them the object is weaker than it looks. */
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
  const { minor } = object.manifests.version;
  return fieldUses(object).flatMap(({ feature, path, container }) => {
    const { field, since, below } = FEATURES[feature];
    if (minor >= since) return [];
    const from: number = since;
    const known = from === NEVER ? 'behind a feature gate alone' : `from 1.${from} on`;
    return [
      {
        path,
        ...(container !== undefined && { container }),
        message: `Kubernetes honours ${field} ${known}, and the target is 1.${minor}`,
        fix: `what 1.${minor} has in its place is ${below}`,
        ...(PROTECTING.includes(feature) && { severity: Severity.MEDIUM }),
      },
    ];
  });
}
