import { posix, relative } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import type { JsonObject } from '../../kubernetes/manifest';
import { call, literal, member, object } from '../code/expressions';
import type { FileReference } from '../service-definition';
import type { ServiceConversion } from '../service-conversion';
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
  const { project, container, options, report } = service;
  const { file } = definition;
  if (typeof file !== 'string') {
    report.unsupported(
      key,
      'a kubelet without a cluster has no Secrets and no ConfigMaps: put the text into a file of the package, and name it with file',
    );
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
  const mounted = object({
    reason: literal(REASON),
    mountPath: literal(target),
    type: member('HostPathType.FILE'),
  });
  const source = posix.join(options.installation?.payload ?? '', path);
  container.add('weaknesses', call('Weakness.hostPath', literal(source), mounted));
  const hasOwner = [reference.uid, reference.gid, reference.mode].some((part) => part !== undefined);
  const difference = differencesOf(
    isSecret && 'the secret is a file of the package: pack it only for machines that may read it',
    hasOwner && 'owner and mode are those of the file in the package',
  );
  reportConverted(service, key, MOUNT_FIELD, difference);
}
