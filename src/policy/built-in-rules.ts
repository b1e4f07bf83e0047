import { InputError, quote } from '../diagnostics/input-error';
import type { Rule } from './rule';
import { AddedCapabilities } from './rules/privileges/added-capabilities';
import { ApparmorProfile } from './rules/profiles/apparmor-profile';
import { AppArmorProfileLint } from './rules/profiles/apparmor-profile-lint';
import { AppArmorProfileOfOneApp } from './rules/profiles/apparmor-profile-of-one-app';
import { AppArmorProfileProvided } from './rules/profiles/apparmor-profile-provided';
import { AutoscalerTarget } from './rules/resources/autoscaler-target';
import { DisruptionBudget } from './rules/resources/disruption-budget';
import { DropAllCapabilities } from './rules/privileges/drop-all-capabilities';
import { EgressIsolation } from './rules/network/egress-isolation';
import { ExistingClaim } from './rules/references/existing-claim';
import { ExistingConfigMap } from './rules/references/existing-config-map';
import { ExistingSecret } from './rules/references/existing-secret';
import { ExistingServiceAccount } from './rules/references/existing-service-account';
import { ExplicitRegistry } from './rules/images/explicit-registry';
import { FieldOfTarget } from './rules/validity/field-of-target';
import { HighUserId } from './rules/privileges/high-user-id';
import { ImageDigest } from './rules/images/image-digest';
import { ImagePullPolicy } from './rules/images/image-pull-policy';
import { IngressHost } from './rules/network/ingress-host';
import { IngressIsolation } from './rules/network/ingress-isolation';
import { IngressTls } from './rules/network/ingress-tls';
import { IngressToService } from './rules/references/ingress-to-service';
import { LivenessProbe } from './rules/resources/liveness-probe';
import { MaintainedIngressController } from './rules/network/maintained-ingress-controller';
import { MonitorSelectsServices } from './rules/references/monitor-selects-services';
import { NamespacePodSecurity } from './rules/placement/namespace-pod-security';
import { NetworkPolicyPeerExists } from './rules/network/network-policy-peer-exists';
import { NetworkPolicySelectsPods } from './rules/network/network-policy-selects-pods';
import { NoAdminAccess } from './rules/volumes/no-admin-access';
import { NoAggregatedRights } from './rules/rbac/no-aggregated-rights';
import { NoBroadAggregation } from './rules/rbac/no-broad-aggregation';
import { NoCertificateApproval } from './rules/rbac/no-certificate-approval';
import { NoClusterAdmin } from './rules/rbac/no-cluster-admin';
import { NoDefaultNamespace } from './rules/placement/no-default-namespace';
import { NoDuplicateEnv } from './rules/references/no-duplicate-env';
import { NoExposedService } from './rules/network/no-exposed-service';
import { NoHostAliases } from './rules/network/no-host-aliases';
import { NoHostNamespaces } from './rules/privileges/no-host-namespaces';
import { NoHostPath } from './rules/volumes/no-host-path';
import { NoHostPorts } from './rules/privileges/no-host-ports';
import { NoHostProcess } from './rules/privileges/no-host-process';
import { NoIngressSnippet } from './rules/network/no-ingress-snippet';
import { NoLatestTag } from './rules/images/no-latest-tag';
import { NoLowPort } from './rules/network/no-low-port';
import { NoMetadataEgress } from './rules/network/no-metadata-egress';
import { NoMutatingAdmission } from './rules/rbac/no-mutating-admission';
import { NoNamespaceChange } from './rules/rbac/no-namespace-change';
import { NoNetworkChange } from './rules/rbac/no-network-change';
import { NoNodeChange } from './rules/rbac/no-node-change';
import { NoNodeProxy } from './rules/rbac/no-node-proxy';
import { NoNodeVolume } from './rules/volumes/no-node-volume';
import { NoOpenSubjects } from './rules/rbac/no-open-subjects';
import { NoPlainSecretArgs } from './rules/secrets/no-plain-secret-args';
import { NoPlainSecretConfig } from './rules/secrets/no-plain-secret-config';
import { NoPlainSecretEnv } from './rules/secrets/no-plain-secret-env';
import { NoPodCreation } from './rules/rbac/no-pod-creation';
import { NoPodExec } from './rules/rbac/no-pod-exec';
import { NoPrivilegeEscalation } from './rules/privileges/no-privilege-escalation';
import { NoPrivileged } from './rules/privileges/no-privileged';
import { NoProbeHost } from './rules/privileges/no-probe-host';
import { NoRoleChange } from './rules/rbac/no-role-change';
import { NoRoleEscalation } from './rules/rbac/no-role-escalation';
import { NoRoleForDefaultAccount } from './rules/rbac/no-role-for-default-account';
import { NoRuntimeSocket } from './rules/volumes/no-runtime-socket';
import { NoSecretAccess } from './rules/rbac/no-secret-access';
import { NoSecretEnv } from './rules/secrets/no-secret-env';
import { NoSecretManifest } from './rules/secrets/no-secret-manifest';
import { NoSecretWebhook } from './rules/rbac/no-secret-webhook';
import { NoSensitiveHostPath } from './rules/volumes/no-sensitive-host-path';
import { NoServiceAccountToken } from './rules/rbac/no-service-account-token';
import { NoServiceLinks } from './rules/network/no-service-links';
import { NoSharedProcesses } from './rules/privileges/no-shared-processes';
import { NoSshPort } from './rules/network/no-ssh-port';
import { NoTokenCreation } from './rules/rbac/no-token-creation';
import { NoTpmDevice } from './rules/parsec/no-tpm-device';
import { NoVolumeCreation } from './rules/rbac/no-volume-creation';
import { NoWebhookConfiguration } from './rules/rbac/no-webhook-configuration';
import { NoWildcardRoles } from './rules/rbac/no-wildcard-roles';
import { OwnServiceAccount } from './rules/rbac/own-service-account';
import { ParsecDistinctUsers } from './rules/parsec/parsec-distinct-users';
import { ParsecFolderMount } from './rules/parsec/parsec-folder-mount';
import { ParsecHostUsers } from './rules/parsec/parsec-host-users';
import { ParsecNarrowMount } from './rules/parsec/parsec-narrow-mount';
import { ParsecOwnUser } from './rules/parsec/parsec-own-user';
import { ParsecReadOnlyMount } from './rules/parsec/parsec-read-only-mount';
import { ParsecTellingProbe } from './rules/parsec/parsec-telling-probe';
import { ProbePortOfContainer } from './rules/references/probe-port-of-container';
import { ProcMount } from './rules/privileges/proc-mount';
import { ReadOnlyHostPath } from './rules/volumes/read-only-host-path';
import { ReadOnlyRootFilesystem } from './rules/privileges/read-only-root-filesystem';
import { ReadinessProbe } from './rules/resources/readiness-probe';
import { ResourceLimits } from './rules/resources/resource-limits';
import { ResourceRequests } from './rules/resources/resource-requests';
import { RootInUserNamespace } from './rules/privileges/root-in-user-namespace';
import { RunAsGroup } from './rules/privileges/run-as-group';
import { RunAsNonRoot } from './rules/privileges/run-as-non-root';
import { RunAsUser } from './rules/privileges/run-as-user';
import { SafeSysctls } from './rules/privileges/safe-sysctls';
import { SeccompProfile } from './rules/profiles/seccomp-profile';
import { SeccompProfileLint } from './rules/profiles/seccomp-profile-lint';
import { SeccompProfileProvided } from './rules/profiles/seccomp-profile-provided';
import { SelectorMatchesTemplate } from './rules/references/selector-matches-template';
import { SelinuxOptions } from './rules/profiles/selinux-options';
import { ServedApiVersion } from './rules/validity/served-api-version';
import { ServicePortOfContainer } from './rules/references/service-port-of-container';
import { ServiceSelectsPods } from './rules/references/service-selects-pods';
import { SizedEmptyDir } from './rules/volumes/sized-empty-dir';
import { TrustedPlacement } from './rules/placement/trusted-placement';
import { ValidContainers } from './rules/validity/valid-containers';
import { ValidMetadata } from './rules/validity/valid-metadata';
import { ValidProfileReference } from './rules/validity/valid-profile-reference';
import { ValidResources } from './rules/validity/valid-resources';
import { ValidRestartPolicy } from './rules/validity/valid-restart-policy';
import { ValidSecurityContext } from './rules/validity/valid-security-context';
import { ValidVolumes } from './rules/validity/valid-volumes';
import { ValidWindowsPod } from './rules/validity/valid-windows-pod';
import { VerifiedApiService } from './rules/rbac/verified-api-service';
import { VolumeTypes } from './rules/volumes/volume-types';

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
