import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { imagesOf } from '../../extract/image-use';
import type { PodSubject } from '../../subject/pod-subject';
import { nist } from '../../frameworks/nist-800-190';
import { imageReference } from '../../../kubernetes/image-reference';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every image has a tag other than latest, or a digest. */
export const noLatestTag = rule({
  id: 'no-latest-tag',
  topic: Topic.IMAGES,
  scope: 'pod',
  title: 'Images have a tag other than latest, or a digest',
  severity: Severity.MEDIUM,
  rationale: 'Without a version, nobody can tell what runs on which gateway, or roll back to the version before.',
  fix: 'set the tested version, preferably by its digest',
  references: ['NIST SP 800-190, section 4.2.2'],
  controls: [...nist('4.2.2')],
  cel: "variables.containers.all(c, c.?image.orValue('').contains('@') || (c.?image.orValue('').matches(':[^/:]+$') && !c.?image.orValue('').endsWith(':latest'))) && variables.podSpec.?volumes.orValue([]).all(v, !has(v.image) || v.image.?reference.orValue('').contains('@') || (v.image.?reference.orValue('').matches(':[^/:]+$') && !v.image.reference.endsWith(':latest')))",
  check,
  examples: {
    good: [
      examplePod({ image: 'sensor:1.2' }),
      examplePod({ image: 'registry.example:5000/sensor:1.2' }),
      examplePod({ image: 'sensor@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' }),
    ],
    bad: [
      examplePod({ image: 'sensor' }),
      examplePod({ image: 'registry.example:5000/sensor' }),
      examplePod({ image: 'sensor:latest' }),
      examplePod({ spec: 'volumes: [{name: model, image: {reference: "registry.example/model:latest"}}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return imagesOf(pod).flatMap(({ image, path, container }) => {
    const { tag = '', digest } = imageReference(image);
    if (digest !== undefined || (tag !== '' && tag !== 'latest')) return [];
    const message = `image ${quote(image)} is whichever version is newest; must have a version tag or a digest`;
    return [{ path, container, message }];
  });
}
