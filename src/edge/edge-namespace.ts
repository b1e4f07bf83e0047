import { Construct, type IConstruct } from 'constructs';
import { Problems, quote } from '../diagnostics/input-error';
import type { Cdk8sPlusValue } from '../kubernetes/cdk8s-plus-value';
import { recordLosses } from '../kubernetes/loss';
import type { JsonObject, Manifest } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import { dnsLabel, labels as labelProblems } from '../kubernetes/syntax';
import { Target } from '../kubernetes/target';
import { podSelectorConfig, type INetworkPeer } from '../network/network-peer';
import { networkPolicySpec } from '../network/network-policy';
import { ACKNOWLEDGE_ANNOTATION, renderAcknowledgements } from '../kubernetes/acknowledgement';
import {
  limitsProblems,
  limitsSpec,
  quotaProblems,
  quotaSpecs,
  type NamespaceLimits,
  type NamespaceQuota,
} from './namespace-quota';
import { containerUseProblems, quotaUseProblems, type NamespacedWorkload } from './namespace-use';
import { admits, PodSecurity, PodSecurityLevel } from './pod-security-level';

/** Options of a namespace for a group of apps. */
export interface EdgeNamespaceProps {
  /**
   * Name of the namespace.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Pod Security level that the namespace enforces.
   * @default PodSecurity.restricted()
   */
  readonly podSecurity?: PodSecurity;

  /**
   * Reason for which a namespace at the level `privileged` also contains apps that need only a stricter level, at least ten
   * characters.
   * @default - such apps are rejected
   */
  readonly mixedLevelsReason?: string;

  /**
   * Largest total of what all objects of the namespace may have. Apps that together have more are an error at synth.
   * @default - no limit
   */
  readonly quota?: NamespaceQuota;

  /**
   * Largest and default resources of a container, and the largest size of a claim. A container with more is an error at synth.
   * @default - no limits
   */
  readonly limits?: NamespaceLimits;

  /**
   * Additional labels of the namespace.
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Kubernetes that reads the manifests.
   * @default - the target of the scope, see {@link Target.of}
   */
  readonly target?: Target;
}

/** App in a namespace. */
interface Member {
  readonly node: { readonly path: string };
  readonly podSecurityLevel: PodSecurityLevel;
  /** @internal */
  readonly _workload: NamespacedWorkload;
}

const POD_SECURITY = 'pod-security.kubernetes.io';

/**
 * Namespace for a group of apps. Its Pod Security labels are pinned to the target's version, and a network policy denies
 * all traffic that no app allows.
 *
 * An app belongs to the namespace if it is below it in the construct tree, or if its `namespace` prop specifies it.
 */
export class EdgeNamespace extends Construct implements INetworkPeer {
  /** Returns the closest namespace around a construct, or undefined. */
  public static of(scope: IConstruct): EdgeNamespace | undefined {
    return scope.node.scopes.reverse().find((s): s is EdgeNamespace => s instanceof EdgeNamespace);
  }

  public readonly name: string;
  public readonly podSecurity: PodSecurity;
  private readonly labels: Record<string, string>;
  private readonly isMixed: boolean;
  private readonly quota: NamespaceQuota;
  private readonly limits: NamespaceLimits;
  private readonly members: Member[] = [];

  /** @throws {@link InputError} if the name or a label is invalid, or the target does not have namespaces */
  constructor(scope: Construct, id: string, props: EdgeNamespaceProps = {}) {
    super(scope, id);
    if (props.target) Target.set(this, props.target);
    const target = Target.of(this);
    this.name = props.name ?? id;
    this.podSecurity = props.podSecurity ?? PodSecurity.restricted();
    this.labels = props.labels ?? {};
    this.isMixed = props.mixedLevelsReason !== undefined;
    this.quota = props.quota ?? {};
    this.limits = props.limits ?? {};
    const [namespaces, policies] = [target._apiVersion('Namespace'), target._apiVersion('NetworkPolicy')];
    const problems = new Problems();
    problems.add(dnsLabel('name', this.name));
    for (const problem of labelProblems('label', this.labels)) problems.add(problem);
    for (const key of Object.keys(this.labels))
      if (key.startsWith(`${POD_SECURITY}/`))
        problems.add(
          `label ${quote(key)} is set by podSecurity: use PodSecurity.baseline or PodSecurity.privileged with a reason`,
        );
    if (namespaces === undefined || policies === undefined)
      problems.add(`${target.name} does not have namespaces: put the apps into the chart`);
    if (props.quota !== undefined) for (const problem of quotaProblems(props.quota)) problems.add(problem);
    if (props.limits !== undefined) for (const problem of limitsProblems(props.limits)) problems.add(problem);
    problems.throwIfAny(`EdgeNamespace ${quote(this.node.path)}`);

    new ManifestObject(this, 'Namespace', {
      apiVersion: String(namespaces),
      kind: 'Namespace',
      name: this.name,
      fields: [],
      render: () => this.renderNamespace(target),
    });
    new ManifestObject(this, 'DefaultDeny', {
      apiVersion: String(policies),
      kind: 'NetworkPolicy',
      name: 'default-deny',
      namespace: this.name,
      fields: ['spec'],
      render: () => ({ spec: networkPolicySpec({}, [], [], target).spec }),
    });
    this.writeLimits(target, props);
    this.node.addValidation({ validate: () => [...this.validateMembers(), ...this.validateUse()] });
  }

