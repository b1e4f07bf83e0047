import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { imagesOf } from '../../extract/image-use';
import type { PodSubject } from '../../subject/pod-subject';
import { nist } from '../../frameworks/nist-800-190';
import { imageReference, isDigest } from '../../../kubernetes/image-reference';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every image has a digest. */
export const imageDigest = rule({
  id: 'image-digest',
  topic: Topic.IMAGES,
  scope: 'pod',
  title: 'Every image is pinned to a digest',
  severity: Severity.MEDIUM,
  rationale:
    'Someone can move a tag to another image, so a gateway that pulls tomorrow may run something that nobody has tested or scanned. A digest always identifies the same content.',
  fix: 'append the digest (@sha256:… or @sha512:…) of the tested image; you can keep the tag before it',
  references: ['NIST SP 800-190, section 4.1.5'],
  controls: [...nist('4.1.5', '4.2.2')],
  cel: "variables.containers.all(c, c.?imagePullPolicy.orValue('') == 'Never' || c.?image.orValue('').matches('@sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$')) && variables.podSpec.?volumes.orValue([]).all(v, !has(v.image) || v.image.?pullPolicy.orValue('') == 'Never' || v.image.?reference.orValue('').matches('@sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$'))",
  check,
  examples: {
    good: [
      examplePod({
        image: 'registry.example/sensor:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      }),
      examplePod({ container: 'imagePullPolicy: Never' }),
      examplePod({ image: `registry.example/sensor@sha512:${'0123456789abcdef'.repeat(8)}` }),
    ],
    bad: [
      examplePod({ image: 'registry.example/sensor:1.2' }),
      examplePod({ image: 'registry.example/sensor@sha256:1234' }),
      examplePod({ spec: 'volumes: [{name: model, image: {reference: registry.example/model:1.2}}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return imagesOf(pod).flatMap(({ image, pullPolicy, path, container }) => {
    // an image that is never pulled is already on the gateway, where it has a digest of its own
    if (isDigest(imageReference(image).digest ?? '') || pullPolicy === 'Never') return [];
    return [{ path, container, message: `image ${quote(image)} does not have a digest` }];
  });
}
