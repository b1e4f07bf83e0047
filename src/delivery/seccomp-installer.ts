import { expectTypes } from '../diagnostics/expected-type';
import type { ProfileFinding } from '../diagnostics/profile-finding';
import { SeccompFile } from '../seccomp/seccomp-file';
import { Construct } from 'constructs';
import { acknowledgedLintProblems, lintAnnotations, type AcknowledgedLint } from './acknowledged-lints';
import { tooManyProfilesProblem, unknownAdoptionProblem } from './delivered-profiles';
import { NodeDaemon } from './node-daemon';
import { Placement } from '../edge/placement';
import { ProfileDelivery } from './profile-delivery';
import { Weakness } from '../edge/weakness';
import { HostPathType } from '../edge/weaknesses/node-path';
import { Problems, quote } from '../diagnostics/input-error';
import { objectAt, type Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import type { INamedObject } from '../kubernetes/named-object';
import { profileConfigMaps } from '../kubernetes/profile-config-map';
import { Target } from '../kubernetes/target';
import type { Image } from '../supply-chain/image';
import { ownImage } from '../supply-chain/own-images';
import type { SeccompProfile } from '../seccomp/profile';
import { OperatorSeccompProfile } from '../seccomp/security-profiles-operator';

/** Options of a seccomp installer. */
export interface SeccompInstallerProps {
  /** Profiles to install on the nodes. */
  readonly profiles: SeccompProfile[];

  /**
   * Names of profiles to delete from the nodes. Retire a profile only if no pod uses it: a container whose profile is
   * missing does not start.
   * @default - none
   */
  readonly retired?: string[];

  /**
   * Names of profiles whose files the installer takes over from another installer, or from a person. The installer does
   * not change other files that it did not write itself, or that were changed since.
   * @default - none
   */
  readonly adopted?: string[];

  /**
   * Accepted findings of the rule `seccomp-profile-lint`.
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
   * @default "seccomp-installer"
   */
  readonly name?: string;

  /**
   * Image of the installer.
   * @default - this project's own, pinned to a digest
   */
  readonly image?: Image;

  /**
   * Nodes the installer runs on.
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
   * Root folder of the kubelet.
   * @default "/var/lib/kubelet"
   */
  readonly kubeletFolder?: string;

  /**
   * Kubernetes that reads the manifests.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
}

const NAME = 'seccomp-installer';
/** Folder below the kubelet's seccomp folder. The installer writes only to this folder. */
const OWN_FOLDER = 'secure-edge';
/** Name of a profile. With its suffix, it must not be longer than a key of a ConfigMap. */
const NAME_FORM = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,247}$/;

/**
 * DaemonSet that writes seccomp profiles to files on the nodes. Pods refer to them with the type `Localhost`.
 *
 * The installer writes the profiles in its ConfigMaps to `seccomp/secure-edge/` below the kubelet's folder, and replaces a
 * file if its text changes. Running pods keep the old filter, because the runtime reads a seccomp profile only when a
 * container starts. The installer deletes only the profiles in `retired`.
 *
 * The installer changes only files that it wrote itself, and keeps a record of them in the same folder. It does not replace
 * or delete a file with the same name that another program wrote. In this case, the installer is not ready, and its log and
 * its readiness probe contain the file's name.
 *
 * Its pods run as root in their own namespace. They are not privileged, and have no capabilities.
 */
export class SeccompInstaller extends Construct {
  /**
   * @throws {@link InputError} if a name is duplicate, also retired, or too long; if an acknowledged or adopted profile is
   * not in `profiles`; if a profile has a path that this delivery does not write; if there are more profiles than the
   * installer reads; if the target cannot run the installer; or if the operator cannot express a profile
   */
  constructor(scope: Construct, id: string, props: SeccompInstallerProps) {
    super(scope, id);
    expectTypes('SeccompInstaller', { props: [props, 'object'] });
    expectTypes('SeccompInstaller', { profiles: [props.profiles, { listOf: 'object' }] });
    if (props.target) Target.set(this, props.target);
    const target = Target.of(this);
    const { profiles, retired = [], delivery = ProfileDelivery.DAEMON_SET } = props;
    const problems = new Problems();
    for (const problem of problemsOf(profiles, retired, delivery, target)) problems.add(problem);
    problems.add(tooManyProfilesProblem(profiles));
    const adopted = [...new Set(props.adopted ?? [])].sort();
    problems.add(unknownAdoptionProblem(adopted, profiles, delivery));
    const acknowledged = props.acknowledgedLints ?? [];
    const linted = profiles.map((profile) => ({ name: profile.name, lint: () => findingsOf(profile) }));
    for (const problem of acknowledgedLintProblems(acknowledged, linted)) problems.add(problem);
    problems.throwIfAny(`SeccompInstaller ${quote(this.node.path)}`);
    const annotations = lintAnnotations('seccomp-profile-lint', acknowledged, linted);
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
      ...(props.priorityClass !== undefined && { priorityClass: props.priorityClass }),
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
      (name) => `profile name ${quote(name)} is used twice: give each profile its own name`,
    ),
    ...retired
      .filter((name) => names.includes(name))
      .map((name) => `profile ${quote(name)} is in both profiles and retired: remove it from one of them`),
    ...[...names, ...retired]
      .filter((name) => !NAME_FORM.test(name))
      .map(
        (name) =>
          `name of a profile must be at most 248 letters, digits, "_", "." and "-", and start with a letter or digit, got ${quote(name)}`,
      ),
    ...profiles
      .filter((p) => p.localhostProfile !== `${folder}/${p.name}.json`)
      .map(
        (p) =>
          `localhostProfile of profile ${quote(p.name)} must be ${quote(`${folder}/${p.name}.json`)}, the file on the nodes, got ${quote(p.localhostProfile)}`,
      ),
    target.isIzumaEdge
      ? 'izuma-edge does not have namespaces to isolate the installer: write the profiles to the gateway when you prepare it'
      : undefined,
    byOperator && retired.length > 0
      ? 'retired must be unset: the operator deletes a profile when its object is deleted'
      : undefined,
  ];
}

function findingsOf(profile: SeccompProfile): ProfileFinding[] {
  return SeccompFile.parse(profile.render(), `${profile.name}.json`).lint();
}
