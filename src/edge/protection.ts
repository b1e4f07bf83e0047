import { isObject, isSameJson, objectAt, stringAt, type Manifest } from '../kubernetes/manifest';

/** Fields of pods, and of what contains them, on which the security of an app depends. */
const OF_PODS = [
  ...['automountServiceAccountToken', 'capabilities', 'enableServiceLinks', 'ephemeralContainers', 'hostAliases'],
  ...['hostIPC', 'hostNetwork', 'hostPID', 'hostPath', 'hostPort', 'hostUsers', 'image', 'imagePullPolicy'],
  ...['runtimeClassName', 'securityContext', 'serviceAccount', 'serviceAccountName', 'shareProcessNamespace'],
  ...['limits', 'readOnly', 'sizeLimit', 'stdin', 'tty', 'volumeDevices', 'preStop', 'postStart', 'host'],
  ...['configMap', 'projected', 'secret', 'valueFrom', 'envFrom', 'nodeSelector', 'priorityClassName'],
];

/** Fields of Services and routes on which the reach of an app depends. */
const OF_ROUTES = [
  ...['externalIPs', 'externalName', 'externalTrafficPolicy', 'loadBalancerSourceRanges', 'nodePort', 'selector'],
  ...['host', 'hosts', 'hostnames', 'tls', 'type', 'parentRefs', 'backend', 'backendRefs'],
];

const ROUTES: ReadonlySet<string> = new Set(['Service', 'Ingress', 'HTTPRoute']);

/** Annotations and labels that rules, admission and hardening read. */
const PROTECTED_KEY = /^(secure-edge\.dev|pod-security\.kubernetes\.io|[a-z.]*(apparmor|seccomp)[a-z.]*)\//;

/** Returns the protected fields whose values differ between two manifests, in alphabetical order. */
export function changedProtection(before: Manifest, after: Manifest): string[] {
  if (stringAt(before, 'kind') === 'NetworkPolicy')
    return isSameJson(objectAt(before, 'spec'), objectAt(after, 'spec')) ? [] : ['the allowed traffic'];
  const fields = new Set(ROUTES.has(stringAt(before, 'kind') ?? '') ? OF_ROUTES : OF_PODS);
  const [old, now] = [protectedIn(before, fields), protectedIn(after, fields)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.filter((key) => !isSameJson(old.get(key), now.get(key)));
}

/** Returns the values of protected fields by name, in the order of the manifest. */
function protectedIn(manifest: Manifest, fields: ReadonlySet<string>): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  const visit = (value: unknown, key: string): void => {
    if (fields.has(key) || PROTECTED_KEY.test(key)) {
      const values = found.get(key) ?? [];
      values.push(value);
      found.set(key, values);
      return;
    }
    if (Array.isArray(value)) for (const item of value) visit(item, '');
    else if (isObject(value)) for (const [name, item] of Object.entries(value)) visit(item, name);
  };
  visit(manifest, '');
  return found;
}
