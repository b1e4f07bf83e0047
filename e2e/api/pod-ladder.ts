import { isObject, JsonObject, listAt, objectAt, stringAt } from '../../src/kubernetes/manifest';
import { podsOf } from '../../src/kubernetes/pods';
import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import { Answer, ApiClient, ApiObject } from '../cluster/api-client';
import { addNamespace, addServiceAccount, enforcing } from './namespace';

/** Levels, starting with the weakest. */
export const LEVELS = [PodSecurityLevel.PRIVILEGED, PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED] as const;

/** Strictest level that accepts a pod. */
export interface Rung {
  /** Strictest level that accepts the pod, or the server's message if it is not about a level. */
  readonly level: string;
  /** Reason why the next level rejects the pod. */
  readonly refusal: string;
}

/** Namespaces, one for each level, that find the strictest level that accepts a pod. */
export class PodLadder {
  private readonly accounts = new Set(['default']);

  private constructor(
    private readonly client: ApiClient,
    private readonly namespaces: readonly string[],
  ) {}

  /** @param name name of the ladder, which the names of its namespaces start with */
  public static async create(client: ApiClient, name: string): Promise<PodLadder> {
    const namespaces = LEVELS.map((level) => addNamespace(client, enforcing(`${name}-${level}`, level)));
    return new PodLadder(client, await Promise.all(namespaces));
  }

  /** Returns the strictest level whose namespace accepts a pod. */
  public async climb(pod: ApiObject): Promise<Rung> {
    await this.addAccount((pod['spec'] as { readonly serviceAccountName?: string }).serviceAccountName ?? 'default');
    const answers = await Promise.all(
      this.namespaces.map((namespace) => this.client.tryCreate({ ...pod, metadata: { ...pod.metadata, namespace } })),
    );
    const taken = answers.filter(isTaken).length;
    const level = LEVELS[taken - 1];
    const isLadder = answers.every((answer, i) => (i < taken ? isTaken(answer) : isRefusedByPodSecurity(answer)));
    const refusal = answers.slice(taken).map(({ message }) => message)[0] ?? '';
    return isLadder && level !== undefined
      ? { level, refusal }
      : { level: answers.map(({ message }) => message || 'taken').join('; '), refusal };
  }

  /** Creates a service account in each namespace, because a namespace without it rejects the pod. */
  private async addAccount(name: string): Promise<void> {
    if (this.accounts.has(name)) return;
    this.accounts.add(name);
    await Promise.all(this.namespaces.map((namespace) => addServiceAccount(this.client, name, namespace)));
  }
}

/** Returns the pods that a controller would create from an object. A Pod is returned unchanged. */
export function podObjectsOf(object: ApiObject): ApiObject[] {
  const { namespace, name } = object.metadata;
  return podsOf(object).map(({ template, spec }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...objectAt(template, 'metadata'), ...(namespace !== undefined && { namespace }), name },
    spec: { ...spec, volumes: [...listAt(spec, 'volumes'), ...claimsOf(object)] },
  }));
}

/** Returns the volumes that a StatefulSet adds to its pods. */
function claimsOf({ spec }: ApiObject): JsonObject[] {
  if (!isObject(spec)) return [];
  return listAt(spec, 'volumeClaimTemplates')
    .filter(isObject)
    .map((claim) => stringAt(objectAt(claim, 'metadata'), 'name'))
    .map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
}

export function isTaken({ status }: Pick<Answer, 'status'>): boolean {
  return status === 200 || status === 201;
}

export function isRefusedByPodSecurity({ status, message }: Answer): boolean {
  return status === 403 && message.includes(' is forbidden: violates PodSecurity "');
}
