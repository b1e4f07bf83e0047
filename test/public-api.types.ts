/**
 * Lines that must not compile, for `npm run types`: each line below an expected error is one that an author could write by
 * mistake. If such a line compiles, that is an error.
 */
import { App, Chart } from 'cdk8s';
import {
  AppArmor,
  Capability,
  EdgeNamespace,
  EnvReference,
  Identity,
  Image,
  ParsecClient,
  PodSecurity,
  SecureEdgeApp,
  Target,
  Weakness,
} from 'cdk8s-secure-edge';

const shop = new EdgeNamespace(new Chart(new App(), 'chart'), 'shop');
const image = Image.onGateway('web:1');

export function mistakes(): void {
  // @ts-expect-error an image is more than its name: say what is known of it
  new SecureEdgeApp(shop, 'web', { image: 'web:1' });
  // @ts-expect-error an app has an image
  new SecureEdgeApp(shop, 'web', {});
  // @ts-expect-error a Parsec client names its identity
  new ParsecClient(shop, 'signer', { image });
  // @ts-expect-error a user is not just a number
  new SecureEdgeApp(shop, 'web', { image, identity: 10001 });
  // @ts-expect-error a port is a port
  new SecureEdgeApp(shop, 'web', { image, ports: [8080] });
  // @ts-expect-error a weakness has a reason
  Weakness.rootUser();
  // @ts-expect-error a capability has no CAP_ in front
  Weakness.addCapabilities(['CAP_NET_ADMIN'], 'a reason that is long enough');
  // @ts-expect-error a lower level has a reason
  PodSecurity.privileged();
  // @ts-expect-error a tag has a reason
  Image.fromTag('registry.example/web:1');
  // @ts-expect-error a secret in the environment has a reason
  EnvReference.secretKey('name', 'key');
  // @ts-expect-error unconfined is a weakness, not a profile
  AppArmor.unconfined();
  // @ts-expect-error only factories make one, so that each has been checked
  new Identity(10001, 10001, []);
  // @ts-expect-error a target's version is text: 1.30 as a number is 1.3
  Target.kubernetes(1.3);
  // @ts-expect-error what was set stays as it was
  new SecureEdgeApp(shop, 'web', { image }).name = 'other';
  // @ts-expect-error a prop that nobody knows
  new SecureEdgeApp(shop, 'web', { image, privileged: true });
}

export const allowed = [Weakness.addCapabilities([Capability.NET_BIND_SERVICE], 'it listens on port 443')];
