import { quote } from '../../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import type { PodSubject } from '../../subject/pod-subject';
import { nist } from '../../frameworks/nist-800-190';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every emptyDir has a size limit. */
export const sizedEmptyDir = rule({
  id: 'sized-empty-dir',
  topic: Topic.VOLUMES,
  scope: 'pod',
  looksAt: { fields: ['volumes'] },
  title: 'Every emptyDir has a size limit',
  severity: Severity.LOW,
  rationale:
    "An emptyDir without a limit can fill the gateway's disk, or its memory if its medium is Memory, until the kubelet evicts pods.",
  fix: 'set sizeLimit of the emptyDir',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#emptydir'],
  controls: [...nist('4.4.4')],
  cel: 'variables.podSpec.?volumes.orValue([]).all(v, !has(v.emptyDir) || has(v.emptyDir.sizeLimit))',
  check,
  examples: {
    good: [examplePod({ spec: 'volumes: [{name: data, emptyDir: {sizeLimit: 16Mi}}]' })],
    bad: [
      examplePod({ spec: 'volumes: [{name: data, emptyDir: {}}]' }),
      examplePod({ spec: 'volumes: [{name: data}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return listAt(pod.spec, 'volumes').flatMap((volume, i) => {
    if (!isObject(volume) || !isEmptyDir(volume)) return [];
    if ((objectAt(volume, 'emptyDir')['sizeLimit'] ?? null) !== null) return [];
    const path = `/spec/volumes/${i}/emptyDir/sizeLimit`;
    const value = stringAt(volume, 'name');
    return [{ path, value, message: `volume ${quote(volume['name'])} does not have a sizeLimit` }];
  });
}

/** True for an emptyDir, which a volume without a source also is. */
function isEmptyDir(volume: JsonObject): boolean {
  return isObject(volume['emptyDir']) || Object.keys(volume).every((key) => key === 'name');
}
