import type { JsonObject } from '../../kubernetes/manifest';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';

const FIELD = 'spec.template.spec.containers[].resources.limits';

/** Resources of device plugins by the driver of Compose. */
const RESOURCES: ReadonlyMap<string, string> = new Map([
  ['nvidia', 'nvidia.com/gpu'],
  ['amd', 'amd.com/gpu'],
  ['intel', 'gpu.intel.com/i915'],
]);

/** Returns the devices that a service requests from device plugins, with their number. */
export function gpusOf({ definition, report }: ServiceConversion): ReadonlyMap<string, number> {
  const devices = new Map<string, number>();
  const { gpus } = definition;
  const requests: [string, JsonObject][] = [
    ...(gpus === 'all' ? [['gpus', { count: 'all' }] as [string, JsonObject]] : []),
    ...(Array.isArray(gpus) ? (gpus as JsonObject[]) : []).map((each, i): [string, JsonObject] => [
      keyPath('gpus', i),
      each,
    ]),
    ...(definition.deploy?.resources?.reservations?.devices ?? []).map((each, i): [string, JsonObject] => [
      keyPath('deploy', 'resources', 'reservations', 'devices', i),
      each,
    ]),
  ];
  for (const [key, request] of requests) {
    const driver = typeof request['driver'] === 'string' && request['driver'] !== '' ? request['driver'] : 'nvidia';
    const resource = RESOURCES.get(driver);
    const capabilities = Array.isArray(request['capabilities']) ? request['capabilities'] : ['gpu'];
    if (resource === undefined || !capabilities.includes('gpu')) {
      report.unsupported(
        key,
        'only GPUs of nvidia, amd and intel have a known resource: use that of the device plugin',
      );
      continue;
    }
    const ids = request['device_ids'];
    const count = Number(request['count'] ?? (Array.isArray(ids) ? ids.length : 1));
    const known = Number.isInteger(count) && count > 0 ? count : 1;
    devices.set(resource, (devices.get(resource) ?? 0) + known);
    const which =
      known === count ? 'which of them is the choice of the plugin' : 'all of them cannot be requested, so it is one';
    report.approximated(key, FIELD, `${resource} of the device plugin, which must run on the node; ${which}`);
  }
  return devices;
}
