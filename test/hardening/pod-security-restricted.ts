/*
 * Pod Security restricted from 1.19 to 1.37, written from the text of the standard and independent of src/. It contains the
 * checks of the level itself, and the baseline check of AppArmor, because hardening writes that profile too.
 */

const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const SECCOMP_TYPES = ['RuntimeDefault', 'Localhost'];
const APPARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

/** Returns the ids of the checks that a pod or a pod template violates at version 1.`minor`. */
export function violations(pod: { readonly metadata?: any; readonly spec?: any }, minor: number): string[] {
  const { spec } = pod;
  const ofPod = spec.securityContext ?? {};
  const containers: any[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ].map((c) => c.securityContext ?? {});
  const isWindows = minor >= 25 && spec.os?.name === 'windows';
  const hasUserNamespace = minor >= 35 && spec.hostUsers === false;

  /** Checks a field that a container inherits from its pod: no value is bad, and each container has a good value. */
  const inherited = (value: (context: any) => unknown, isGood: (v: unknown) => boolean): boolean => {
    const given = [ofPod, ...containers].map(value).filter((v) => v !== undefined && v !== null);
    return given.every(isGood) && containers.every((c) => isGood(value(c) ?? value(ofPod)));
  };

  const holds: Record<string, boolean> = {
    allowPrivilegeEscalation: isWindows || containers.every((c) => c.allowPrivilegeEscalation === false),
    capabilities_restricted:
      minor < 22 ||
      isWindows ||
      containers.every(
        ({ capabilities }) =>
          (capabilities?.drop ?? []).includes('ALL') &&
          (capabilities?.add ?? []).every((name: unknown) => name === 'NET_BIND_SERVICE'),
      ),
    procMount_restricted: minor < 35 || containers.every((c) => (c.procMount ?? 'Default') === 'Default'),
    restrictedVolumes: (spec.volumes ?? []).every(
      (v: any) => Object.keys(v).length === 1 || VOLUME_TYPES.some((type) => v[type] !== undefined),
    ),
    runAsNonRoot:
      hasUserNamespace ||
      inherited(
        (c) => c.runAsNonRoot,
        (v) => v === true,
      ),
    runAsUser: minor < 23 || hasUserNamespace || [ofPod, ...containers].every((c) => c.runAsUser !== 0),
    seccompProfile_restricted:
      isWindows ||
      inherited(
        (c) => c.seccompProfile?.type,
        (v) => SECCOMP_TYPES.includes(v as string),
      ),
    appArmorProfile:
      [ofPod, ...containers].every(
        (c) => !c.appArmorProfile || ['RuntimeDefault', 'Localhost'].includes(c.appArmorProfile.type),
      ) &&
      Object.entries<any>(pod.metadata?.annotations ?? {})
        .filter(([key]) => key.startsWith(APPARMOR_PREFIX))
        .every(([, value]) => value === '' || value === 'runtime/default' || value.startsWith('localhost/')),
  };
  return Object.keys(holds).filter((id) => holds[id] === false);
}
