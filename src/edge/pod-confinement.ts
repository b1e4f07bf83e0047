import { fillAppArmor, fillAppArmorOf, fillSeccomp, type ConfinementField } from '../kubernetes/confinement';
import type { Manifest } from '../kubernetes/manifest';
import { containersOf, podsOf } from '../kubernetes/pods';
import { NodeAppArmor, type Target } from '../kubernetes/target';
import type { ContainerOptions } from './container';
import type { NamedContainer } from './pod-spec';

/** Writes the profiles that an author chose into a workload; hardening fills the others. */
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

/** The first container's profile is the pod's, but for none at all: that is a weakness of its own. */
function chosenForPod(
  containers: ReadonlyArray<NamedContainer>,
  what: 'appArmor' | 'seccomp',
): ConfinementField | undefined {
  const field = containers[0] && chosen(containers[0].options, what);
  return field?.type === 'Unconfined' ? undefined : field;
}

function chosen(options: ContainerOptions, what: 'appArmor' | 'seccomp'): ConfinementField | undefined {
  if ((options.weaknesses ?? []).some((w) => w._unconfined === what)) return { type: 'Unconfined' };
  return options[what]?._field;
}

/**
 * An unset AppArmor profile means the runtime's default wherever nodes have AppArmor, and the only thing that starts
 * where they have not; beside a profile of the whole pod it would mean that one.
 */
function isWritten(appArmor: ConfinementField, target: Target, ofPod?: ConfinementField): boolean {
  return (
    appArmor.type !== 'RuntimeDefault' ||
    target.appArmor === NodeAppArmor.YES ||
    (ofPod !== undefined && ofPod.type !== 'RuntimeDefault')
  );
}
