import { posix, relative } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import type { JsonObject } from '../../kubernetes/manifest';
import { call, literal, member, object } from '../code/expressions';
import type { FileReference } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
import { configFileOf } from './config-file';
import { differencesOf, MOUNT_FIELD, mountPathOf, reportConverted, reserve } from './mount';

const REASON = 'a file of the installed package, read-only';

/**
 * Mounts the file of a secret or a config from an installed package, read-only. A kubelet without a cluster has neither Secrets
 * nor ConfigMaps.
 */
export function convertInstalledFile(
  service: ServiceConversion,
  key: string,
  reference: FileReference,
  definition: JsonObject,
  isSecret: boolean,
): void {
  const { project, options, report } = service;
  const { file } = definition;
  if (typeof file !== 'string') {
    if (isSecret)
      report.unsupported(
        key,
        'a kubelet without a cluster has no Secrets, and a secret is not written as plain text: put it into a file of the package, and name it with file',
      );
    else convertText(service, key, reference);
    return;
  }
  const path = relative(project.folder, file);
  const target = mountPathOf(reference.target);
  const problem =
    path === '..' || path.startsWith('../')
      ? `${quote(file)} is outside the package`
      : options.files !== undefined && options.files.entryAt(file).type === 'missing'
        ? `${quote(path)} is not in the package`
        : reserve(service, target);
  if (problem !== undefined) {
    report.unsupported(key, problem);
    return;
  }
  mountFile(service, posix.join(options.installation?.payload ?? '', path), target);
  const hasOwner = [reference.uid, reference.gid, reference.mode].some((part) => part !== undefined);
  const difference = differencesOf(
    isSecret && 'the secret is a file of the package: pack it only for machines that may read it',
    hasOwner && 'owner and mode are those of the file in the package',
  );
  reportConverted(service, key, MOUNT_FIELD, difference);
}

/** Mounts a config whose text is in the compose file, or in a variable, from the file that the installer writes for it. */
function convertText(service: ServiceConversion, key: string, reference: FileReference): void {
  const { plan, options, report } = service;
  const planned = configFileOf(service, reference);
  const target = mountPathOf(reference.target);
  if ('reason' in planned) {
    report.unsupported(key, planned.reason);
    return;
  }
  const problem = reserve(service, target);
  if (problem !== undefined) {
    report.unsupported(key, problem);
    return;
  }
  const { file, difference } = planned;
  plan.configFiles.set(file.name, file);
  const { payload = '', configs = '' } = options.installation ?? {};
  mountFile(service, posix.join(payload, configs, file.name), target);
  reportConverted(service, key, MOUNT_FIELD, difference);
}

function mountFile({ container }: ServiceConversion, source: string, target: string): void {
  const mounted = object({
    reason: literal(REASON),
    mountPath: literal(target),
    type: member('HostPathType.FILE'),
  });
  container.add('weaknesses', call('Weakness.hostPath', literal(source), mounted));
}
