import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { canonicalPath } from '../../host/path';
import { reachesTpm } from '../../host/sensitive-path';
import { toDnsLabel } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';

/** Domain of the resources of the generic device plugin. */
const PLUGIN_DOMAIN = 'squat.ai';

const FIELD = 'spec.template.spec.containers[].resources.limits';

/** Converts a device of the host to one of a device plugin: the runtime lets a container open no other device. */
export function convertDevice(
  service: ServiceConversion,
  key: string,
  { source, target }: { readonly source: string; readonly target: string },
): void {
  const { container, definition, devices, report } = service;
  const path = canonicalPath(source);
  const name = toDnsLabel(posix.basename(path));
  if (reachesTpm(path)) {
    report.refused(key, `${quote(path)} gives access to all keys of the gateway: mount /run/parsec, and use Parsec`);
    return;
  }
  if (!path.startsWith('/dev/') || !source.startsWith('/') || name === '') {
    report.unsupported(key, `${quote(source)} is the name of a resource: use that of a device plugin`);
    return;
  }
  if (definition.privileged === true && report.acceptance('privileged') !== undefined) {
    report.acceptance('device');
    report.byDesign(key, 'a privileged container has every device of the node');
    return;
  }
  const resource = `${PLUGIN_DOMAIN}/${name}`;
  const why = `${path} is a device of the node. Accepted, it is requested from a device plugin as ${resource}`;
  const reason = report.acceptance('device');
  if (reason === undefined) {
    report.weaker(key, 'device', FIELD, why);
    return;
  }
  if (!devices.has(resource)) container.add('devices', call('Device.resource', literal(resource)));
  devices.add(resource);
  const moved = target === path ? '' : `, and place it at ${target}`;
  report.approximated(
    key,
    FIELD,
    `${reason}: the generic device plugin must offer ${path} as ${resource} on the node${moved}; group_add gives the app the group of the device`,
  );
}
