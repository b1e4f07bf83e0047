import { expectTypes } from '../diagnostics/expected-type';
import { Construct } from 'constructs';
import { Capability } from '../host/capability';
import { acknowledgedLintProblems, lintAnnotations, type AcknowledgedLint } from './acknowledged-lints';
import { tooManyProfilesProblem, unknownAdoptionProblem } from './delivered-profiles';
import { NodeDaemon } from './node-daemon';
import { Placement } from '../edge/placement';
import { ProfileDelivery } from './profile-delivery';
import { Weakness } from '../edge/weakness';
import { HostPathType } from '../edge/weaknesses/node-path';
import { Problems, quote } from '../diagnostics/input-error';
import type { Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import type { INamedObject } from '../kubernetes/named-object';
import { profileConfigMaps, RETIRED_KEY } from '../kubernetes/profile-config-map';
import { NodeAppArmor, Target } from '../kubernetes/target';
import type { Image } from '../supply-chain/image';
import { ownImage } from '../supply-chain/own-images';
import { profileNameProblem } from '../apparmor/child-profile';
import type { AppArmorProfile } from '../apparmor/profile';
import { securityProfilesOperatorManifest } from '../apparmor/security-profiles-operator';

/** Options of an AppArmor loader. */
export interface AppArmorLoaderProps {
  /** Profiles to load on the nodes. */
  readonly profiles: AppArmorProfile[];

  /**
   * Names of profiles to unload from the nodes. Retire a profile only after its last pod has ended, because the kernel
   * leaves its processes unconfined.
   * @default - none
   */
  readonly retired?: string[];

  /**
   * Names of profiles that the loader takes over from another loader, or from a person. The loader does not change other
   * profiles that it did not load itself, or that were changed since.
   * @default - none
   */
  readonly adopted?: string[];

  /**
   * Accepted findings of the rule `apparmor-profile-lint`.
   * @default - none
   */
  readonly acknowledgedLints?: AcknowledgedLint[];

  /**
   * Program that delivers the profiles to the nodes.
   * @default ProfileDelivery.DAEMON_SET
   */
  readonly delivery?: ProfileDelivery;

  /**
   * Name of the DaemonSet and its namespace.
   * @default "apparmor-loader"
   */
  readonly name?: string;

  /**
   * Image of the loader.
   * @default - this project's own, pinned to a digest
   */
  readonly image?: Image;

  /**
   * Nodes the loader runs on.
   * @default - all nodes, including tainted nodes
   */
  readonly placement?: Placement;

  /**
   * PriorityClass of the pods, or its name. With `system-node-critical`, a full node keeps them before all others, and the namespace
   * gets the quota that some clusters need for it.
   * @default - the cluster's default, 0 without one
   */
  readonly priorityClass?: string | INamedObject;

  /**
   * Kubernetes that reads the manifests.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
}

const NAME = 'apparmor-loader';
/** Folder in the container that contains the record of loaded profiles. */
const STATE = '/run/apparmor-loader';
/** Folder on the node that contains the records. A restart of the node deletes it, together with the kernel's profiles. */
const RECORDS = '/run/secure-edge';
const SECURITYFS = '/sys/kernel/security';
/** Profiles of container runtimes. A replacement would change every other container on the node. */
const OF_RUNTIMES = ['containers-default', 'cri-containerd.apparmor.d', 'crio-default', 'docker-default'];

/**
 * DaemonSet that loads AppArmor profiles on the nodes, and keeps them loaded.
 *
 * The loader loads the profiles in its ConfigMaps, and replaces a profile if its text changes. The new text applies to
 * running pods after the kubelet has updated the ConfigMap (a minute or two) and the loader has read it (ten seconds). The
 * loader unloads only the profiles in `retired`, and unloads nothing when it is stopped. Pods and profiles can be applied
 * in any order: the kubelet does not start a container whose profile is missing, and tries again.
 *
 * The loader changes only profiles that it loaded itself, and keeps a record of them on the node. It does not replace or
 * unload a profile with the same name that another program loaded, and does not load a text that would confine the node's
 * own programs. In these cases, the loader is not ready, and its log and its readiness probe contain the profile's name.
 *
 * Its pods run as root in their own namespace. They are not privileged, and have only the capability MAC_ADMIN.
 */
export class AppArmorLoader extends Construct {
  /**
   * @throws {@link InputError} if a name is duplicate, also retired, or belongs to a container runtime; if an acknowledged
   * lint does not find exactly one problem; if an adopted profile is not in `profiles`; if there are more profiles than the loader reads; if the target cannot run the
   * loader; or if the operator cannot express a profile
   */
  constructor(scope: Construct, id: string, props: AppArmorLoaderProps) {
    super(scope, id);
    expectTypes('AppArmorLoader', { props: [props, 'object'] });
    expectTypes('AppArmorLoader', { profiles: [props.profiles, { listOf: 'object' }] });
    if (props.target) Target.set(this, props.target);
    const target = Target.of(this);
    const { profiles, retired = [], delivery = ProfileDelivery.DAEMON_SET } = props;
    const problems = new Problems();
    for (const problem of problemsOf(profiles, retired, delivery, target)) problems.add(problem);
    problems.add(tooManyProfilesProblem(profiles));
    const adopted = [...new Set(props.adopted ?? [])].sort();
    problems.add(unknownAdoptionProblem(adopted, profiles, delivery));
    const acknowledged = props.acknowledgedLints ?? [];
    for (const problem of acknowledgedLintProblems(acknowledged, profiles)) problems.add(problem);
    if (delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR && acknowledged.length > 0)
      problems.add("acknowledgedLints must be unset: no rule checks the operator's own form of a profile");
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
      ...(props.priorityClass !== undefined && { priorityClass: props.priorityClass }),
      configMaps: profileConfigMaps(
        'apparmor',
        Object.fromEntries(profiles.map((p) => [p.name, p.render()])),
        retired,
        name,
        lintAnnotations('apparmor-profile-lint', acknowledged, profiles),
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
      (name) => `profile name ${quote(name)} is used twice: give each profile its own name`,
    ),
    ...retired
      .filter((name) => names.includes(name))
      .map((name) => `profile ${quote(name)} is in both profiles and retired: remove it from one of them`),
    ...retired
      .map(profileNameProblem)
      .filter((problem) => problem !== undefined)
      .map((problem) => `retired ${problem}`),
    ...[...new Set([...names, ...retired])].map(reservedProblem),
    target.isIzumaEdge
      ? 'izuma-edge does not try a pod again if its profile was missing: load the profiles when the gateway boots'
      : undefined,
    target.appArmor === NodeAppArmor.NO
      ? `the nodes of ${target.name} do not have AppArmor: remove the loader`
      : undefined,
    delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR && retired.length > 0
      ? 'retired must be unset: the operator unloads a profile when its object is deleted'
      : undefined,
  ];
}

function reservedProblem(name: string): string | undefined {
  if (OF_RUNTIMES.includes(name)) return `profile ${quote(name)} belongs to a container runtime: remove it`;
  return name === RETIRED_KEY
    ? `profile ${quote(name)} has the name of the loader's list of retired names: give it another name`
    : undefined;
}
