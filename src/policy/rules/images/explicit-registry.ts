import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { imageReference } from '../../../kubernetes/image-reference';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** An image says where it comes from. */
export const explicitRegistry = rule({
  id: 'explicit-registry',
  topic: Topic.IMAGES,
  scope: 'container',
  title: 'Every image names its registry',
  severity: Severity.LOW,
  rationale:
    'A short name is looked up where the runtime of each gateway is set up to look: two gateways may run two images, and whoever has a registry on the way puts one of his there.',
  fix: 'name the registry: docker.io/library/nginx:1.27',
  references: ['NIST SP 800-190, section 4.1.5'],
  controls: nist('4.1.5'),
  cel: "variables.containers.all(c, c.?image.orValue('') == '' || c.?imagePullPolicy.orValue('') == 'Never' || c.image.matches('^([^/@]*[.:][^/@]*|localhost)/'))",
  check,
  examples: {
    good: [
      examplePod({ image: 'registry.example/sensor:1.2' }),
      examplePod({ image: 'localhost:5000/sensor:1.2' }),
      examplePod({ image: 'edge-app:1.0', container: 'imagePullPolicy: Never' }),
    ],
    bad: [examplePod({ image: 'nginx:1.27' }), examplePod({ image: 'acme/sensor:1.2' })],
  },
});

function check(container: ContainerSubject): Violation[] {
  const image = container.textAt('image') ?? '';
  // what is never pulled comes from no registry
  if (image === '' || container.json['imagePullPolicy'] === 'Never') return [];
  if (imageReference(image).registry !== undefined) return [];
  return [
    { path: '/image', message: `the image ${quote(image)} names no registry: each node decides where it comes from` },
  ];
}
