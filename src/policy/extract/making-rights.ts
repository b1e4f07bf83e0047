import { isObject, listAt, stringAt, stringsAt, type JsonObject } from '../../kubernetes/manifest';
import { ANY, type MadeKind } from '../../kubernetes/makers';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import { possibleNamespaces } from './possible-namespaces';

/** Namespaces in which workloads of the manifests may create objects, by kind. `*` stands for every namespace. */
export type MakingRights = ReadonlyMap<MadeKind, ReadonlySet<string>>;

/** Resources whose creation brings objects of a kind, with their API groups. */
const RESOURCES: Readonly<Record<MadeKind, ReadonlyArray<readonly [group: string, resource: string]>>> = {
  ConfigMap: [['', 'configmaps']],
  PersistentVolumeClaim: [['', 'persistentvolumeclaims']],
  Pod: [
    ['', 'pods'],
    ['', 'replicationcontrollers'],
    ['apps', 'daemonsets'],
    ['apps', 'deployments'],
    ['apps', 'replicasets'],
    ['apps', 'statefulsets'],
    ['batch', 'cronjobs'],
    ['batch', 'jobs'],
  ],
  Secret: [['', 'secrets']],
  Service: [['', 'services']],
  ServiceAccount: [['', 'serviceaccounts']],
};

const KINDS = Object.keys(RESOURCES) as MadeKind[];

/** Roles of every cluster that may create objects of all these kinds. */
const BUILT_IN: ReadonlySet<string> = new Set(['admin', 'cluster-admin', 'edit']);

/** Key of an object without a namespace, which is applied in the namespace of the command. */
const UNSET = '';

/**
 * Returns where the roles among the manifests let a workload create objects. If bindings of a role are among them, too, only
 * those for service accounts of pods among the manifests count: what a user may create is not expected to come by itself.
 */
export function makingRights(manifests: ManifestSet): MakingRights {
  const rights = new Map<MadeKind, Set<string>>();
  const accounts = new Set(
    manifests.objects.flatMap((object) => object.pods.map((pod) => accountOf(object, pod.spec))),
  );
  const accountNamespaces = new Set([...accounts].map((account) => account.slice(0, account.indexOf('/'))));
  const bindings = bindingsOf(manifests);

  const grant = (kinds: ReadonlyArray<MadeKind>, namespace: string | undefined): void => {
    for (const kind of kinds) {
      const namespaces = rights.get(kind) ?? new Set<string>();
      rights.set(kind, namespaces.add(namespace ?? UNSET));
    }
  };

  for (const role of [...manifests.ofKind('Role'), ...manifests.ofKind('ClusterRole')]) {
    const kinds = kindsOf(role);
    if (kinds.length === 0) continue;
    const isWhole = role.kind === 'ClusterRole';
    const own = bindings.get(keyOf(role.kind, isWhole ? UNSET : (role.namespace ?? UNSET), role.name)) ?? [];
    if (own.length === 0) grant(kinds, isWhole ? ANY : role.namespace);
    for (const binding of own) if (bindsWorkload(binding)) grant(kinds, namespaceOf(binding));
  }
  for (const name of BUILT_IN)
    for (const binding of bindings.get(keyOf('ClusterRole', UNSET, name)) ?? [])
      if (bindsWorkload(binding)) grant(KINDS, namespaceOf(binding));
  return rights;

  function bindsWorkload(binding: ObjectSubject): boolean {
    return binding.listAt('subjects').some((subject) => {
      if (!isObject(subject)) return false;
      const name = stringAt(subject, 'name') ?? '';
      if (subject['kind'] === 'Group') {
        const ofNamespace = /^system:serviceaccounts:(.*)$/.exec(name)?.[1];
        if (ofNamespace !== undefined) return accountNamespaces.has(ofNamespace);
        return accounts.size > 0 && (name === 'system:serviceaccounts' || name === 'system:authenticated');
      }
      if (subject['kind'] !== 'ServiceAccount') return false;
      const namespace = stringAt(subject, 'namespace') ?? binding.namespace;
      return possibleNamespaces(namespace).some((each) => accounts.has(`${each ?? UNSET}/${name}`));
    });
  }
}

function namespaceOf({ kind, namespace }: ObjectSubject): string | undefined {
  return kind === 'ClusterRoleBinding' ? ANY : namespace;
}

function accountOf({ namespace }: ObjectSubject, spec: JsonObject): string {
  const name = stringAt(spec, 'serviceAccountName') ?? stringAt(spec, 'serviceAccount') ?? '';
  return `${namespace ?? UNSET}/${name === '' ? 'default' : name}`;
}

/** Returns the bindings by the role that they refer to. */
function bindingsOf(manifests: ManifestSet): Map<string, ObjectSubject[]> {
  const bindings = new Map<string, ObjectSubject[]>();
  for (const binding of [...manifests.ofKind('RoleBinding'), ...manifests.ofKind('ClusterRoleBinding')]) {
    const role = binding.objectAt('roleRef');
    const isWhole = role['kind'] === 'ClusterRole';
    const key = keyOf(
      isWhole ? 'ClusterRole' : 'Role',
      isWhole ? UNSET : (binding.namespace ?? UNSET),
      stringAt(role, 'name') ?? '',
    );
    const others = bindings.get(key);
    if (others) others.push(binding);
    else bindings.set(key, [binding]);
  }
  return bindings;
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** Returns the kinds of which a role creates objects. */
function kindsOf(role: ObjectSubject): MadeKind[] {
  const rules = role.listAt('rules').filter(isObject).filter(creates);
  if (rules.length === 0) return [];
  return KINDS.filter((kind) =>
    RESOURCES[kind].some(([group, resource]) => rules.some((rule) => names(rule, group, resource))),
  );
}

function creates(rule: JsonObject): boolean {
  // the API server ignores the names of objects that do not exist yet
  return (
    listAt(rule, 'resourceNames').length === 0 && stringsAt(rule, 'verbs').some((v) => v === 'create' || v === ANY)
  );
}

function names(rule: JsonObject, group: string, resource: string): boolean {
  const groups = stringsAt(rule, 'apiGroups');
  const resources = stringsAt(rule, 'resources');
  return (groups.includes(group) || groups.includes(ANY)) && (resources.includes(resource) || resources.includes(ANY));
}
