import { fillAppArmor, fillSeccomp, RUNTIME_DEFAULT } from '../kubernetes/confinement';
import { CLUSTER_SCOPED } from '../kubernetes/features';
import { recordLosses, type Loss } from '../kubernetes/loss';
import {
  ensureObjectAt,
  inKeyOrder,
  isObject,
  listAt,
  objectAt,
  stringAt,
  type JsonObject,
  type Manifest,
} from '../kubernetes/manifest';
import { objectsIn } from '../kubernetes/objects';
import { containersOf, podsOf, type FoundContainer, type FoundPod } from '../kubernetes/pods';
import { NodeAppArmor, type Target } from '../kubernetes/target';
import type { Posture } from './posture';

/**
 * The manifest with every gap filled by the safe value that the target understands. Pure: the manifest given is left as it is.
 *
 * What stands in it is never changed, weak as it may be. A wish of the posture that the target cannot express is
 * named in the annotation `secure-edge.dev/losses`. Hardening what is hardened changes nothing.
 */
export function harden(manifest: Manifest, posture: Posture, target: Target): Manifest {
  const copy = structuredClone(manifest);
  for (const { object, writeBack } of objectsIn(copy).objects) {
    const before = writeBack && JSON.stringify(object);
    const losses = podsOf(object).flatMap((pod) => hardenPod(pod, posture, target));
    recordLosses(object, losses);
    dropNamespaceOfClusterScoped(object);
    if (writeBack && JSON.stringify(object) !== before) writeBack();
  }
  return inKeyOrder(copy);
}

function hardenPod(pod: FoundPod, posture: Posture, target: Target): Loss[] {
  const { spec } = pod;
  spec['automountServiceAccountToken'] ??= false;
  if (target.supports('enableServiceLinks')) spec['enableServiceLinks'] ??= false;
  // the API server refuses Linux' security fields on a Windows pod
  if (objectAt(spec, 'os')['name'] === 'windows') return [];
  fillRunAsNonRoot(spec);
  for (const c of containersOf(spec)) hardenContainer(c);
  fillTmp(spec, posture);
  fillSeccomp(pod, 'pod', RUNTIME_DEFAULT, target);
  if (target.appArmor === NodeAppArmor.YES) fillAppArmor(pod, RUNTIME_DEFAULT, target);
  return fillOptions(spec, posture, target);
}

/**
 * A pod-level `true` would stop a container whose author says that it runs as user 0 from ever starting,
 * so beside such a container the others get it one by one.
 */
function fillRunAsNonRoot(spec: JsonObject): void {
  const pod = ensureObjectAt(spec, 'securityContext');
  if (!pod || pod['runAsNonRoot'] !== undefined) return;
  const containers = containersOf(spec);
  const isRoot = (c: FoundContainer): boolean =>
    (objectAt(c.container, 'securityContext')['runAsUser'] ?? pod['runAsUser']) === 0;
  if (!containers.some(isRoot)) {
    pod['runAsNonRoot'] = true;
    return;
  }
  for (const c of containers) {
    if (isRoot(c)) continue;
    const context = ensureObjectAt(c.container, 'securityContext');
    if (context) context['runAsNonRoot'] ??= true;
  }
}

function hardenContainer({ container }: FoundContainer): void {
  const context = ensureObjectAt(container, 'securityContext');
  if (!context) return;
  context['readOnlyRootFilesystem'] ??= true;
  // a privileged container has every capability and may escalate by definition: the API server refuses the contrary
  if (context['privileged'] === true) return;
  const capabilities = ensureObjectAt(context, 'capabilities');
  if (!capabilities) return;
  if (!listAt(capabilities, 'add').includes('SYS_ADMIN')) context['allowPrivilegeEscalation'] ??= false;
  capabilities['drop'] ??= ['ALL'];
}

/** Each container with a read-only root file system has a `/tmp` of its own, unless something is mounted there. */
function fillTmp(spec: JsonObject, posture: Posture): void {
  const taken = new Set(listAt(spec, 'volumes').map((v) => (isObject(v) ? stringAt(v, 'name') : undefined)));
  for (const { container, name, role } of containersOf(spec)) {
    if (role === 'ephemeral' || objectAt(container, 'securityContext')['readOnlyRootFilesystem'] !== true) continue;
    const mounts = (container['volumeMounts'] ??= []);
    const volumes = (spec['volumes'] ??= []);
    if (!Array.isArray(mounts) || !Array.isArray(volumes) || mounts.some(coversTmp)) continue;
    const volume = freeName(`tmp-${name}`.slice(0, 60).replace(/-+$/, ''), taken);
    taken.add(volume);
    volumes.push({ name: volume, emptyDir: { sizeLimit: posture.tmpSize } });
    mounts.push({ name: volume, mountPath: '/tmp' });
  }
}

function coversTmp(mount: unknown): boolean {
  return isObject(mount) && (stringAt(mount, 'mountPath') ?? '').replace(/\/+$/, '') === '/tmp';
}

function freeName(wanted: string, taken: ReadonlySet<string | undefined>): string {
  for (let n = 1, name = wanted; ; n += 1, name = `${wanted}-${n}`) if (!taken.has(name)) return name;
}

function fillOptions(spec: JsonObject, posture: Posture, target: Target): Loss[] {
  const losses: Loss[] = [];
  const pod = ensureObjectAt(spec, 'securityContext');
  if (posture.userNamespaces && spec['hostUsers'] === undefined) {
    if (target.supports('hostUsers')) spec['hostUsers'] = false;
    else losses.push(target.loss('hostUsers', 'false'));
  }
  if (posture.strictSupplementalGroups && pod && pod['supplementalGroupsPolicy'] === undefined) {
    if (target.supports('supplementalGroupsPolicy')) pod['supplementalGroupsPolicy'] = 'Strict';
    else losses.push(target.loss('supplementalGroupsPolicy', 'Strict'));
  }
  return losses;
}

/** cdk8s puts a chart's namespace on every object, and a server refuses one that its kind cannot have. */
function dropNamespaceOfClusterScoped(object: Manifest): void {
  if (CLUSTER_SCOPED.has(stringAt(object, 'kind') ?? '')) delete objectAt(object, 'metadata')['namespace'];
}
