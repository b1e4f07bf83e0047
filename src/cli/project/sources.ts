export const MAIN = `import { App } from 'cdk8s';
import { IdentityRegistry, ImageLock } from 'cdk8s-secure-edge';
import { Site } from './site';

const app = new App();
new Site(app, '{{name}}', {
  images: ImageLock.fromFile('images.lock.json'),
  users: IdentityRegistry.fromFile('edge-identities.json'),
});
app.synth();
`;

export const SITE = `import { Chart } from 'cdk8s';
import {
  EdgeNamespace,
  Exposure,
  Port,
  Probe,
  SecureEdgeApp,
  Target,
  type IdentityRegistry,
  type ImageLock,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

export interface SiteProps {
  /** Images by name, with their digests. */
  readonly images: ImageLock;
  /** Unix users of the apps. */
  readonly users: IdentityRegistry;
}

/** Apps of a site, in one namespace. */
export class Site extends Chart {
  constructor(scope: Construct, id: string, { images, users }: SiteProps) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.30')); // the version of your oldest node

    const namespace = new EdgeNamespace(this, id);
    new SecureEdgeApp(namespace, 'web', {
      image: images.image('web'),
      identity: users.identity('web'),
      ports: [Port.tcp(8080, 'http')],
      readinessProbe: Probe.httpGet('/', 8080),
      livenessProbe: Probe.httpGet('/', 8080),
      exposure: Exposure.onGateway({
        port: 30080,
        from: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
        reason: 'people on the network of the site open the web page',
      }),
    });
  }
}
`;

export const TEST = `import { App, Testing } from 'cdk8s';
import { IdentityRegistry, ImageLock } from 'cdk8s-secure-edge';
import { Site } from './site';

const images = ImageLock.fromFile('images.lock.json');
const users = IdentityRegistry.fromFile('edge-identities.json');
const objects = Testing.synth(new Site(new App(), '{{name}}', { images, users }));

function find(kind: string, name: string): any {
  return objects.find((each) => each.kind === kind && each.metadata.name === name);
}

test('the namespace enforces Pod Security restricted', () => {
  expect(find('Namespace', '{{name}}').metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
});

test('the app runs its locked image as its own user', () => {
  const { spec } = find('Deployment', 'web').spec.template;
  expect(spec.containers[0].image).toMatch(/@sha256:[0-9a-f]{64}$/);
  expect(spec.securityContext.runAsUser).toBe(users.identity('web').userId);
});

test('only private networks reach the app, and only its port', () => {
  const [rule, ...others] = find('NetworkPolicy', 'web').spec.ingress;
  expect(others).toEqual([]);
  expect(rule.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
  expect(rule.from.every((each: any) => each.ipBlock !== undefined)).toBe(true);
});
`;
