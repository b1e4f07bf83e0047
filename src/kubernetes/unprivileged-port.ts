import { isObject, listAt, objectAt, type JsonObject } from './manifest';

const SYSCTL = 'net.ipv4.ip_unprivileged_port_start';

/** Lowest port without a privilege on a node whose settings are those of Linux. */
const DEFAULT = 1024;

/** Returns the lowest port that a process without privileges can listen on, by the sysctls of a pod spec. */
export function lowestUnprivilegedPort(spec: JsonObject): number {
  const sysctls = listAt(objectAt(spec, 'securityContext'), 'sysctls');
  const set = sysctls.find((each) => isObject(each) && each['name'] === SYSCTL);
  const value = isObject(set) ? Number.parseInt(JSON.stringify(set['value'] ?? '').replace(/"/g, ''), 10) : DEFAULT;
  return Number.isNaN(value) ? DEFAULT : value;
}
