import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { imageReference } from '../../../kubernetes/image-reference';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A tag that may move is asked for anew, and what is never pulled is no surprise. */
export const imagePullPolicy = rule({
  id: 'image-pull-policy',
  topic: Topic.IMAGES,
  scope: 'container',
  title: 'An image without a digest is asked for anew at each start',
  severity: Severity.LOW,
  rationale:
    'A node that has an image of that name runs it, whoever brought it there and whether or not this pod may pull it. A digest cannot be another image, and a gateway that is offline cannot ask.',
  fix: 'name the digest; or set imagePullPolicy to Always where gateways are online',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages'],
  controls: nist('4.2.2'),
  cel: "variables.containers.all(c, c.?image.orValue('') == '' || c.image.contains('@') || c.?imagePullPolicy.orValue(c.image.matches('(^|/)[^/:]+(:latest)?$') ? 'Always' : 'IfNotPresent') in ['Always', 'Never'])",
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
    ],
  },
});

function check(container: ContainerSubject): Violation[] {
  const image = container.textAt('image') ?? '';
  const { tag, digest } = imageReference(image);
  const policy =
    container.json['imagePullPolicy'] ?? (tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent');
  // an image that lives on the node alone is another kind
  if (image === '' || digest !== undefined || policy === 'Always' || policy === 'Never') return [];
  const path = '/imagePullPolicy';
  if (policy !== 'IfNotPresent')
    return [{ path, message: `imagePullPolicy is ${quote(policy)}: it must be Always, IfNotPresent or Never` }];
  return [
    {
      path,
      message: `a node that has an image ${quote(image)} runs it, whatever it is: it has no digest, and is not asked for anew`,
    },
  ];
}

function example(image: string, policy: string): string {
  return examplePod({ image, container: `imagePullPolicy: ${policy}` });
}
