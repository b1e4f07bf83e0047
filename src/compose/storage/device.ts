import { quote } from '../../diagnostics/input-error';
import { canonicalPath } from '../../host/path';
import { reachesTpm } from '../../host/sensitive-path';
import { absolutePath } from '../../kubernetes/syntax';
import { call, literal, member, object } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';

/** Converts a device of the host. */
export function convertDevice(
  service: ServiceConversion,
  key: string,
  { source, target }: { readonly source: string; readonly target: string },
): void {
  const { container, report } = service;
  const path = canonicalPath(source);
  if (reachesTpm(path)) {
    report.refused(key, `${quote(path)} gives access to all keys of the gateway: mount /run/parsec, and use Parsec`);
    return;
  }
  const problem = absolutePath('path of the device', path) ?? absolutePath('path in the container', target);
  if (problem !== undefined || !path.startsWith('/dev/')) {
    report.unsupported(key, problem ?? `${quote(source)} is the name of a resource: use that of a device plugin`);
    return;
  }
  const why = `${path} is a device of the node: a device plugin gives a container only this device. A mounted device can be opened only by a privileged container`;
  const reason = report.weaker(key, 'device', 'spec.template.spec.volumes[].hostPath', why);
  if (reason === undefined) return;
  const mounted = object({
    reason: literal(reason),
    mountPath: target === path ? undefined : literal(target),
    type: member('HostPathType.CHAR_DEVICE'),
    writable: literal(true),
  });
  container.add('weaknesses', call('Weakness.hostPath', literal(path), mounted));
}
