import { quote } from '../../input-error';
import { isObject, listAt, objectAt, stringAt, type Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { PayloadKind } from '../payload-tree';
import { plainPath } from '../payload-path';

/**
 * Where a manifest finds the files of its package: a hostPath of `/secure-edge/package/config/web` is `config/web` of the
 * payload, wherever that is installed.
 */
export const PAYLOAD_PATH = '/secure-edge/package';

const TYPES: Readonly<Partial<Record<PayloadKind, string>>> = {
  [PayloadKind.FILE]: 'File',
  [PayloadKind.HARD_LINK]: 'File',
  [PayloadKind.FOLDER]: 'Directory',
};

/**
 * Has the volumes of a manifest that mean the payload lead to the installed folder, read-only. The manifest is changed.
 * @param kinds what stands in the payload, by path
 * @returns what is wrong with them
 */
export function mountPayload(manifest: Manifest, folder: string, kinds: ReadonlyMap<string, PayloadKind>): string[] {
  return podsOf(manifest).flatMap(({ spec }) => {
    const problems: string[] = [];
    const volumes = new Set<unknown>();
    for (const volume of listAt(spec, 'volumes')) {
      if (!isObject(volume)) continue;
      const hostPath = objectAt(volume, 'hostPath');
      const path = payloadPath(stringAt(hostPath, 'path') ?? '');
      if (path === undefined) continue;
      volumes.add(volume['name']);
      const kind = path === '' ? PayloadKind.FOLDER : kinds.get(path);
      if (kind === undefined || path.split('/').includes('..'))
        problems.push(`volume ${quote(volume['name'])} mounts ${quote(path)}, which the package does not hold`);
      hostPath['path'] = path === '' ? folder : `${folder}/${path}`;
      const type = kind && TYPES[kind];
      if (type !== undefined) hostPath['type'] ??= type;
    }
    for (const { container, name } of containersOf(spec))
      for (const mount of listAt(container, 'volumeMounts')) {
        if (!isObject(mount) || !volumes.has(mount['name'])) continue;
        if (mount['readOnly'] === false)
          problems.push(
            `container ${quote(name)} mounts ${quote(mount['name'])} to write: files of a package are read-only`,
          );
        mount['readOnly'] = true;
      }
    return problems;
  });
}

function payloadPath(path: string): string | undefined {
  const plain = `/${plainPath(path)}`;
  if (plain === PAYLOAD_PATH) return '';
  return plain.startsWith(`${PAYLOAD_PATH}/`) ? plain.slice(PAYLOAD_PATH.length + 1) : undefined;
}
