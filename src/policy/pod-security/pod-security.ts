import type { PodSubject } from '../subject/pod-subject';
import type { PolicyVersion } from '../policy-version';
import { revisionAt, type PodSecurityCheck, type Refusal } from './check';
import { allowPrivilegeEscalation } from './checks/allow-privilege-escalation';
import { appArmorProfile } from './checks/app-armor-profile';
import { capabilitiesBaseline, capabilitiesRestricted } from './checks/capabilities';
import { hostNamespaces } from './checks/host-namespaces';
import { hostPorts } from './checks/host-ports';
import { hostProbesAndHostLifecycle } from './checks/host-probes-and-host-lifecycle';
import { privileged } from './checks/privileged';
import { procMount, procMountRestricted } from './checks/proc-mount';
import { runAsNonRoot } from './checks/run-as-non-root';
import { runAsUser } from './checks/run-as-user';
import { seLinuxOptions } from './checks/se-linux-options';
import { seccompProfileBaseline, seccompProfileRestricted } from './checks/seccomp-profile';
import { sysctls } from './checks/sysctls';
import { hostPathVolumes, restrictedVolumes } from './checks/volumes';
import { windowsHostProcess } from './checks/windows-host-process';

/** Checks of the Pod Security Standards, in the order in which upstream reports them. */
export const POD_SECURITY_CHECKS: ReadonlyArray<PodSecurityCheck> = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** Reason why a check rejects a pod. */
export interface PodSecurityRefusal extends Refusal {
  /** Id of the check. */
  readonly check: string;
}

/**
 * Returns why a namespace with a level rejects a pod: the id, reason and detail of each check, in the words and order of upstream.
 * The API server prints them as `reason (detail), reason (detail)`.
 */
export function podSecurity(
  level: 'baseline' | 'restricted',
  version: PolicyVersion,
  pod: PodSubject,
): PodSecurityRefusal[] {
  const { minor } = version;
  const active = POD_SECURITY_CHECKS.filter((check) => level === 'restricted' || check.level === 'baseline').filter(
    (check) => revisionAt(check, minor) !== undefined,
  );
  const replaced = new Set(active.map((check) => check.replaces));
  return active
    .filter((check) => !replaced.has(check.id))
    .flatMap((check) => {
      const breaches = revisionAt(check, minor)?.find(pod) ?? [];
      return breaches.length > 0 ? [{ check: check.id, ...check.describe(breaches) }] : [];
    });
}
