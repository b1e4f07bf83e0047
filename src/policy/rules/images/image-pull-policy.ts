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

/** Checks that images without a digest are pulled at each start. */
export const imagePullPolicy = rule({
  id: 'image-pull-policy',
  topic: Topic.IMAGES,
  scope: 'pod',
  title: 'An image without a digest is pulled at each start',
  severity: Severity.LOW,
  rationale:
    'A node that already has an image of that name runs it, no matter who pulled it and whether this pod is allowed to pull it. A digest always identifies the same image, and works on a gateway that is offline.',
  fix: 'add the digest to the image, or set imagePullPolicy to Always if the gateways are always online',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages'],
  controls: nist('4.2.2'),
  cel: "variables.containers.all(c, c.?image.orValue('') == '' || c.image.contains('@') || c.?imagePullPolicy.orValue(c.image.matches('(^|/)[^/:]+(:latest)?$') ? 'Always' : 'IfNotPresent') in ['Always', 'Never']) && variables.podSpec.?volumes.orValue([]).all(v, !has(v.image) || v.image.?reference.orValue('') == '' || v.image.reference.contains('@') || v.image.?pullPolicy.orValue(v.image.reference.matches('(^|/)[^/:]+(:latest)?$') ? 'Always' : 'IfNotPresent') in ['Always', 'Never'])",
  check,
  examples: {
    good: [
      example(`registry.example/sensor@sha256:${'0123456789abcdef'.repeat(4)}`, 'IfNotPresent'),
      example('registry.example/sensor:1.2', 'Always'),
      example('edge-app:1.0', 'Never'),
      example('registry.example/sensor', 'Always'),
    ],
    bad: [
      example('registry.example/sensor:1.2', 'IfNotPresent'),
      example('registry.example/sensor:latest', 'Sometimes'),
      examplePod({ spec: 'volumes: [{name: model, image: {reference: registry.example/model:1.2}}]' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  return imagesOf(pod).flatMap(({ image, pullPolicy, policyPath, container }) => {
    const { tag, digest } = imageReference(image);
    const policy = pullPolicy ?? (tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent');
    // an image that exists only on the node is a different case
    if (image === '' || digest !== undefined || policy === 'Always' || policy === 'Never') return [];
    const field = container === undefined ? 'pullPolicy' : 'imagePullPolicy';
    const message =
      policy === 'IfNotPresent'
        ? `image ${quote(image)} has no digest and is not pulled at each start, so the node runs any image of that name that it already has`
        : `${field} is ${quote(policy)}; must be Always, IfNotPresent or Never`;
    return [{ path: policyPath, container, value: image, message }];
  });
}

function example(image: string, policy: string): string {
  return examplePod({ image, container: `imagePullPolicy: ${policy}` });
}
