import { quote } from '../../../diagnostics/input-error';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { nsa } from '../../frameworks/nsa-cisa';
import { imageReference } from '../../../kubernetes/image-reference';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the ingress controller is still maintained. */
export const maintainedIngressController = rule({
  id: 'maintained-ingress-controller',
  topic: Topic.NETWORK,
  scope: 'object',
  title: 'The ingress controller is still maintained',
  severity: Severity.MEDIUM,
  rationale:
    'The Kubernetes project retired Ingress NGINX in March 2026, so new vulnerabilities in it are no longer fixed, and everyone outside can reach it.',
  fix: 'move to a maintained controller for Ingress or for the Gateway API',
  references: ['https://kubernetes.io/blog/2026/01/29/ingress-nginx-statement/'],
  controls: nsa('C-0292'),
  check,
  examples: {
    good: [
      examplePod({ image: 'docker.io/library/traefik:3.6' }),
      `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: nginx.org/ingress-controller}
`,
    ],
    bad: [
      examplePod({ image: 'registry.k8s.io/ingress-nginx/controller:v1.14.0' }),
      `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
`,
    ],
  },
});

/** Ingress NGINX, which the Kubernetes project maintained until March 2026: its image, the image of its predecessor, and its class. */
const IMAGE =
  /(^|\/)(ingress-nginx\/controller(-chroot)?|nginx-ingress-controller-amd64|kubernetes-ingress-controller\/nginx-ingress-controller)$/;

const CLASS = 'k8s.io/ingress-nginx';

function check(object: ObjectSubject): Violation[] {
  if (isNative(object, 'IngressClass') && object.textAt('spec', 'controller') === CLASS)
    return [{ path: '/spec/controller', message: `controller is ${quote(CLASS)}, which is retired` }];
  return object.pods.flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const image = container.textAt('image') ?? '';
      if (!IMAGE.test(imageReference(image).repository)) return [];
      const path = pod.pointerOf(`${container.path}/image`);
      return [
        {
          path,
          container: container.name,
          message: `image ${quote(image)} is Ingress NGINX, which is retired`,
        },
      ];
    }),
  );
}
