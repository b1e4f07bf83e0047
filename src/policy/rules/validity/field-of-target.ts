import { FEATURES, NEVER, type Feature } from '../../../kubernetes/features';
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
        message: `Kubernetes supports ${field} ${known}, but the target is ${name}`,
        fix: `alternative in ${name}: ${below}`,
        ...(PROTECTING.includes(feature) && { severity: Severity.MEDIUM }),
      },
    ];
  });
}
