import { fillAppArmor, fillAppArmorOf, fillSeccomp, type ConfinementField } from '../kubernetes/confinement';
import type { Manifest } from '../kubernetes/manifest';
import { containersOf, podsOf } from '../kubernetes/pods';
import { NodeAppArmor, type Target } from '../kubernetes/target';
import type { ContainerOptions } from './container-options';
import type { NamedContainer } from './pod-spec';

/** Writes the author's profiles into a workload. Hardening fills the gaps. */
export function confine(manifest: Manifest, containers: ReadonlyArray<NamedContainer>, target: Target): void {
  const [pod] = podsOf(manifest);
  if (!pod) return;
  const found = containersOf(pod.spec);
  const ofPod = { appArmor: chosenForPod(containers, 'appArmor'), seccomp: chosenForPod(containers, 'seccomp') };
  containers.forEach(({ name, options }, i) => {
    const container = found.find((c) => c.name === name);
    const [appArmor, seccomp] = [chosen(options, 'appArmor'), chosen(options, 'seccomp')];
    if (!container) return;
    if (appArmor && (i > 0 || !ofPod.appArmor) && isWritten(appArmor, target, ofPod.appArmor))
      fillAppArmorOf(pod, container, appArmor, target);
    if (seccomp && (i > 0 || !ofPod.seccomp)) fillSeccomp(pod, container, seccomp, target);
  });
  if (ofPod.appArmor && isWritten(ofPod.appArmor, target)) fillAppArmor(pod, ofPod.appArmor, target);
  if (ofPod.seccomp) fillSeccomp(pod, 'pod', ofPod.seccomp, target);
}

/** Returns the profile of the pod, which is the first container's. An unconfined first container does not weaken the pod. */
function chosenForPod(
  containers: ReadonlyArray<NamedContainer>,
  what: 'appArmor' | 'seccomp',
): ConfinementField | undefined {
  const field = containers[0] && chosen(containers[0].options, what);
  return field?.type === 'Unconfined' ? undefined : field;
}

function chosen(options: ContainerOptions, what: 'appArmor' | 'seccomp'): ConfinementField | undefined {
  if ((options.weaknesses ?? []).some((w) => w._effect.unconfined === what)) return { type: 'Unconfined' };
  return options[what]?._field;
}

/**
 * Returns true if a profile must be written. An unset profile means the runtime's default on nodes with AppArmor, and it is
 * the only value that starts on nodes without AppArmor. If the pod has another profile, unset would mean that one.
 */
function isWritten(appArmor: ConfinementField, target: Target, ofPod?: ConfinementField): boolean {
  return (
    appArmor.type !== 'RuntimeDefault' ||
    target.appArmor === NodeAppArmor.YES ||
    (ofPod !== undefined && ofPod.type !== 'RuntimeDefault')
  );
}