  /** Returns every pod of the namespace as a `PodSelectorConfig` of cdk8s-plus, so that it is an `IPodSelector`. */
  public toPodSelectorConfig(): Cdk8sPlusValue {
    return podSelectorConfig({}, this.name);
  }

  /** Returns every pod of the namespace as an `IPodSelector` of cdk8s-plus. */
  public toPodSelector(): EdgeNamespace {
    return this;
  }

  public toNetworkPolicyPeerConfig(): Cdk8sPlusValue {
    return { podSelector: this.toPodSelectorConfig() as unknown };
  }

  /** @internal */
  public _join(member: Member): void {
    this.members.push(member);
  }

  /**
   * Reason that the namespace rejects pods that need a level.
   * @internal
   */
  public _refusal(needs: PodSecurityLevel, why: ReadonlyArray<string>): string | undefined {
    if (admits(this.podSecurity.level, needs)) return undefined;
    const rules = [...new Set(why)];
    return `namespace ${quote(this.name)} enforces ${this.podSecurity.level}, but ${rules.join(', ')} ${rules.length === 1 ? 'needs' : 'need'} ${needs}: give the app its own EdgeNamespace with podSecurity: PodSecurity.${needs}('the reason')`;
  }

  /** Problems of apps that do not need the namespace's weak level, which applies to every pod in it. */
  private validateMembers(): string[] {
    if (this.podSecurity.level !== PodSecurityLevel.PRIVILEGED || this.isMixed) return [];
    const neighbours = this.members.filter((m) => m.podSecurityLevel !== PodSecurityLevel.PRIVILEGED);
    return neighbours.map(
      (m) =>
        `${quote(m.node.path)} needs only ${m.podSecurityLevel}, but namespace ${quote(this.name)} enforces privileged: give the app another namespace`,
    );
  }

  /** Problems of apps that the quota or the limits reject, once every app is known. */
  private validateUse(): string[] {
    const { quota, limits } = this;
    if (Object.keys({ ...quota, ...limits }).length === 0) return [];
    const workloads = this.members.map(({ _workload }) => _workload);
    return [...quotaUseProblems(quota, workloads), ...containerUseProblems(quota, limits, workloads)];
  }

  private writeLimits(target: Target, { quota, limits }: EdgeNamespaceProps): void {
    const write = (kind: 'LimitRange' | 'ResourceQuota', name: string, spec: JsonObject): void => {
      new ManifestObject(this, `${kind}-${name}`, {
        ...{ apiVersion: target._apiVersion(kind) ?? '', kind, name, namespace: this.name, fields: ['spec'] },
        render: () => ({ spec }),
      });
    };
    if (quota !== undefined) for (const [name, spec] of quotaSpecs(quota)) write('ResourceQuota', name, spec);
    if (limits !== undefined) write('LimitRange', 'limits', limitsSpec(limits));
  }

  private renderNamespace(target: Target): Manifest {
    const enforced = target._supports('podSecurityAdmission');
    const levels = {
      enforce: this.podSecurity.level,
      audit: PodSecurityLevel.RESTRICTED,
      warn: PodSecurityLevel.RESTRICTED,
    };
    const podSecurity = Object.fromEntries(
      Object.entries(levels).flatMap(([mode, level]) => [
        [`${POD_SECURITY}/${mode}`, level],
        [`${POD_SECURITY}/${mode}-version`, target.podSecurityVersion],
      ]),
    );
    const { acknowledgements } = this.podSecurity;
    const manifest: Manifest = {
      metadata: {
        labels: { ...this.labels, ...(enforced && podSecurity) },
        annotations: {
          ...(acknowledgements.length > 0 && { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements(acknowledgements) }),
        },
      },
    };
    if (!enforced) recordLosses(manifest, [target._loss('podSecurityAdmission', this.podSecurity.level)]);
    return manifest;
  }
}
