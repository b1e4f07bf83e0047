import { ApiClient, Answer, ApiObject } from '../cluster/api-client';
import { PodSecurityLevel } from '../../src/edge/pod-security-level';

const POD_SECURITY = 'pod-security.kubernetes.io';

/** Returns a namespace that enforces a level of the Pod Security Standards, and warns at no other level. */
export function enforcing(name: string, level: PodSecurityLevel, version = 'latest'): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { [`${POD_SECURITY}/enforce`]: level, [`${POD_SECURITY}/enforce-version`]: version } },
  };
}

/** Creates a namespace and its default service account, because no controller creates it. */
export async function addNamespace(client: ApiClient, namespace: ApiObject): Promise<string> {
  const { name } = namespace.metadata;
  taken(await client.apply(namespace));
  await addServiceAccount(client, 'default', name);
  return name;
}

export async function addServiceAccount(client: ApiClient, name: string, namespace: string): Promise<void> {
  taken(await client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }));
}

function taken({ status, message }: Answer): void {
  if (status >= 300) throw new Error(message);
}
