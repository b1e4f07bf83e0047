import {
  fillAppArmor,
  fillSeccomp,
  RUNTIME_DEFAULT,
  translateAppArmor,
  translateSeccomp,
} from '../kubernetes/confinement';
import { CLUSTER_SCOPED, type Feature } from '../kubernetes/features';
import { canForbidEscalation, copyOf, HARDENED, runsAsRoot } from '../kubernetes/hardened-values';
import { recordLosses, type Loss } from '../kubernetes/loss';
import {
  ensureObjectAt,
  groupOf,
  inKeyOrder,
  isObject,
  listAt,
  objectAt,
  stringAt,
  type JsonObject,
  type Manifest,
} from '../kubernetes/manifest';
import { objectsIn, type Holder } from '../kubernetes/objects';
import { containersOf, podsOf, type FoundContainer, type FoundPod } from '../kubernetes/pods';
import { NodeAppArmor, type Target } from '../kubernetes/target';
import { obstacleToUserNamespace } from '../kubernetes/user-namespace';
import { VolumeNames } from '../kubernetes/volume-name';
import type { Posture } from './posture';

/**
 * Returns a copy of the manifest in which every unset field has the safe value that the target supports.
 *
 * Existing values never change, even if they are weak. The annotation `secure-edge.dev/losses` records each setting of the
 * posture that the target does not support. A hardened manifest does not change if it is hardened again.
 */
export function harden(manifest: Manifest, posture: Posture, target: Target): Manifest {
  // the copy has no shared objects, so that a change in one place does not change another
  const copy = JSON.parse(JSON.stringify(manifest)) as Manifest;
  const changed = new Set<Holder>();
  for (const { object, holder } of objectsIn(copy).objects) {
    const before = holder && JSON.stringify(object);
    recordLosses(
      object,
      podsOf(object).flatMap((pod) => hardenPod(pod, posture, target)),
    );
    dropNamespaceOfClusterScoped(object);
    if (holder && JSON.stringify(object) !== before)
      for (let h: Holder | undefined = holder; h; h = h.outer) changed.add(h);
  }
  for (const holder of [...changed].sort((a, b) => depthOf(b) - depthOf(a))) holder.write();
  return inKeyOrder(copy);
}

function depthOf({ outer }: Holder): number {
  return outer ? 1 + depthOf(outer) : 0;
}

function hardenPod(pod: FoundPod, posture: Posture, target: Target): Loss[] {
  const { spec } = pod;
  fill(spec, HARDENED.podSpec, 'automountServiceAccountToken');
  if (target._supports('enableServiceLinks')) fill(spec, HARDENED.podSpec, 'enableServiceLinks');
  fillRunAsNonRoot(spec);
  // the API server rejects the other security fields of Linux on a Windows pod
  if (objectAt(spec, 'os')['name'] === 'windows') return [];
  for (const c of containersOf(spec)) hardenContainer(c);
  fillTmp(spec, posture);
  return [...confine(pod, target), ...fillOptions(spec, posture, target)];
}

function confine(pod: FoundPod, target: Target): Loss[] {
  fillSeccomp(pod, 'pod', HARDENED.securityContext.seccompProfile, target);
  for (const c of containersOf(pod.spec)) translateSeccomp(pod, c, target);
  // without AppArmor, a kubelet rejects every profile, so none is written
  if (target.appArmor !== NodeAppArmor.NO) translateAppArmor(pod, target);
  if (target.appArmor === NodeAppArmor.YES) fillAppArmor(pod, HARDENED.securityContext.appArmorProfile, target);
  if (pod.annotatable) return [];
  const wanted: ReadonlyArray<Feature> =
    target.appArmor === NodeAppArmor.YES ? ['seccompField', 'appArmorField'] : ['seccompField'];
  return wanted
    .filter((feature) => !target._supports(feature))
    .map((feature) => ({
      ...target._loss(feature, RUNTIME_DEFAULT.type),
      instead: 'nothing: a bare pod spec has no annotations',
    }));
}

/**
 * Sets `runAsNonRoot: true`. If a container has user 0, the field is set on each of the other containers, because on the pod
 * it would prevent that container from starting.
 */
