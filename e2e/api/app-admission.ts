import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import { objectAt } from '../../src/kubernetes/manifest';
import { podsOf } from '../../src/kubernetes/pods';
import { ApiClient, ApiObject } from '../cluster/api-client';
import { Report } from '../cluster/report';
import { addNamespace, addServiceAccount, enforcing } from './namespace';
import { isTaken, LEVELS, PodLadder, podObjectsOf } from './pod-ladder';

/** Server's verdict on a workload and its pods. */
export interface Expected {
  /** Strictest level that accepts the pods. */
  readonly level: PodSecurityLevel;
  /** Warnings that are not about that level. */
  readonly warning?: string;
}

/** App whose manifests are for the server's version. */
export interface AdmittedApp {
  readonly name: string;
  readonly objects: readonly ApiObject[];
  /** Expected verdict of each workload, by kind and name. */
  readonly expected: Readonly<Record<string, Expected>>;
}

const UNEXPECTED: Expected = { level: PodSecurityLevel.RESTRICTED };

/** Applies apps with strict field validation, and requests their pods in their own namespace, and at each level. */
export class AppAdmission {
  private constructor(
    private readonly client: ApiClient,
    private readonly report: Report,
    private readonly ladder: PodLadder,
  ) {}

  public static async create(client: ApiClient, report: Report): Promise<AppAdmission> {
    return new AppAdmission(client, report, await PodLadder.create(client, 'apps'));
  }

  public async expect({ name, objects, expected }: AdmittedApp): Promise<void> {
    const placed = await this.placed(name, objects, Object.values(expected));
    const refused: string[] = [];
    // the API does not wait for missing objects, so namespaces are created first
    for (const object of [...placed].sort((a, b) => orderOf(a) - orderOf(b))) {
      const answer = await this.applied(object, expected[nameOf(object)] ?? UNEXPECTED);
      if (answer !== TAKEN) refused.push(`${nameOf(object)}: ${answer}`);
      if (object.kind === 'ResourceQuota') await this.countQuota(object);
      if (object.kind === 'Namespace') await addServiceAccount(this.client, 'default', object.metadata.name);
    }
    const pods = await Promise.all(
      placed.flatMap((object) => podObjectsOf(object).map((pod) => this.pod(object, pod))),
    );
    const expectedPods = Object.entries(expected).map(([workload, { level }]) => `${workload} up to ${level}`);
    this.report.expect(
      `${name}: ${placed.length} objects, and the pods of its workloads`,
      [TAKEN, ...expectedPods.sort()].join('; '),
      [refused.join(', ') || TAKEN, ...pods.sort()].join('; '),
    );
  }

  /** Sets the status of a quota, because no controller does: without it, the server rejects every pod of the namespace. */
  private async countQuota(quota: ApiObject): Promise<void> {
    const hard = objectAt(objectAt(quota, 'spec'), 'hard');
    const used = Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0']));
    const { status, message } = await this.client.patch(quota, 'status', { status: { hard, used } });
    if (status >= 300) throw new Error(message);
  }

  /** Returns the strictest level that accepts a pod, if its own namespace accepts it. */
  private async pod(workload: ApiObject, pod: ApiObject): Promise<string> {
    const another = { ...pod.metadata, name: `${pod.metadata.name}-pod` };
    const own = await this.client.tryCreate({ ...pod, metadata: another });
    const { level, refusal } = await this.ladder.climb(pod);
    if (refusal !== '') this.report.say(refusal);
    return `${nameOf(workload)} ${isTaken(own) ? `up to ${level}` : own.message}`;
  }

  /** Applies an object, and reports unexpected warnings. */
  private async applied(object: ApiObject, { level, warning }: Expected): Promise<string> {
    const { status, message, warnings } = await this.client.apply(object);
    if (!isTaken({ status })) return message;
    const isWeaker = (text: string): boolean =>
      level !== PodSecurityLevel.RESTRICTED && text.startsWith('would violate PodSecurity "restricted:');
    const unexpected = warnings.filter((text) => text !== warning && !isWeaker(text));
    return unexpected.length > 0 ? `taken, with a warning: ${unexpected.join(', ')}` : TAKEN;
  }

  /** Returns the objects of an app, and adds missing namespaces that are as strict as its pods allow. */
  private async placed(
    app: string,
    objects: readonly ApiObject[],
    expected: readonly Expected[],
  ): Promise<ApiObject[]> {
    const home = `of-${app.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    const placed = await Promise.all(
      objects.map(async (object) => {
        if (object.metadata.namespace !== undefined || !(await this.client.isNamespaced(object))) return object;
        return { ...object, metadata: { ...object.metadata, namespace: home } };
      }),
    );
    const made = placed.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
    const weakest = LEVELS.find((each) => expected.some(({ level }) => level === each));
    for (const namespace of new Set(placed.flatMap(({ metadata }) => metadata.namespace ?? [])))
      if (!made.includes(namespace))
        await addNamespace(this.client, enforcing(namespace, weakest ?? PodSecurityLevel.RESTRICTED));
    return placed;
  }
}

const TAKEN = 'taken';

export function hasPods(object: ApiObject): boolean {
  return podsOf(object).length > 0;
}

/** Returns the name of a workload in the tables: that of a job without the hash of its spec. */
export function nameOf({ kind, metadata }: ApiObject): string {
  return `${kind} ${kind === 'Job' ? metadata.name.replace(/-[0-9a-f]{8}$/, '') : metadata.name}`;
}

const FIRST = ['Namespace', 'PriorityClass', 'ServiceAccount'];

function orderOf({ kind }: ApiObject): number {
  return FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length;
}
