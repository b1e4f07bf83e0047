import { RUNTIME_DEFAULT } from './confinement';
import { listAt, objectAt, type JsonObject } from './manifest';

/**
 * Hardened values of fields, by the object that contains the field: what hardening writes into a gap, and what a rule
 * proposes for the field that it finds fault with.
 */
export const HARDENED = {
  /** Fields of a pod spec. */
  podSpec: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    hostIPC: false,
    hostNetwork: false,
    hostPID: false,
    hostUsers: false,
    shareProcessNamespace: false,
  },
  /** Fields of a security context, of a pod or of a container. */
  securityContext: {
    allowPrivilegeEscalation: false,
    appArmorProfile: RUNTIME_DEFAULT,
    privileged: false,
    procMount: 'Default',
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: RUNTIME_DEFAULT,
    supplementalGroupsPolicy: 'Strict',
  },
  /** Fields of the capabilities of a container. */
  capabilities: { drop: ['ALL'] },
  /** Fields of the Windows options of a security context. */
  windowsOptions: { hostProcess: false },
  /** Fields of a volume mount. */
  volumeMount: { readOnly: true },
} as const;

/** Returns a copy of a hardened value, which can go into a manifest. */
export function copyOf<T>(hardened: T): T {
  return typeof hardened === 'object' ? structuredClone(hardened) : hardened;
}

/**
 * Returns true if the API server accepts `allowPrivilegeEscalation: false` in a container's security context: the container
 * is not privileged, and does not add SYS_ADMIN.
 */
export function canForbidEscalation(context: JsonObject): boolean {
  return context['privileged'] !== true && !listAt(objectAt(context, 'capabilities'), 'add').some(isSysAdmin);
}

function isSysAdmin(capability: unknown): boolean {
  return typeof capability === 'string' && /^(CAP_)?SYS_ADMIN$/i.test(capability);
}

/**
 * Returns true if the manifest runs a container as user 0, so that with `runAsNonRoot: true` the kubelet would not start it.
 */
export function runsAsRoot(podContext: JsonObject, containerContext: JsonObject): boolean {
  return (containerContext['runAsUser'] ?? podContext['runAsUser']) === 0;
}
