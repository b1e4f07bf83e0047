import { Construct } from 'constructs';
import { Capability } from '../host/capability';
import { profileAnnotations, unknownProfileProblem } from './acknowledged-profiles';
import { tooManyProfilesProblem, unknownAdoptionProblem } from './delivered-profiles';
import { NodeDaemon } from './node-daemon';
import { Placement } from '../edge/placement';
import { ProfileDelivery } from './profile-delivery';
import { HostPathType, Weakness } from '../edge/weakness';
import { Problems, quote } from '../diagnostics/input-error';
import type { Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { profileConfigMaps, RETIRED_KEY } from '../kubernetes/profile-config-map';
import { NodeAppArmor, Target } from '../kubernetes/target';
import type { Image } from '../supply-chain/image';
import { ownImage } from '../supply-chain/own-images';
import { profileNameProblem } from '../apparmor/child-profile';
import type { AppArmorProfile } from '../apparmor/profile';
import { securityProfilesOperatorManifest } from '../apparmor/security-profiles-operator';

/** Profiles for the nodes. */
export interface AppArmorLoaderProps {
  /** Profiles that the nodes shall have. */
  readonly profiles: AppArmorProfile[];

  /**
   * Names of profiles that the nodes shall no longer have. Retire a profile only when no pod runs under it:
   * the kernel leaves its processes unconfined.
   * @default - none
   */
  readonly retired?: string[];

  /**
   * Names of profiles that the loader takes over from another loader, or from a person. Without it, the loader does
   * not touch a profile that it did not load itself, or that somebody changed since.
   * @default - none
   */
  readonly adopted?: string[];

  /**
   * Names of profiles of which the findings of the rule `apparmor-profile-lint` are accepted, each with the reason.
   * @default - none
   */
  readonly acknowledgedProfiles?: { readonly [profile: string]: string };

  /**
   * Program that brings the profiles to the nodes.
   * @default ProfileDelivery.DAEMON_SET
   */
  readonly delivery?: ProfileDelivery;

  /**
   * Name of the DaemonSet and of its namespace.
   * @default "apparmor-loader"
   */
  readonly name?: string;

  /**
   * The loader's image.
   * @default - this project's own, by digest
   */
  readonly image?: Image;

  /**
   * The nodes.
   * @default - every node, tainted ones too
   */
  readonly placement?: Placement;

  /**
   * The Kubernetes that will read the output.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
}

const NAME = 'apparmor-loader';
/** Folder of the container with the record of what the loader loaded. */
const STATE = '/run/apparmor-loader';
/** Folder of the node with the records: like the kernel's profiles, it is gone when the node restarts. */
const RECORDS = '/run/secure-edge';
const SECURITYFS = '/sys/kernel/security';
/** Profiles of container runtimes: to replace one would change every other container of the node. */
const OF_RUNTIMES = ['containers-default', 'cri-containerd.apparmor.d', 'crio-default', 'docker-default'];

/**
 * Brings AppArmor profiles to the nodes, and keeps them there.
 *
 * It loads what its ConfigMaps hold and replaces a profile whose text changes: running pods are under the new text as
 * soon as the kubelet has renewed the ConfigMap (a minute or two) and the loader has looked (ten seconds). It never
 * unloads when it is stopped; it unloads the names under `retired`, and no others. No order is needed: the kubelet
 * does not start a container whose profile is missing, and tries again.
 *
 * It acts on profiles that it loaded itself, of which it keeps a record on the node. A profile of the same name that
 * somebody else loaded is neither replaced nor unloaded, and a text that would confine the node's own programs is not
 * loaded: the loader is then not ready, and its log and its readiness probe name the profile.
 *
 * Its pods run as root with the one capability MAC_ADMIN, not privileged, in a namespace of their own.
 */
export class AppArmorLoader extends Construct {
  /**
   * @throws {@link InputError} if a name is given twice, is retired too or belongs to a container runtime, a profile is acknowledged or
   * adopted that is not given, the profiles are more than the loader reads, the target cannot run it, or the operator's
   * form cannot hold a profile
   */
  constructor(scope: Construct, id: string, props: AppArmorLoaderProps) {
    super(scope, id);
    if (props.target) Target.set(this, props.target);
    const target = Target.of(this);
    const { profiles, retired = [], delivery = ProfileDelivery.DAEMON_SET } = props;
    const problems = new Problems();
    for (const problem of problemsOf(profiles, retired, delivery, target)) problems.add(problem);
    problems.add(tooManyProfilesProblem(profiles));
    const adopted = [...new Set(props.adopted ?? [])].sort();
    problems.add(unknownAdoptionProblem(adopted, profiles, delivery));
    const acknowledged = props.acknowledgedProfiles ?? {};
    problems.add(unknownProfileProblem(acknowledged, profiles));
    if (delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR && Object.keys(acknowledged).length > 0)
      problems.add("acknowledgedProfiles must be left out: no rule looks into the operator's own form of a profile");
    problems.throwIfAny(`AppArmorLoader ${quote(this.node.path)}`);
    if (delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR) {
      for (const profile of profiles) this.handToOperator(profile);
      return;
    }
    const name = props.name ?? NAME;
    new NodeDaemon(this, 'Daemon', {
      name,
      reason: `the loader mounts ${SECURITYFS} of its node, which every level of Pod Security but this one rejects`,
      image: props.image ?? ownImage('apparmor-loader'),
      placement: props.placement ?? Placement.everyGateway({ tolerations: [{}] }),
      configMaps: profileConfigMaps(
        'apparmor',
        Object.fromEntries(profiles.map((p) => [p.name, p.render()])),
        retired,
        name,
        profileAnnotations('apparmor-profile-lint', acknowledged),
      ),
      program: '/usr/local/bin/apparmor-loader',
      args: ['--state', STATE, ...adopted.flatMap((profile) => ['--adopt', profile])],
      weaknesses: [
        Weakness.rootUser('only user 0 can open the files through which the kernel takes profiles'),
        Weakness.addCapabilities(
          [Capability.MAC_ADMIN],
          'the kernel takes profiles only from a process with this capability',
        ),
        Weakness.hostPath(SECURITYFS, {
          writable: true,
          reason: 'the kernel takes profiles through the files of this folder',
        }),
        Weakness.hostPath(`${RECORDS}/${name}`, {
          type: HostPathType.DIRECTORY_OR_CREATE,
          mountPath: STATE,
          writable: true,
          reason: 'the record of the profiles that the loader loaded must outlive its pod',
        }),
        Weakness.unconfinedAppArmor("the runtime's own profile forbids writing below /sys/kernel/security"),
      ],
    });
  }

  private handToOperator(profile: AppArmorProfile): void {
    const manifest = securityProfilesOperatorManifest(profile) as Manifest;
    new ManifestObject(this, profile.name, {
      apiVersion: String(manifest['apiVersion']),
      kind: String(manifest['kind']),
      name: profile.name,
      fields: ['spec'],
      render: () => manifest,
    });
  }
}

function problemsOf(
  profiles: ReadonlyArray<AppArmorProfile>,
  retired: ReadonlyArray<string>,
  delivery: ProfileDelivery,
  target: Target,
): (string | undefined)[] {
  const names = profiles.map((p) => p.name);
  return [
    ...[...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
      (name) => `profile ${quote(name)} is given twice: give each a name of its own`,
    ),
    ...retired
      .filter((name) => names.includes(name))
      .map((name) => `profile ${quote(name)} is given and retired: keep it in one of the two`),
    ...retired
      .map(profileNameProblem)
      .filter((problem) => problem !== undefined)
      .map((problem) => `retired ${problem}`),
    ...[...new Set([...names, ...retired])].map(reservedProblem),
    target.isIzumaEdge
      ? 'izuma-edge does not try a pod again whose profile came late: load the profiles when the gateway boots'
      : undefined,
    target.appArmor === NodeAppArmor.NO
      ? `the nodes of ${target.name} have no AppArmor: leave the loader out`
      : undefined,
    delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR && retired.length > 0
      ? 'retired must be left out: the operator unloads a profile when its object is deleted'
      : undefined,
  ];
}

function reservedProblem(name: string): string | undefined {
  if (OF_RUNTIMES.includes(name)) return `profile ${quote(name)} belongs to a container runtime: leave it as it is`;
  return name === RETIRED_KEY
    ? `profile ${quote(name)} has the name of the loader's list of retired names: give it another name`
    : undefined;
}