function fillRunAsNonRoot(spec: JsonObject): void {
  const pod = ensureObjectAt(spec, 'securityContext');
  if (!pod || !isUnset(pod['runAsNonRoot'])) return;
  const containers = containersOf(spec);
  const isRoot = (c: FoundContainer): boolean => runsAsRoot(pod, objectAt(c.container, 'securityContext'));
  if (!containers.some(isRoot)) {
    fill(pod, HARDENED.securityContext, 'runAsNonRoot');
    return;
  }
  for (const c of containers) {
    if (isRoot(c)) continue;
    const context = ensureObjectAt(c.container, 'securityContext');
    if (context) fill(context, HARDENED.securityContext, 'runAsNonRoot');
  }
}

function hardenContainer({ container }: FoundContainer): void {
  const context = ensureObjectAt(container, 'securityContext');
  if (!context) return;
  fill(context, HARDENED.securityContext, 'readOnlyRootFilesystem');
  // a privileged container has every capability and can escalate: the API server rejects other values
  if (context['privileged'] === true) return;
  const capabilities = ensureObjectAt(context, 'capabilities');
  if (!capabilities) return;
  if (canForbidEscalation(context)) fill(context, HARDENED.securityContext, 'allowPrivilegeEscalation');
  fill(capabilities, HARDENED.capabilities, 'drop');
}

/** Mounts an emptyDir at `/tmp` in each container with a read-only root file system, unless a volume is mounted there. */
function fillTmp(spec: JsonObject, posture: Posture): void {
  const containers = containersOf(spec);
  // the volume of a mount can be outside the pod spec, such as a StatefulSet's claim
  const named = [listAt(spec, 'volumes'), ...containers.map((c) => listAt(c.container, 'volumeMounts'))].flat();
  const names = new VolumeNames(named.map((v) => (isObject(v) ? stringAt(v, 'name') : undefined)));
  for (const { container, name, role } of containers) {
    if (role === 'ephemeral' || objectAt(container, 'securityContext')['readOnlyRootFilesystem'] !== true) continue;
    const mounts = (container['volumeMounts'] ?? []) as unknown;
    const volumes = (spec['volumes'] ?? []) as unknown;
    if (!Array.isArray(mounts) || !Array.isArray(volumes) || mounts.some(coversTmp)) continue;
    const volume = names.take(`tmp-${name}`);
    volumes.push({ name: volume, emptyDir: { sizeLimit: posture.tmpSize } });
    mounts.push({ name: volume, mountPath: '/tmp' });
    spec['volumes'] = volumes;
    container['volumeMounts'] = mounts;
  }
}

function coversTmp(mount: unknown): boolean {
  return isObject(mount) && /^\/tmp\/*$/.test(stringAt(mount, 'mountPath') ?? '');
}

function fillOptions(spec: JsonObject, posture: Posture, target: Target): Loss[] {
  const losses: Loss[] = [];
  const pod = ensureObjectAt(spec, 'securityContext');
  if (posture.userNamespaces && isUnset(spec['hostUsers'])) {
    const obstacle = obstacleToUserNamespace(spec);
    if (!target._supports('hostUsers')) losses.push(target._loss('hostUsers', 'false'));
    else if (obstacle === undefined) fill(spec, HARDENED.podSpec, 'hostUsers');
    else losses.push({ ...target._loss('hostUsers', 'false'), since: 'never', instead: `nothing: ${obstacle}` });
  }
  if (posture.strictSupplementalGroups && pod && isUnset(pod['supplementalGroupsPolicy'])) {
    if (target._supports('supplementalGroupsPolicy')) fill(pod, HARDENED.securityContext, 'supplementalGroupsPolicy');
    else losses.push(target._loss('supplementalGroupsPolicy', 'Strict'));
  }
  return losses;
}

/** Gives a field its hardened value, unless it has a value. */
function fill<T extends object>(holder: JsonObject, hardened: T, field: keyof T & string): void {
  holder[field] ??= copyOf(hardened[field]);
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Deletes the namespace of a cluster-scoped object, which the API server would reject. cdk8s sets the chart's namespace on every object. */
function dropNamespaceOfClusterScoped(object: Manifest): void {
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const scope = CLUSTER_SCOPED.get(stringAt(object, 'kind') ?? '');
  if (scope === groupOf(apiVersion) || scope === apiVersion) delete objectAt(object, 'metadata')['namespace'];
}
