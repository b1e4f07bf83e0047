import { groupOf, isObject, listAt, objectAt, stringAt, type JsonObject } from './manifest';

/** ConfigMaps and Secrets whose values are manifests, each as `KIND/NAMESPACE/NAME`. */
export type ResourceHolders = ReadonlySet<string>;

/** Lists of references to ConfigMaps and Secrets with manifests, by `GROUP/KIND`. */
const REFERENCES: Readonly<Record<string, string>> = {
  'addons.cluster.x-k8s.io/ClusterResourceSet': 'resources',
  'config.projectsveltos.io/ClusterProfile': 'policyRefs',
  'config.projectsveltos.io/Profile': 'policyRefs',
};

/** Types of Secrets whose values are manifests. */
const TYPES: ReadonlySet<unknown> = new Set([
  'addons.cluster.x-k8s.io/resource-set',
  'addons.projectsveltos.io/cluster-profile',
]);

/** Returns the ConfigMaps and Secrets that some documents, such as a ClusterResourceSet, apply to clusters. */
export function resourceHoldersIn(documents: ReadonlyArray<unknown>): ResourceHolders {
  const holders = new Set<string>();
  for (const document of documents) {
    if (!isObject(document)) continue;
    for (const object of [document, ...listAt(document, 'items')]) if (isObject(object)) addReferences(object, holders);
  }
  return holders;
}

/** Returns true if the values of a ConfigMap or Secret are manifests. */
export function isResourceHolder(object: JsonObject, holders: ResourceHolders): boolean {
  const kind = stringAt(object, 'kind') ?? '';
  if (object['apiVersion'] !== 'v1' || (kind !== 'ConfigMap' && kind !== 'Secret')) return false;
  if (kind === 'Secret' && TYPES.has(object['type'])) return true;
  const metadata = objectAt(object, 'metadata');
  return holders.has(keyOf(kind, stringAt(metadata, 'namespace'), stringAt(metadata, 'name')));
}

function addReferences(object: JsonObject, holders: Set<string>): void {
  const key = `${groupOf(stringAt(object, 'apiVersion') ?? '')}/${stringAt(object, 'kind') ?? ''}`;
  const list = Object.hasOwn(REFERENCES, key) ? REFERENCES[key] : undefined;
  if (list === undefined) return;
  const own = stringAt(objectAt(object, 'metadata'), 'namespace');
  for (const reference of listAt(objectAt(object, 'spec'), list)) {
    if (!isObject(reference)) continue;
    const namespace = stringAt(reference, 'namespace') ?? own;
    holders.add(keyOf(stringAt(reference, 'kind') ?? '', namespace, stringAt(reference, 'name')));
  }
}

function keyOf(kind: string, namespace: string | undefined, name: string | undefined): string {
  return `${kind}/${namespace ?? ''}/${name ?? ''}`;
}
