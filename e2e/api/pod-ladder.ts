import { isObject, JsonObject, listAt, objectAt, stringAt } from '../../src/kubernetes/manifest';
import { podsOf } from '../../src/kubernetes/pods';
import { PodSecurityLevel } from '../../src/edge/pod-security-level';
import { Answer, ApiClient, ApiObject } from '../cluster/api-client';
import { addNamespace, addServiceAccount, enforcing } from './namespace';

/** The weakest first. */
export const LEVELS = [PodSecurityLevel.PRIVILEGED, PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED] as const;

/** Strictest level that accepts a pod. */
export interface Rung {
  /** The strictest level that takes it; what the server said when it is something else than that. */
  readonly level: string;
  /** Reason for which the next level rejects it. */
  readonly refusal: string;
}

/** A namespace for each level, to find the strictest that takes a pod. */
export class PodLadder {
  private readonly accounts = new Set(['default']);

  private constructor(
    private readonly client: ApiClient,
    private readonly namespaces: readonly string[],
  ) {}

  /** @param name of the ladder: its namespaces are called after it */
  public static async create(client: ApiClient, name: string): Promise<PodLadder> {
    const namespaces = LEVELS.map((level) => addNamespace(client, enforcing(`${name}-${level}`, level)));
    return new PodLadder(client, await Promise.all(namespaces));
  }

  /** Returns the strictest namespace of the ladder that would create a pod. */
  public async climb(pod: ApiObject): Promise<Rung> {
    await this.addAccount((pod['spec'] as { readonly serviceAccountName?: string }).serviceAccountName ?? 'default');
    const answers = await Promise.all(
      this.namespaces.map((namespace) => this.client.tryCreate({ ...pod, metadata: { ...pod.metadata, namespace } })),
    );
    const taken = answers.filter(isTaken).length;
    const isLadder = answers.every((answer, i) => (i < taken ? isTaken(answer) : isRefusedByPodSecurity(answer)));
    const refusal = answers.slice(taken).map(({ message }) => message)[0] ?? '';
    return isLadder && taken > 0
      ? { level: LEVELS[taken - 1], refusal }
      : { level: answers.map(({ message }) => message || 'taken').join('; '), refusal };
  }

  /** Adds a service account. Without it, the server rejects every pod that names it. */
  private async addAccount(name: string): Promise<void> {
    if (this.accounts.has(name)) return;
    this.accounts.add(name);
    await Promise.all(this.namespaces.map((namespace) => addServiceAccount(this.client, name, namespace)));
  }
}

/** The pods that a controller would create from an object, as objects: a Pod itself as it is. */
export function podObjectsOf(object: ApiObject): ApiObject[] {
  const { namespace, name } = object.metadata;
  return podsOf(object).map(({ template, spec }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...objectAt(template, 'metadata'), ...(namespace !== undefined && { namespace }), name },
    spec: { ...spec, volumes: [...listAt(spec, 'volumes'), ...claimsOf(object)] },
  }));
}

/** The volumes that a StatefulSet adds to its pods. */
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
