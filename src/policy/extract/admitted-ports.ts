import { isObject, listAt } from '../../kubernetes/manifest';
import { LabelSelector } from '../../kubernetes/label-selector';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import type { PodSubject } from '../subject/pod-subject';
import { directionsOf } from './policy-directions';
import { possibleNamespaces } from './possible-namespaces';
import { selectedPods } from './selected-pods';
import { UnreadPolicies } from './unread-policies';

/** Port of a pod. */
export interface PodPort {
  readonly number: number;
  /** Name that a container gives the port. Undefined if there is none. */
  readonly name?: string;
  readonly protocol: string;
}

/** Ports that network policies admit from some peer. */
class Admission {
  private admitsAll = false;
  private readonly ports = new Set<string>();
  private readonly ranges: { protocol: string; from: number; to: number }[] = [];

  public addRulesOf(policy: ObjectSubject): void {
    for (const rule of policy.listAt('spec', 'ingress')) {
      const ports = isObject(rule) ? listAt(rule, 'ports') : [];
      if (ports.length === 0) this.admitsAll = true;
      for (const port of ports) this.addPort(port);
    }
  }

  public admits({ number, name, protocol }: PodPort): boolean {
    if (this.admitsAll || this.ports.has(`${protocol} ${number}`)) return true;
    if (name !== undefined && this.ports.has(`${protocol} ${name}`)) return true;
    return this.ranges.some((range) => range.protocol === protocol && range.from <= number && number <= range.to);
  }

  private addPort(given: unknown): void {
    const { protocol = 'TCP', port = null, endPort = null } = isObject(given) ? given : {};
    if (typeof protocol !== 'string') this.admitsAll = true;
    else if (port === null) this.ranges.push({ protocol, from: 1, to: LAST_PORT });
    else if (typeof port === 'number' && typeof endPort === 'number')
      this.ranges.push({ protocol, from: port, to: endPort });
    else if (typeof port === 'number' || typeof port === 'string') this.ports.add(`${protocol} ${port}`);
    else this.admitsAll = true;
  }
}

const LAST_PORT = 65535;

/** Traffic into pods that the network policies among the manifests admit. */
export class AdmittedPorts {
  /** Returns the traffic that policies admit. It is computed once for the manifests. */
  public static of(manifests: ManifestSet): AdmittedPorts {
    const before = AdmittedPorts.READ.get(manifests);
    if (before !== undefined) return before;
    const read = new AdmittedPorts(manifests);
    AdmittedPorts.READ.set(manifests, read);
    return read;
  }

  private static readonly READ = new WeakMap<ManifestSet, AdmittedPorts>();

  private readonly unread: UnreadPolicies;
  private readonly ofNamespace = new Map<string, Admission>();
  private readonly ofPod = new Map<PodSubject, Admission>();

  private constructor(manifests: ManifestSet) {
    this.unread = new UnreadPolicies(manifests);
    for (const policy of manifests.ofKind('NetworkPolicy')) {
      if (!directionsOf(policy).has('Ingress')) continue;
      const selector = policy.valueAt('spec', 'podSelector') ?? {};
      // policies that select every pod of a namespace are common, and there may be many of them
      if (LabelSelector.parse(selector).selectsAll)
        for (const namespace of possibleNamespaces(policy.namespace))
          admissionAt(this.ofNamespace, namespace ?? '').addRulesOf(policy);
      else for (const pod of selectedPods(policy, selector)) admissionAt(this.ofPod, pod).addRulesOf(policy);
    }
  }

  /** True if no network policy limits the traffic into any pod. */
  public get isEverything(): boolean {
    return this.ofNamespace.size === 0 && this.ofPod.size === 0;
  }

  /** True if traffic from some peer reaches a port of a pod, or a policy that is not read may admit it. */
  public reaches(pod: PodSubject, port: PodPort): boolean {
    // network policies do not apply to the node's network
    if (pod.spec['hostNetwork'] === true) return true;
    const admissions = [this.ofNamespace.get(pod.object.namespace ?? ''), this.ofPod.get(pod)].filter(
      (each) => each !== undefined,
    );
    if (admissions.length === 0 || admissions.some((each) => each.admits(port))) return true;
    return this.unread.firstFor(pod, 'Ingress') !== undefined;
  }
}

function admissionAt<K>(all: Map<K, Admission>, key: K): Admission {
  const found = all.get(key) ?? new Admission();
  all.set(key, found);
  return found;
}
