import { InputError, quote } from '../input-error';
import type { Rule } from './rule';
import { AddedCapabilities } from './rules/added-capabilities';
import { ApparmorProfile } from './rules/apparmor-profile';
import { AppArmorProfileLint } from './rules/apparmor-profile-lint';
import { AppArmorProfileOfOneApp } from './rules/apparmor-profile-of-one-app';
import { AppArmorProfileProvided } from './rules/apparmor-profile-provided';
import { AutoscalerTarget } from './rules/autoscaler-target';
import { DisruptionBudget } from './rules/disruption-budget';
import { DropAllCapabilities } from './rules/drop-all-capabilities';
import { EgressIsolation } from './rules/egress-isolation';
import { ExistingClaim } from './rules/existing-claim';
import { ExistingConfigMap } from './rules/existing-config-map';
import { ExistingSecret } from './rules/existing-secret';
import { ExistingServiceAccount } from './rules/existing-service-account';
import { ExplicitRegistry } from './rules/explicit-registry';
import { FieldOfTarget } from './rules/field-of-target';
import { HighUserId } from './rules/high-user-id';
import { ImageDigest } from './rules/image-digest';
import { ImagePullPolicy } from './rules/image-pull-policy';
import { IngressHost } from './rules/ingress-host';
import { IngressIsolation } from './rules/ingress-isolation';
import { IngressTls } from './rules/ingress-tls';
import { IngressToService } from './rules/ingress-to-service';
import { LivenessProbe } from './rules/liveness-probe';
import { MaintainedIngressController } from './rules/maintained-ingress-controller';
import { MonitorSelectsServices } from './rules/monitor-selects-services';
import { NamespacePodSecurity } from './rules/namespace-pod-security';
import { NetworkPolicyPeerExists } from './rules/network-policy-peer-exists';
import { NetworkPolicySelectsPods } from './rules/network-policy-selects-pods';
import { NoAdminAccess } from './rules/no-admin-access';
import { NoAggregatedRights } from './rules/no-aggregated-rights';
import { NoBroadAggregation } from './rules/no-broad-aggregation';
import { NoCertificateApproval } from './rules/no-certificate-approval';
import { NoClusterAdmin } from './rules/no-cluster-admin';
import { NoDefaultNamespace } from './rules/no-default-namespace';
import { NoDuplicateEnv } from './rules/no-duplicate-env';
import { NoExposedService } from './rules/no-exposed-service';
import { NoHostAliases } from './rules/no-host-aliases';
import { NoHostNamespaces } from './rules/no-host-namespaces';
import { NoHostPath } from './rules/no-host-path';
import { NoHostPorts } from './rules/no-host-ports';
import { NoHostProcess } from './rules/no-host-process';
import { NoIngressSnippet } from './rules/no-ingress-snippet';
import { NoLatestTag } from './rules/no-latest-tag';
import { NoLowPort } from './rules/no-low-port';
import { NoMetadataEgress } from './rules/no-metadata-egress';
import { NoMutatingAdmission } from './rules/no-mutating-admission';
import { NoNamespaceChange } from './rules/no-namespace-change';
import { NoNetworkChange } from './rules/no-network-change';
import { NoNodeChange } from './rules/no-node-change';
import { NoNodeProxy } from './rules/no-node-proxy';
import { NoNodeVolume } from './rules/no-node-volume';
import { NoOpenSubjects } from './rules/no-open-subjects';
import { NoPlainSecretArgs } from './rules/no-plain-secret-args';
import { NoPlainSecretConfig } from './rules/no-plain-secret-config';
import { NoPlainSecretEnv } from './rules/no-plain-secret-env';
import { NoPodCreation } from './rules/no-pod-creation';
import { NoPodExec } from './rules/no-pod-exec';
import { NoPrivilegeEscalation } from './rules/no-privilege-escalation';
import { NoPrivileged } from './rules/no-privileged';
import { NoProbeHost } from './rules/no-probe-host';
import { NoRoleChange } from './rules/no-role-change';
import { NoRoleEscalation } from './rules/no-role-escalation';
import { NoRoleForDefaultAccount } from './rules/no-role-for-default-account';
import { NoRuntimeSocket } from './rules/no-runtime-socket';
import { NoSecretAccess } from './rules/no-secret-access';
import { NoSecretEnv } from './rules/no-secret-env';
import { NoSecretManifest } from './rules/no-secret-manifest';
import { NoSecretWebhook } from './rules/no-secret-webhook';
import { NoSensitiveHostPath } from './rules/no-sensitive-host-path';
import { NoServiceAccountToken } from './rules/no-service-account-token';
import { NoServiceLinks } from './rules/no-service-links';
import { NoSharedProcesses } from './rules/no-shared-processes';
import { NoSshPort } from './rules/no-ssh-port';
import { NoTokenCreation } from './rules/no-token-creation';
import { NoTpmDevice } from './rules/no-tpm-device';
import { NoVolumeCreation } from './rules/no-volume-creation';
import { NoWebhookConfiguration } from './rules/no-webhook-configuration';
import { NoWildcardRoles } from './rules/no-wildcard-roles';
import { OwnServiceAccount } from './rules/own-service-account';
import { ParsecDistinctUsers } from './rules/parsec-distinct-users';
import { ParsecFolderMount } from './rules/parsec-folder-mount';
import { ParsecHostUsers } from './rules/parsec-host-users';
import { ParsecNarrowMount } from './rules/parsec-narrow-mount';
import { ParsecOwnUser } from './rules/parsec-own-user';
import { ParsecReadOnlyMount } from './rules/parsec-read-only-mount';
import { ParsecTellingProbe } from './rules/parsec-telling-probe';
import { ProbePortOfContainer } from './rules/probe-port-of-container';
import { ProcMount } from './rules/proc-mount';
import { ReadOnlyHostPath } from './rules/read-only-host-path';
import { ReadOnlyRootFilesystem } from './rules/read-only-root-filesystem';
import { ReadinessProbe } from './rules/readiness-probe';
import { ResourceLimits } from './rules/resource-limits';
import { ResourceRequests } from './rules/resource-requests';
import { RootInUserNamespace } from './rules/root-in-user-namespace';
import { RunAsGroup } from './rules/run-as-group';
import { RunAsNonRoot } from './rules/run-as-non-root';
import { RunAsUser } from './rules/run-as-user';
import { SafeSysctls } from './rules/safe-sysctls';
import { SeccompProfile } from './rules/seccomp-profile';
import { SeccompProfileLint } from './rules/seccomp-profile-lint';
import { SeccompProfileProvided } from './rules/seccomp-profile-provided';
import { SelectorMatchesTemplate } from './rules/selector-matches-template';
import { SelinuxOptions } from './rules/selinux-options';
import { ServedApiVersion } from './rules/served-api-version';
import { ServicePortOfContainer } from './rules/service-port-of-container';
import { ServiceSelectsPods } from './rules/service-selects-pods';
import { SizedEmptyDir } from './rules/sized-empty-dir';
import { TrustedPlacement } from './rules/trusted-placement';
import { ValidContainers } from './rules/valid-containers';
import { ValidMetadata } from './rules/valid-metadata';
import { ValidProfileReference } from './rules/valid-profile-reference';
import { ValidResources } from './rules/valid-resources';
import { ValidRestartPolicy } from './rules/valid-restart-policy';
import { ValidSecurityContext } from './rules/valid-security-context';
import { ValidVolumes } from './rules/valid-volumes';
import { ValidWindowsPod } from './rules/valid-windows-pod';
import { VerifiedApiService } from './rules/verified-api-service';
import { VolumeTypes } from './rules/volume-types';

