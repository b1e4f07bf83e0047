import { textsOf } from '../kubernetes/command-needs';
import {
  fillAppArmor,
  fillSeccomp,
  RUNTIME_DEFAULT,
  translateAppArmor,
  translateSeccomp,
} from '../kubernetes/confinement';
import type { Feature } from '../kubernetes/features';
import { canForbidEscalation, copyOf, HARDENED } from '../kubernetes/hardened-values';
import type { Loss } from '../kubernetes/loss';
import { ensureObjectAt, isObject, listAt, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { containersOf, type FoundPod } from '../kubernetes/pods';
import { NodeAppArmor, type Target } from '../kubernetes/target';
import { obstacleToUserNamespace } from '../kubernetes/user-namespace';
import { VolumeNames } from '../kubernetes/volume-name';
import { runsOnWindows } from '../kubernetes/windows-pod';
import { ContainerObstacles } from './container-obstacles';
import type { HardenContext } from './harden-context';
import { HardeningControl } from './hardening-control';
import { NoteKind } from './note';
import type { Posture } from './posture';
import { Filled, riskNotes } from './start-risks';

/** Place of a pod spec in its document. */
export interface SpecPlace {
  readonly pointer: string;
  /** True if the pointer cannot be extended, because it ends at a string that contains the pod. */
  readonly isFixed: boolean;
}

/** Fills the unset fields of one pod. */
export class PodHardening {
  private readonly spec: JsonObject;
  private readonly containers: ReadonlyArray<ContainerObstacles>;
  private readonly filled = new Filled();

  constructor(
    private readonly pod: FoundPod,
    private readonly posture: Posture,
    private readonly target: Target,
    private readonly context: HardenContext,
    private readonly place: SpecPlace,
  ) {
    this.spec = pod.spec;
    this.containers = containersOf(pod.spec).map((found) => new ContainerObstacles(found, pod.spec));
  }

  /** Fills the pod, and returns what the target cannot express. */
  public run(): Loss[] {
    const isWindows = runsOnWindows(this.spec, this.context.surroundings?.windowsRuntimes);
    const holders = [this.spec, ...this.containers.map(({ found }) => found.container)];
    const contexts = holders.map((holder) => [holder, holder['securityContext']] as const);
    this.fillToken();
    this.fillServiceLinks();
    this.fillRunAsNonRoot();
    // the API server rejects the other security fields of Linux on a Windows pod, and the kubelet cannot apply them
    const losses = isWindows ? [] : this.fillLinux();
    for (const [holder, before] of contexts) restoreIfEmpty(holder, before);
    if (this.context.onNote !== undefined)
      for (const risk of riskNotes(this.pod, this.containers, this.filled, isWindows, this.context.surroundings))
        this.note(NoteKind.MAY_NOT_START, risk.control, risk.path, risk.message, risk.container);
    return losses;
  }

  private fillLinux(): Loss[] {
    for (const c of this.containers) this.fillContainer(c);
    if (this.wants(HardeningControl.READ_ONLY_ROOT)) this.fillTmp();
    return [...this.confine(), ...this.fillOptions()];
  }

  private fillToken(): void {
    const { spec, pod } = this;
    if (!this.wants(HardeningControl.SERVICE_ACCOUNT_TOKEN) || !isUnset(spec['automountServiceAccountToken'])) return;
    const need = this.context.surroundings?.tokenNeed(pod);
    if (need === undefined) {
      fill(spec, HARDENED.podSpec, 'automountServiceAccountToken');
      this.filled.add(HardeningControl.SERVICE_ACCOUNT_TOKEN);
      return;
    }
    const path = '/automountServiceAccountToken';
    this.stays(
      HardeningControl.SERVICE_ACCOUNT_TOKEN,
      path,
      `the pod has a token of the API server, because ${need}: if it does not use the token, set automountServiceAccountToken to false`,
    );
  }

  private fillServiceLinks(): void {
    if (!this.wants(HardeningControl.SERVICE_LINKS) || !this.target._supports('enableServiceLinks')) return;
    if (!isUnset(this.spec['enableServiceLinks'])) return;
    for (const { found } of this.containers) {
      const variable = serviceVariableOf(found.container);
      if (variable === undefined) continue;
      this.stays(
        HardeningControl.SERVICE_LINKS,
        '/enableServiceLinks',
        `container ${found.name} uses the variable ${variable} of a Service: use the DNS name of the Service, then set enableServiceLinks to false`,
      );
      return;
    }
    fill(this.spec, HARDENED.podSpec, 'enableServiceLinks');
  }

  /**
   * Sets `runAsNonRoot: true`. If a container needs user 0, the field is set on each of the other containers, because on the
   * pod it would prevent that container from starting.
   */
  private fillRunAsNonRoot(): void {
    const context = ensureObjectAt(this.spec, 'securityContext');
    if (!this.wants(HardeningControl.RUN_AS_NON_ROOT) || !context || !isUnset(context['runAsNonRoot'])) return;
    const ofRoot = new Set(this.containers.filter((c) => this.needsRoot(c)));
    if (ofRoot.size === 0) {
      fill(context, HARDENED.securityContext, 'runAsNonRoot');
      for (const c of this.containers)
        if (isUnset(c.context['runAsNonRoot'])) this.filled.add(HardeningControl.RUN_AS_NON_ROOT, c);
      return;
    }
    for (const c of this.containers) {
      if (ofRoot.has(c)) continue;
      const own = ensureObjectAt(c.found.container, 'securityContext');
      if (own && isUnset(own['runAsNonRoot'])) {
        fill(own, HARDENED.securityContext, 'runAsNonRoot');
        this.filled.add(HardeningControl.RUN_AS_NON_ROOT, c);
      }
    }
  }

  private needsRoot(c: ContainerObstacles): boolean {
    if (c.asksForRoot) return true;
    const need = c.rootNeed;
    if (need !== undefined && isUnset(c.context['runAsNonRoot']))
      this.stays(
        HardeningControl.RUN_AS_NON_ROOT,
        '/securityContext/runAsNonRoot',
        `runAsNonRoot is unset, because ${need}`,
        c,
      );
    return need !== undefined;
  }

  private fillContainer(c: ContainerObstacles): void {
    const context = ensureObjectAt(c.found.container, 'securityContext');
    if (!context) return;
    const may = (control: HardeningControl, field: string, need: string | undefined): boolean => {
      if (!this.wants(control)) return false;
      const name = field.slice(field.lastIndexOf('/') + 1);
      if (need !== undefined) this.stays(control, `/securityContext/${field}`, `${name} is unset, because ${need}`, c);
      return need === undefined;
    };
    if (isUnset(context['readOnlyRootFilesystem'])) {
      if (may(HardeningControl.READ_ONLY_ROOT, 'readOnlyRootFilesystem', c.writeNeed)) {
        fill(context, HARDENED.securityContext, 'readOnlyRootFilesystem');
        this.filled.add(HardeningControl.READ_ONLY_ROOT, c);
      }
    }
    // a privileged container has every capability and can escalate: the API server rejects other values
    if (c.isPrivileged || !isObject(context['capabilities'] ?? {})) return;
    if (isUnset(context['allowPrivilegeEscalation']) && canForbidEscalation(context) && !c.addsAll) {
      if (may(HardeningControl.PRIVILEGE_ESCALATION, 'allowPrivilegeEscalation', c.escalationNeed)) {
        fill(context, HARDENED.securityContext, 'allowPrivilegeEscalation');
        this.filled.add(HardeningControl.PRIVILEGE_ESCALATION, c);
      }
    }
    // runtimes add first and drop then, so that a drop of all would leave nothing of what an added ALL asks for
    const capabilities = c.addsAll ? undefined : ensureObjectAt(context, 'capabilities');
    if (capabilities && isUnset(capabilities['drop'])) {
      if (may(HardeningControl.CAPABILITIES, 'capabilities/drop', c.capabilityNeed)) {
        fill(capabilities, HARDENED.capabilities, 'drop');
        this.filled.add(HardeningControl.CAPABILITIES, c);
      } else if (Object.keys(capabilities).length === 0) delete context['capabilities'];
    }
  }

  /** Mounts an emptyDir at `/tmp` in each container with a read-only root file system, unless a volume is mounted there. */
  private fillTmp(): void {
    const { spec, posture } = this;
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

  private confine(): Loss[] {
    const { pod, target } = this;
    const wantsSeccomp = this.wants(HardeningControl.SECCOMP);
    const wantsAppArmor = this.wants(HardeningControl.APPARMOR) && target.appArmor === NodeAppArmor.YES;
    if (wantsSeccomp) {
      fillSeccomp(pod, 'pod', HARDENED.securityContext.seccompProfile, target);
      for (const { found } of this.containers) translateSeccomp(pod, found, target);
    }
    // without AppArmor, a kubelet rejects every profile, so none is written
    if (target.appArmor !== NodeAppArmor.NO && this.wants(HardeningControl.APPARMOR)) translateAppArmor(pod, target);
    if (wantsAppArmor) fillAppArmor(pod, HARDENED.securityContext.appArmorProfile, target, isConfinable);
    if (pod.annotatable) return [];
    const wanted: ReadonlyArray<Feature> = [
      ...(wantsSeccomp ? (['seccompField'] as const) : []),
      ...(wantsAppArmor ? (['appArmorField'] as const) : []),
    ];
    return wanted
      .filter((feature) => !target._supports(feature))
      .map((feature) => ({
        ...target._loss(feature, RUNTIME_DEFAULT.type),
        instead: 'nothing: a bare pod spec has no annotations',
      }));
  }

  private fillOptions(): Loss[] {
    const { spec, posture, target } = this;
    const losses: Loss[] = [];
    const context = ensureObjectAt(spec, 'securityContext');
    if (posture.userNamespaces && isUnset(spec['hostUsers'])) {
      const obstacle = obstacleToUserNamespace(spec);
      if (!target._supports('hostUsers')) losses.push(target._loss('hostUsers', 'false'));
      else if (obstacle === undefined) fill(spec, HARDENED.podSpec, 'hostUsers');
      else losses.push({ ...target._loss('hostUsers', 'false'), since: 'never', instead: `nothing: ${obstacle}` });
    }
    if (posture.strictSupplementalGroups && context && isUnset(context['supplementalGroupsPolicy'])) {
      if (target._supports('supplementalGroupsPolicy'))
        fill(context, HARDENED.securityContext, 'supplementalGroupsPolicy');
      else losses.push(target._loss('supplementalGroupsPolicy', 'Strict'));
    }
    return losses;
  }

  private wants(control: HardeningControl): boolean {
    return this.context.skip?.has(control) !== true;
  }

  private stays(control: HardeningControl, path: string, message: string, c?: ContainerObstacles): void {
    this.note(NoteKind.STAYS_WEAK, control, (c?.found.pointer ?? '') + path, message, c?.found.name);
  }

  private note(kind: NoteKind, control: HardeningControl, path: string, message: string, container?: string): void {
    const { pointer, isFixed } = this.place;
    const { object } = this.pod;
    this.context.onNote?.({
      kind,
      control,
      pointer: isFixed ? pointer : pointer + path,
      subject: subjectOf(object),
      pod: this.pod,
      container,
      message,
    });
  }
}

/** Takes an empty security context away that hardening created and did not fill. */
function restoreIfEmpty(holder: JsonObject, before: unknown): void {
  const context = holder['securityContext'];
  if (!isUnset(before) || !isObject(context) || Object.keys(context).length > 0) return;
  if (before === undefined) delete holder['securityContext'];
  else holder['securityContext'] = before;
}

/** Returns false for a privileged container: without a profile it runs unconfined, and with one it could not mount. */
function isConfinable(container: JsonObject): boolean {
  return objectAt(container, 'securityContext')['privileged'] !== true;
}

function subjectOf(object: JsonObject): string {
  const { name, namespace } = objectAt(object, 'metadata');
  const place = typeof namespace === 'string' && namespace !== '' ? `${namespace}/` : '';
  return `${stringAt(object, 'kind') ?? ''} ${place}${typeof name === 'string' ? name : '(no name)'}`;
}

/** Variables that Kubernetes sets for each Service, in a reference such as `$(WEB_SERVICE_HOST)`. */
const SERVICE_VARIABLE = /\$[({]?([A-Z][A-Z0-9_]*_SERVICE_(?:HOST|PORT)(?:_[A-Z0-9_]+)?)\b/g;

/** Returns a variable of a Service that the container refers to and does not set itself. */
function serviceVariableOf(container: JsonObject): string | undefined {
  const own = new Set(listAt(container, 'env').map((each) => (isObject(each) ? each['name'] : undefined)));
  const names = textsOf(container).flatMap((text) => [...text.matchAll(SERVICE_VARIABLE)].map(([, name = '']) => name));
  return names.find((name) => !own.has(name) && !name.startsWith('KUBERNETES_SERVICE_'));
}

function coversTmp(mount: unknown): boolean {
  return isObject(mount) && /^\/tmp\/*$/.test(stringAt(mount, 'mountPath') ?? '');
}

/** Gives a field its hardened value, unless it has a value. */
function fill<T extends object>(holder: JsonObject, hardened: T, field: keyof T & string): void {
  holder[field] ??= copyOf(hardened[field]);
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}
