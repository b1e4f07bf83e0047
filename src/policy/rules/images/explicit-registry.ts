import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { imagesOf } from '../../extract/image-use';
import type { PodSubject } from '../../subject/pod-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { imageReference } from '../../../kubernetes/image-reference';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that every image names its registry. */
export const explicitRegistry = rule({
  id: 'explicit-registry',
  topic: Topic.IMAGES,
  scope: 'pod',
  title: 'Every image names its registry',
  severity: Severity.LOW,
  rationale:
    'Each container runtime decides for itself where to look up a short name, so two gateways may run two different images. Anyone who controls one of these registries can supply an image of that name.',
  fix: 'add the registry to the name, such as docker.io/library/nginx:1.27',
  references: ['NIST SP 800-190, section 4.1.5'],
  controls: nist('4.1.5'),
  cel: "variables.containers.all(c, c.?image.orValue('') == '' || c.?imagePullPolicy.orValue('') == 'Never' || c.image.matches('^([^/@]*[.:][^/@]*|localhost)/')) && variables.podSpec.?volumes.orValue([]).all(v, !has(v.image) || v.image.?reference.orValue('') == '' || v.image.?pullPolicy.orValue('') == 'Never' || v.image.reference.matches('^([^/@]*[.:][^/@]*|localhost)/'))",
  check,
  examples: {
    good: [
      examplePod({ image: 'registry.example/sensor:1.2' }),
      examplePod({ image: 'localhost:5000/sensor:1.2' }),
      examplePod({ image: 'edge-app:1.0', container: 'imagePullPolicy: Never' }),
    ],
    bad: [
      examplePod({ image: 'nginx:1.27' }),
      examplePod({ image: 'acme/sensor:1.2' }),
      examplePod({ spec: 'volumes: [{name: model, image: {reference: acme/model:1.2}}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return imagesOf(pod).flatMap(({ image, pullPolicy, path, container }) => {
    // an image that is never pulled does not come from a registry
    if (image === '' || pullPolicy === 'Never' || imageReference(image).registry !== undefined) return [];
    const message = `image ${quote(image)} does not name a registry, so each node decides where to pull it from`;
    return [{ path, container, message }];
  });
}