/** One of each, by id. */
const CLASSES: ReadonlyArray<new () => Rule> = [
  AddedCapabilities,
  ApparmorProfile,
  AppArmorProfileLint,
  AppArmorProfileOfOneApp,
  AppArmorProfileProvided,
  AutoscalerTarget,
  DisruptionBudget,
  DropAllCapabilities,
  EgressIsolation,
  ExistingClaim,
  ExistingConfigMap,
  ExistingSecret,
  ExistingServiceAccount,
  ExplicitRegistry,
  FieldOfTarget,
  HighUserId,
  ImageDigest,
  ImagePullPolicy,
  IngressHost,
  IngressIsolation,
  IngressTls,
  IngressToService,
  LivenessProbe,
  MaintainedIngressController,
  MonitorSelectsServices,
  NamespacePodSecurity,
  NetworkPolicyPeerExists,
  NetworkPolicySelectsPods,
  NoAdminAccess,
  NoAggregatedRights,
  NoBroadAggregation,
  NoCertificateApproval,
  NoClusterAdmin,
  NoDefaultNamespace,
  NoDuplicateEnv,
  NoExposedService,
  NoHostAliases,
  NoHostNamespaces,
  NoHostPath,
  NoHostPorts,
  NoHostProcess,
  NoIngressSnippet,
  NoLatestTag,
  NoLowPort,
  NoMetadataEgress,
  NoMutatingAdmission,
  NoNamespaceChange,
  NoNetworkChange,
  NoNodeChange,
  NoNodeProxy,
  NoNodeVolume,
  NoOpenSubjects,
  NoPlainSecretArgs,
  NoPlainSecretConfig,
  NoPlainSecretEnv,
  NoPodCreation,
  NoPodExec,
  NoPrivilegeEscalation,
  NoPrivileged,
  NoProbeHost,
  NoRoleChange,
  NoRoleEscalation,
  NoRoleForDefaultAccount,
  NoRuntimeSocket,
  NoSecretAccess,
  NoSecretEnv,
  NoSecretManifest,
  NoSecretWebhook,
  NoSensitiveHostPath,
  NoServiceAccountToken,
  NoServiceLinks,
  NoSharedProcesses,
  NoSshPort,
  NoTokenCreation,
  NoTpmDevice,
  NoVolumeCreation,
  NoWebhookConfiguration,
  NoWildcardRoles,
  OwnServiceAccount,
  ParsecDistinctUsers,
  ParsecFolderMount,
  ParsecHostUsers,
  ParsecNarrowMount,
  ParsecOwnUser,
  ParsecReadOnlyMount,
  ParsecTellingProbe,
  ProbePortOfContainer,
  ProcMount,
  ReadOnlyHostPath,
  ReadOnlyRootFilesystem,
  ReadinessProbe,
  ResourceLimits,
  ResourceRequests,
  RootInUserNamespace,
  RunAsGroup,
  RunAsNonRoot,
  RunAsUser,
  SafeSysctls,
  SeccompProfile,
  SeccompProfileLint,
  SeccompProfileProvided,
  SelectorMatchesTemplate,
  SelinuxOptions,
  ServedApiVersion,
  ServicePortOfContainer,
  ServiceSelectsPods,
  SizedEmptyDir,
  TrustedPlacement,
  ValidContainers,
  ValidMetadata,
  ValidProfileReference,
  ValidResources,
  ValidRestartPolicy,
  ValidSecurityContext,
  ValidVolumes,
  ValidWindowsPod,
  VerifiedApiService,
  VolumeTypes,
];

/** The rules that come with the library, each one object however often it is asked for. */
export class BuiltInRules {
  /** Every rule, by id. */
  public static all(): Rule[] {
    this.rules ??= CLASSES.map((rule) => new rule());
    return [...this.rules];
  }

  /**
   * The rule of an id.
   * @throws when there is none
   */
  public static named(id: string): Rule {
    const rule = this.all().find((each) => each.id === id);
    if (!rule) throw new InputError('BuiltInRules', [`no rule has the id ${quote(id)}`]);
    return rule;
  }

  private static rules?: Rule[];

  private constructor() {}
}
