import { Construct } from 'constructs';
import { profileAnnotations, unknownProfileProblem } from './acknowledged-profiles';
import { tooManyProfilesProblem, unknownAdoptionProblem } from './delivered-profiles';
import { NodeDaemon } from './node-daemon';
import { Placement } from '../edge/placement';
import { ProfileDelivery } from './profile-delivery';
import { HostPathType, Weakness } from '../edge/weakness';
import { Problems, quote } from '../diagnostics/input-error';
import { objectAt, type Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { profileConfigMaps } from '../kubernetes/profile-config-map';
import { Target } from '../kubernetes/target';
import type { Image } from '../supply-chain/image';
import { ownImage } from '../supply-chain/own-images';
import type { SeccompProfile } from '../seccomp/profile';
import { OperatorSeccompProfile } from '../seccomp/security-profiles-operator';

/** Profiles for the nodes. */
export interface SeccompInstallerProps {
  /** Profiles that the nodes shall have. */
  readonly profiles: SeccompProfile[];

  /**
   * Names of profiles that the nodes shall no longer have. Retire a profile only when no pod names it:
   * a container whose profile is missing does not start.
   * @default - none
   */
  readonly retired?: string[];

  /**
   * Names of profiles whose files the installer takes over from another installer, or from a person. Without it, the
   * installer does not touch a file that it did not write itself, or that somebody changed since.
   * @default - none
   */
  readonly adopted?: string[];

  /**
   * Names of profiles of which the findings of the rule `seccomp-profile-lint` are accepted, each with the reason.
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
   * @default "seccomp-installer"
   */
  readonly name?: string;

  /**
   * The installer's image.
   * @default - this project's own, by digest
   */
  readonly image?: Image;

  /**
   * The nodes.
   * @default - every node, tainted ones too
   */
  readonly placement?: Placement;

  /**
   * The kubelet's root folder.
   * @default "/var/lib/kubelet"
   */
  readonly kubeletFolder?: string;

  /**
   * The Kubernetes that will read the output.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
}

const NAME = 'seccomp-installer';
/** The one folder below the kubelet's seccomp folder that the installer writes to. */
const OWN_FOLDER = 'secure-edge';
/** A profile's name, as long as a ConfigMap's key with its suffix may be. */
const NAME_FORM = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,247}$/;

/**
 * Brings seccomp profiles to the nodes' files, where pods name them as `Localhost`.
 *
 * It writes what its ConfigMaps hold to `seccomp/secure-edge/` below the kubelet's folder, and replaces a file whose
 * text changes. A seccomp filter is read when a container starts, so running pods keep theirs until they are
 * replaced. It removes the names under `retired`, and no others.
 *
 * It acts on files that it wrote itself, of which it keeps a record in the same folder. A file of the same name that
 * somebody else wrote is neither replaced nor removed: the installer is then not ready, and its log and its readiness
 * probe name the file.
 *
 * Its pods run as root without any capability, not privileged, in a namespace of their own.
 */
export class SeccompInstaller extends Construct {
  /**
   * @throws {@link InputError} if a name is given twice, is retired too or is too long, a profile is adopted that is not given, a
   * profile's path is not one that this delivery writes, the profiles are more than the installer reads, the target
   * cannot run it, or the operator's form cannot hold a profile
   */
  constructor(scope: Construct, id: string, props: SeccompInstallerProps) {
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
    problems.throwIfAny(`SeccompInstaller ${quote(this.node.path)}`);
    const annotations = profileAnnotations('seccomp-profile-lint', acknowledged);
    if (delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR) {
      for (const profile of profiles) this.handToOperator(profile, annotations[profile.name]);
      return;
    }
    const name = props.name ?? NAME;
    const folder = `${props.kubeletFolder ?? '/var/lib/kubelet'}/seccomp/${OWN_FOLDER}`;
    new NodeDaemon(this, 'Daemon', {
      name,
      reason: `the installer mounts ${folder} of its node, which every level of Pod Security but this one rejects`,
      image: props.image ?? ownImage('seccomp-installer'),
      placement: props.placement ?? Placement.everyGateway({ tolerations: [{}] }),
      configMaps: profileConfigMaps(
        'seccomp',
        Object.fromEntries(profiles.map((p) => [`${p.name}.json`, p.render()])),
        retired.map((r) => `${r}.json`),
        name,
        Object.fromEntries(Object.entries(annotations).map(([profile, own]) => [`${profile}.json`, own])),
      ),
      program: '/usr/local/bin/seccomp-installer',
      args: ['--folder', folder, '--owner', name, ...adopted.flatMap((profile) => ['--adopt', `${profile}.json`])],
      weaknesses: [
        Weakness.rootUser("the kubelet's folder belongs to root"),
        Weakness.hostPath(folder, {
          type: HostPathType.DIRECTORY_OR_CREATE,
          writable: true,
          reason: 'the runtime reads seccomp profiles from this folder',
        }),
      ],
    });
  }

  private handToOperator(profile: SeccompProfile, annotations: Readonly<Record<string, string>> | undefined): void {
    const form = new OperatorSeccompProfile(profile).toManifest() as Manifest;
    const metadata = { ...objectAt(form, 'metadata'), ...(annotations && { annotations }) };
    const manifest: Manifest = { ...form, metadata };
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
  profiles: ReadonlyArray<SeccompProfile>,
  retired: ReadonlyArray<string>,
  delivery: ProfileDelivery,
  target: Target,
): (string | undefined)[] {
  const names = profiles.map((p) => p.name);
  const byOperator = delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR;
  const folder = byOperator ? 'operator' : OWN_FOLDER;
  return [
    ...[...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
      (name) => `profile ${quote(name)} is given twice: give each a name of its own`,
    ),
    ...retired
      .filter((name) => names.includes(name))
      .map((name) => `profile ${quote(name)} is given and retired: keep it in one of the two`),
    ...[...names, ...retired]
      .filter((name) => !NAME_FORM.test(name))
      .map(
        (name) =>
          `name of a profile must be at most 248 letters, digits and _ . -, a letter or digit first, got ${quote(name)}`,
      ),
    ...profiles
      .filter((p) => p.localhostProfile !== `${folder}/${p.name}.json`)
      .map(
        (p) =>
          `profile ${quote(p.name)} is named by pods as ${quote(p.localhostProfile)}, but will stand at ${quote(`${folder}/${p.name}.json`)}: give it that localhostProfile`,
      ),
    target.isIzumaEdge
      ? 'izuma-edge has no namespaces to keep the installer apart: put the profiles onto the gateway when it is made ready'
      : undefined,
    byOperator && retired.length > 0
      ? 'retired must be left out: the operator removes a profile when its object is deleted'
      : undefined,
  ];
}
