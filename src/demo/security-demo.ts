import { Construct } from 'constructs';
import { AppArmorLoader } from '../delivery/apparmor-loader';
import { AppArmor } from '../edge/app-armor';
import { Capability } from '../host/capability';
import { EdgeNamespace } from '../edge/edge-namespace';
import { Exposure } from '../edge/exposure';
import { Identity } from '../edge/identity';
import { PodSecurity } from '../edge/pod-security-level';
import { Probe } from '../edge/probe';
import { SecureEdgeApp } from '../edge/secure-edge-app';
import type { SecureEdgeAppProps } from '../edge/secure-edge-app-options';
import { Weakness } from '../edge/weakness';
import { Port } from '../kubernetes/port';
import type { Image } from '../supply-chain/image';
import { ownImage } from '../supply-chain/own-images';
import { DEMO_NAMESPACE, LOADER_NAMESPACE, ROOT_NAMESPACE, ROOT_VARIANT } from './names';
import { armoredHelloDenied, armoredHelloUser } from './profiles';

/** Options of the demo. */
export interface SecurityDemoProps {
  /**
   * Image of the server whose user is root.
   * @default - this project's own, pinned to a digest
   */
  readonly rootImage?: Image;

  /**
   * Image of the server whose user is 65534.
   * @default - this project's own, pinned to a digest
   */
  readonly userImage?: Image;

  /**
   * Image of the loader.
   * @default - this project's own, pinned to a digest
   */
  readonly loaderImage?: Image;
}

const PORT = 8080;
const NOBODY = 65534;
/** Lints that find the broad rules of the demo's profiles. */
const BROAD_LINTS = [
  { lint: 'broad-files', problem: 'file,' },
  { lint: 'broad-files', problem: 'audit /** w,' },
  { lint: 'detached-paths' },
  { lint: 'writable-kernel' },
  { lint: 'write-execute' },
];
const BY_LIST = 'the demo shows a profile that allows by default and denies by list, like the original demo';

/**
 * Demo of container security, with five variants of one web server. They run as root, as the image's user, as a user of
 * the manifest, and with two AppArmor profiles, one of which denies `/proc/cpuinfo`. The demo's outcome table shows which
 * files each variant can read.
 *
 * @see https://github.com/GoogleCloudPlatform/gke-application-security-demo
 */
export class SecurityDemo extends Construct {
  constructor(scope: Construct, id: string, props: SecurityDemoProps = {}) {
    super(scope, id);
    const rootImage = props.rootImage ?? ownImage('hello-root');
    const userImage = props.userImage ?? ownImage('hello-user');
    const [user, denied] = [armoredHelloUser(), armoredHelloDenied()];

    new AppArmorLoader(this, 'Loader', {
      name: LOADER_NAMESPACE,
      profiles: [user, denied],
      acknowledgedLints: [
        ...BROAD_LINTS.map((lint) => ({ ...lint, profile: user.name, reason: BY_LIST })),
        ...[...BROAD_LINTS, { lint: 'broad-network' }].map((lint) => ({
          ...lint,
          profile: denied.name,
          reason: BY_LIST,
        })),
      ],
      ...(props.loaderImage && { image: props.loaderImage }),
    });

    const rootNamespace = new EdgeNamespace(this, 'RootNamespace', {
      name: ROOT_NAMESPACE,
      podSecurity: PodSecurity.baseline('hello-root runs as root, to show what root may read'),
    });
    const namespace = new EdgeNamespace(this, 'Namespace', { name: DEMO_NAMESPACE });
    // a gateway can be busy, so a server that is slow to answer must not be restarted
    const variant = (
      name: string,
      options: Pick<SecureEdgeAppProps, 'image' | 'identity' | 'appArmor' | 'weaknesses'>,
    ): void => {
      new SecureEdgeApp(name === ROOT_VARIANT ? rootNamespace : namespace, name, {
        ...options,
        ports: [Port.tcp(PORT, 'http')],
        exposure: Exposure.internalLoadBalancer({ port: 80 }),
        livenessProbe: Probe.httpGet('/hostname', PORT, { timeoutSeconds: 10, failureThreshold: 6 }),
        readinessProbe: Probe.httpGet('/hostname', PORT, { timeoutSeconds: 5 }),
      });
    };
    variant(ROOT_VARIANT, {
      image: rootImage,
      weaknesses: [
        Weakness.rootUser('the demo shows what root may read that others may not'),
        Weakness.addCapabilities(
          [Capability.DAC_OVERRIDE],
          "root reads another user's 0600 file only with this capability",
        ),
      ],
    });
    variant('hello-user', { image: userImage, identity: Identity.ofImage() });
    variant('hello-override', { image: rootImage, identity: Identity.user(NOBODY) });
    variant(user.name, { image: userImage, identity: Identity.ofImage(), appArmor: AppArmor.profile(user) });
    variant(denied.name, { image: userImage, identity: Identity.ofImage(), appArmor: AppArmor.profile(denied) });
  }
}
