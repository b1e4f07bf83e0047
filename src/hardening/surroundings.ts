import {
  groupOf,
  isObject,
  listAt,
  objectAt,
  stringAt,
  stringsAt,
  type JsonObject,
  type Manifest,
} from '../kubernetes/manifest';
import { objectsIn } from '../kubernetes/objects';
import { containersOf, type FoundPod } from '../kubernetes/pods';
import { textsOf } from '../kubernetes/command-needs';
import { selectsWindows } from '../kubernetes/windows-pod';

/** Binding of a role to a service account or to a group of them. */
interface Binding {
  /** Kind and name, for messages. */
  readonly label: string;
  /** Key of the role, as in the map of roles. */
  readonly role: string;
}

const RBAC = 'rbac.authorization.k8s.io';

/** Kinds that {@link Surroundings} read. Other kinds need not be added. */
export const SURROUNDING_KINDS: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'RuntimeClass',
  'ServiceAccount',
]);

/** Folder in which a container finds the token of its service account. */
const TOKEN_FOLDER = 'secrets/kubernetes.io/serviceaccount';

const EVERY_ACCOUNT = 'system:serviceaccounts';
/** Group of everyone with a credential, and so of every service account. */
const EVERYONE = 'system:authenticated';
const ACCOUNT_USER = 'system:serviceaccount:';

/** Roles with which a security policy admits a pod. The pod itself does not use them. */
const ADMISSION_ROLE = /^ClusterRole\/\/system:openshift:scc:/;

/** Objects of a set of manifests that decide what a pod of the set needs. */
export class Surroundings {
  /** Names of the runtime classes whose nodes run Windows. */
  public readonly windowsRuntimes = new Set<string>();

  private readonly accounts = new InNamespaces<JsonObject>();
  private readonly bindings = new InNamespaces<Binding>();
  private readonly groups = new Map<string, Binding[]>();
  private readonly roles = new Map<string, Manifest>();
  /** Bindings that were already looked up, by account. */
  private readonly known = new Map<string, Binding | undefined>();

  /** Adds the objects of a document. */
  public add(document: unknown): void {
    this.known.clear();
    for (const { object } of objectsIn(document).objects) this.addObject(object);
  }

  /** Returns the reason why a pod needs the token of its service account, or undefined if the manifests show none. */
  public tokenNeed({ spec, object }: FoundPod): string | undefined {
    const name = accountOf(spec);
    const namespace = namespaceOf(object);
    const binding = this.bindingOf(name, namespace);
    if (binding !== undefined) return `${binding.label} gives its service account ${name} a role`;
    const account = this.accountNamed(name, namespace);
    if (account?.['automountServiceAccountToken'] === true)
      return `its service account ${name} has automountServiceAccountToken: true`;
    const reader = containersOf(spec).find(({ container }) => textsOf(container).some((t) => t.includes(TOKEN_FOLDER)));
    return reader === undefined ? undefined : `its container ${reader.name} refers to the path of the token`;
  }

  /** Returns the name of a pod's service account if the manifests do not contain the account, so that its roles are unknown. */
  public foreignAccount({ spec, object }: FoundPod): string | undefined {
    const name = accountOf(spec);
    return name === 'default' || this.accountNamed(name, namespaceOf(object)) !== undefined ? undefined : name;
  }

  private accountNamed(name: string, namespace: string | undefined): JsonObject | undefined {
    return this.accounts.named(name, namespace).at(0);
  }

  private bindingOf(name: string, namespace: string | undefined): Binding | undefined {
    const key = `${namespace ?? ''}/${name}`;
    if (this.known.has(key)) return this.known.get(key);
    const groups = [EVERYONE, EVERY_ACCOUNT, `${EVERY_ACCOUNT}:${namespace ?? ''}`].flatMap(
      (group) => this.groups.get(group) ?? [],
    );
    const all = [...this.bindings.named(name, namespace), ...groups];
    const found = all.find(({ role }) => !this.isForAdmission(role));
    this.known.set(key, found);
    return found;
  }

  /** Returns true if a role only lets a security policy admit pods, for which the pod needs no token. */
  private isForAdmission(key: string): boolean {
    if (ADMISSION_ROLE.test(key)) return true;
    const role = this.roles.get(key);
    const rules = role === undefined ? [] : listAt(role, 'rules').filter(isObject);
    return rules.length > 0 && rules.every((rule) => stringsAt(rule, 'verbs').every((verb) => verb === 'use'));
  }

  private addObject(object: Manifest): void {
    const kind = stringAt(object, 'kind') ?? '';
    if (!SURROUNDING_KINDS.has(kind)) return;
    const group = groupOf(stringAt(object, 'apiVersion') ?? '');
    const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
    if (kind === 'ServiceAccount' && group === '') this.accounts.add(name, namespaceOf(object), object);
    if (kind === 'RuntimeClass' && selectsWindows(objectAt(object, 'scheduling'))) this.windowsRuntimes.add(name);
    if (group !== RBAC) return;
    if (kind === 'Role' || kind === 'ClusterRole') this.roles.set(roleKey(kind, namespaceOf(object), name), object);
    else if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') this.addBinding(object, kind, name);
  }

  private addBinding(object: Manifest, kind: string, name: string): void {
    const own = namespaceOf(object);
    const ref = objectAt(object, 'roleRef');
    const role = roleKey(stringAt(ref, 'kind') ?? '', own, stringAt(ref, 'name') ?? '');
    const label = `${kind} ${own === undefined || kind === 'ClusterRoleBinding' ? '' : `${own}/`}${name}`;
    for (const subject of listAt(object, 'subjects').filter(isObject)) {
      const subjectName = stringAt(subject, 'name') ?? '';
      const namespace = stringAt(subject, 'namespace') ?? (kind === 'RoleBinding' ? own : undefined);
      if (subject['kind'] === 'ServiceAccount') this.bindings.add(subjectName, namespace, { label, role });
      else if (subject['kind'] === 'Group' && (subjectName === EVERYONE || subjectName.startsWith(EVERY_ACCOUNT)))
        push(this.groups, subjectName, { label, role });
      else if (subject['kind'] === 'User' && subjectName.startsWith(ACCOUNT_USER)) {
        const [space, account = ''] = subjectName.slice(ACCOUNT_USER.length).split(':');
        this.bindings.add(account, space, { label, role });
      }
    }
  }
}

/** Values by a name in a namespace. A manifest can leave out the namespace: then `kubectl` selects it. */
class InNamespaces<T> {
  private readonly exact = new Map<string, T[]>();
  private readonly anywhere = new Map<string, T[]>();

  public add(name: string, namespace: string | undefined, value: T): void {
    push(this.exact, `${namespace ?? ''}/${name}`, value);
    push(this.anywhere, name, value);
  }

  /** Returns the values of a name that can be in the namespace. */
  public named(name: string, namespace: string | undefined): T[] {
    if (namespace === undefined) return this.anywhere.get(name) ?? [];
    return [...(this.exact.get(`${namespace}/${name}`) ?? []), ...(this.exact.get(`/${name}`) ?? [])];
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const all = map.get(key);
  if (all) all.push(value);
  else map.set(key, [value]);
}

function roleKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${kind === 'ClusterRole' ? '' : (namespace ?? '')}/${name}`;
}

/** Returns the name of a pod's service account. The API server reads an empty name as unset. */
export function accountOf(spec: JsonObject): string {
  return stringAt(spec, 'serviceAccountName') || stringAt(spec, 'serviceAccount') || 'default';
}

function namespaceOf(object: JsonObject): string | undefined {
  return stringAt(objectAt(object, 'metadata'), 'namespace') || undefined;
}
