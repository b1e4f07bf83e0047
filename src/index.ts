export { AppArmorFile, type AppArmorParseOptions } from './apparmor/apparmor-file';
export { AppArmorBaseline, type AppArmorBaselineOptions } from './apparmor/presets/baseline';
export { AppArmorChildProfile, type AppArmorChildProfileProps } from './apparmor/child-profile';
export { AppArmorFlag } from './apparmor/flag';
export { AppArmorInclude } from './apparmor/include';
export { type AcknowledgedLint } from './delivery/acknowledged-lints';
export { AppArmorLoader, type AppArmorLoaderProps } from './delivery/apparmor-loader';
export { type AppArmorNeeds } from './apparmor/presets/needs';
export { AppArmorParserVersion } from './apparmor/parser-version';
export { AppArmorPath } from './apparmor/path';
export { AppArmorPreset } from './apparmor/presets/preset';
export { type NodeJsOptions } from './apparmor/presets/node-js';
export { type StaticBinaryOptions } from './apparmor/presets/static-binary';
export { type StaticWebServerOptions } from './apparmor/presets/static-web-server';
export { AppArmorAbi } from './apparmor/abi';
export {
  AppArmorProfile,
  type AppArmorExtendOptions,
  type AppArmorProfileProps,
  type AppArmorRestrictOptions,
} from './apparmor/profile';
export { AppArmorRule, AppArmorRuleKind, type AppArmorQualifiers, type AppArmorRemark } from './apparmor/rule';
export { AllRule } from './apparmor/rules/all-rule';
export { CapabilityRule, type CapabilityRuleProps } from './apparmor/rules/capability-rule';
export { ChangeProfileRule, type ChangeProfileRuleProps } from './apparmor/rules/change-profile-rule';
export { AppArmorDbusAccess, DbusRule, type DbusRuleProps } from './apparmor/rules/dbus-rule';
export { AppArmorExec, AppArmorExecFallback, type AppArmorExecOptions } from './apparmor/rules/exec-transition';
export { FileRule, type FileAllowOptions, type FileRuleOptions, type FileRuleProps } from './apparmor/rules/file-rule';
export { AppArmorIoUringAccess, IoUringRule, type IoUringRuleProps } from './apparmor/rules/io-uring-rule';
export { LinkRule, type LinkRuleProps } from './apparmor/rules/link-rule';
export { AppArmorMountOption, type AppArmorMountConditions } from './apparmor/rules/mount-option';
export { MountPointRule, type MountPointRuleProps } from './apparmor/rules/mount-point-rule';
export { MountRule, type MountRuleProps } from './apparmor/rules/mount-rule';
export {
  AppArmorMqueueAccess,
  AppArmorMqueueType,
  MqueueRule,
  type MqueueRuleProps,
} from './apparmor/rules/mqueue-rule';
export {
  AppArmorNetworkAccess,
  AppArmorProtocol,
  AppArmorSocketFamily,
  AppArmorSocketType,
  NetworkRule,
  type NetworkRuleProps,
} from './apparmor/rules/network-rule';
export { PivotRootRule, type PivotRootRuleProps } from './apparmor/rules/pivot-root-rule';
export { AppArmorPtraceAccess, PtraceRule, type PtraceRuleProps } from './apparmor/rules/ptrace-rule';
export { RemountRule } from './apparmor/rules/remount-rule';
export { AppArmorRlimit, RlimitRule, type RlimitRuleProps } from './apparmor/rules/rlimit-rule';
export { AppArmorSignal, AppArmorSignalAccess, SignalRule, type SignalRuleProps } from './apparmor/rules/signal-rule';
export { UmountRule } from './apparmor/rules/umount-rule';
export { AppArmorUnixAccess, UnixRule, type UnixRuleProps } from './apparmor/rules/unix-rule';
export { UsernsRule } from './apparmor/rules/userns-rule';
export { ParsedAbi } from './apparmor/statements/parsed-abi';
export { ParsedAlias } from './apparmor/statements/parsed-alias';
export { ParsedBlock } from './apparmor/statements/parsed-block';
export { ParsedBoolean } from './apparmor/statements/parsed-boolean';
export { ParsedComment } from './apparmor/statements/parsed-comment';
export { ParsedCondition } from './apparmor/statements/parsed-condition';
export { ParsedInclude } from './apparmor/statements/parsed-include';
export { ParsedProfile } from './apparmor/statements/parsed-profile';
export { ParsedRule } from './apparmor/statements/parsed-rule';
export { ParsedVariable } from './apparmor/statements/parsed-variable';
export { AppArmorStatement, type AppArmorStatementProps } from './apparmor/statements/statement';
export { AppPackage, type AppPackageProps, type AppPackageWriteOptions } from './app-package/app-package';
export { AppPackageForm } from './app-package/app-package-form';
export { SecureEdgePlugin } from './validation/cdk8s-plugin';
export { BobAndAlice, type BobAndAliceProps } from './demo/bob-and-alice';
export { SecurityDemo, type SecurityDemoProps } from './demo/security-demo';
export { AppArmor, type DerivedProfileOptions } from './edge/app-armor';
export { AppObject, type OverrideOptions } from './edge/app-object';
export { AppObjects } from './edge/app-objects';
export { Autoscaler, type AutoscalerOptions } from './edge/autoscaler';
export { Capability } from './host/capability';
export { type ContainerOptions } from './edge/container-options';
export { type ContainerNeeds } from './edge/container-needs';
export { type DnsOptions } from './edge/dns-options';
export { ClaimAccessMode, DataClaim, type DataClaimProps } from './edge/data-claim';
export { Device, type DeviceClaimOptions } from './edge/device';
export { DisruptionBudget } from './edge/disruption-budget';
export { EdgeNamespace, type EdgeNamespaceProps } from './edge/edge-namespace';
export { type NamespaceLimits, type NamespaceQuota } from './edge/namespace-quota';
export { EnvReference, PodField } from './edge/env-reference';
export {
  Exposure,
  type HeadlessOptions,
  type InClusterOptions,
  type InternalLoadBalancerOptions,
} from './edge/exposure';
export { type GatewayPortOptions } from './edge/gateway-port';
export { type HttpRouteOptions, type IngressOptions, type WebRouteOptions } from './edge/web-route';
export { GatewayPreparation, type GatewayPreparationProps } from './gateway/gateway-preparation';
export { ParsecProvider, ParsecRelease } from './gateway/parsec-release';
export { Identity, type UserOptions } from './edge/identity';
export { IdentityRegistry } from './gateway/identity-registry';
export { Life, type OnceOptions, type ScheduleOptions } from './edge/life';
export { Monitoring, type MonitoringOptions } from './edge/monitoring';
export { MountedFiles, type FileModeOptions, type SecretFile } from './edge/mounted-files';
export {
  Placement,
  TaintEffect,
  type GatewayPlacementOptions,
  type PlacementOptions,
  type TolerationOptions,
} from './edge/placement';
export { PodSecurity, PodSecurityLevel } from './edge/pod-security-level';
export { Probe, type ProbeOptions } from './edge/probe';
export { ProfileDelivery } from './delivery/profile-delivery';
export { type ContainerResources } from './edge/resources';
export { RegistryCredentials, type RegistryCredentialsProps } from './edge/registry-credentials';
export { Seccomp } from './edge/seccomp';
export { SeLinux, SeLinuxType } from './edge/se-linux';
export { SecureEdgeApp } from './edge/secure-edge-app';
export { type SecureEdgeAppOptions, type SecureEdgeAppProps } from './edge/secure-edge-app-options';
export { StopSignal } from './edge/stop-signal';
export { TopologySpread, type TopologySpreadOptions } from './edge/topology-spread';
export { UpdatePolicy, type RollingUpdateOptions } from './edge/update-policy';
export { Weakness } from './edge/weakness';
export { type SeLinuxLabel } from './edge/weaknesses/unconfined';
export { HostPathType, type HostPathOptions } from './edge/weaknesses/node-path';
export { WritableFolder, type TemporaryFolderOptions } from './edge/writable-folder';
export { HardeningControl } from './hardening/hardening-control';
export { Hardening, type HardeningProps } from './hardening/hardening';
export { Posture, type PostureProps } from './hardening/posture';
export { type Loss } from './kubernetes/loss';
export { Port, Protocol } from './kubernetes/port';
export { InputError, type FieldProblem } from './diagnostics/input-error';
export { type ProfileFinding } from './diagnostics/profile-finding';
export { AppArmorSyntaxError, ProfileSyntaxError, SeccompSyntaxError } from './diagnostics/profile-syntax-error';
export { NodeAppArmor, Target, type TargetOptions } from './kubernetes/target';
export { type ICpu } from './kubernetes/amount';
export { type INamedObject } from './kubernetes/named-object';
export { Flow } from './network/flow';
export { type INetworkPeer } from './network/network-peer';
export { Peer, type PodPeerOptions } from './network/peer';
export { ParsecClient, type ParsecClientProps } from './parsec/parsec-client';
export { ParsecHost, type ParsecHostProps } from './parsec/parsec-host';
export { ParsecProof, type ParsecProofOptions } from './parsec/parsec-proof';
export { ParsecSocket } from './parsec/parsec-socket';
export { ParsecSocketVolume, type ParsecSocketVolumeProps } from './parsec/parsec-socket-volume';
export { PolicyValidation, type PolicyValidationProps } from './validation/policy-validation';
export { Acknowledgement, type AcknowledgementProps } from './kubernetes/acknowledgement';
export { type RuleId } from './kubernetes/rule-id';
export { BuiltInPacks } from './policy/built-in-packs';
export { BuiltInRules } from './policy/built-in-rules';
export { ContainerRole, ContainerSubject } from './policy/subject/container-subject';
export { type ControlReference } from './policy/control';
export { PolicyEngine, type PolicyEngineProps } from './policy/engine';
export {
  Finding,
  type FieldValue,
  type FindingAcknowledgement,
  type FrameworkControl,
  type RefusedAcknowledgement,
  type ResourceReference,
} from './policy/finding';
export { ManifestDocument, type ManifestDocumentProps } from './policy/subject/manifest-document';
export { ManifestSet } from './policy/subject/manifest-set';
export { type NotJudgedKind } from './policy/not-judged';
export { ObjectSubject } from './policy/subject/object-subject';
export { Pack, type PackProps } from './policy/pack';
export { PodSubject } from './policy/subject/pod-subject';
export { PolicyReport, type CheckedTarget } from './policy/policy-report';
export { PolicyTarget } from './policy/policy-target';
export { PolicyVersion } from './policy/policy-version';
export { RegistryAllowList, type RegistryAllowListProps } from './policy/rules/images/registry-allow-list';
export { ContainerRule, ObjectRule, PodRule, Rule, SetRule, type RuleExamples, type RuleProps } from './policy/rule';
export { Subject } from './policy/subject/subject';
export { type SetViolation, type ValueToSet, type Violation } from './policy/violation';
export { type Notice, type UnreadableSource } from './report/content';
export { Report, type ReportProps, type TextReportOptions } from './report/report';
export { SeccompAction } from './seccomp/action';
export { SeccompArchitecture } from './seccomp/architecture';
export { SeccompFileRule, type SeccompCondition } from './seccomp/file-rule';
export { SeccompFlag } from './seccomp/flag';
export { SeccompInstaller, type SeccompInstallerProps } from './delivery/seccomp-installer';
export { SeccompOperator } from './seccomp/operator';
export { SeccompProfile } from './seccomp/profile';
export { type SeccompProfileProps } from './seccomp/profile-props';
export { SeccompFile } from './seccomp/seccomp-file';
export {
  type SeccompExtendOptions,
  type SeccompResolveOptions,
  type SeccompToProfileOptions,
} from './seccomp/seccomp-file-options';
export { type SeccompArgument, type SeccompSyscallRule } from './seccomp/syscall-rule';
export { Severity } from './diagnostics/severity';
export { Image, ImagePullPolicy } from './supply-chain/image';
export { ImageLock } from './supply-chain/image-lock';
export { ImageMirror, type ImageMirrorOptions } from './supply-chain/image-mirror';
