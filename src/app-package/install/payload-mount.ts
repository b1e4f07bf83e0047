import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { isObject, listAt, objectAt, stringAt, type Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { PACKAGE_PATHS } from './package-paths';
import { containedPath } from '../contained-path';
import { plainPath } from '../payload/payload-path';
import { PayloadKind, type PayloadEntry } from '../payload/payload-tree';

const TYPES: Readonly<Partial<Record<PayloadKind, string>>> = {
  [PayloadKind.FILE]: 'File',
  [PayloadKind.HARD_LINK]: 'File',
  [PayloadKind.FOLDER]: 'Directory',
};

/** Entries of a package by path. */
export type PayloadPlaces = ReadonlyMap<string, Pick<PayloadEntry, 'kind' | 'link'>>;

/**
 * Sets the volumes of a manifest that refer to the payload to the installed folder, read-only. The manifest is changed.
 * @returns problems of these volumes, one sentence each
 */
export function mountPayload(manifest: Manifest, folder: string, places: PayloadPlaces): string[] {
  return podsOf(manifest).flatMap(({ spec }) => {
    const problems: string[] = [];
    const volumes = new Set<unknown>();
    for (const volume of listAt(spec, 'volumes')) {
      if (!isObject(volume)) continue;
      const hostPath = objectAt(volume, 'hostPath');
      const path = payloadPath(stringAt(hostPath, 'path') ?? '');
      if (path === undefined) continue;
      volumes.add(volume['name']);
      const found = placeOf(path, places);
      if (found === undefined) {
        problems.push(`volume ${quote(volume['name'])} mounts ${quote(path)}, which the package does not contain`);
        continue;
      }
      hostPath['path'] = found.path === '' ? folder : containedPath(folder, found.path);
      hostPath['type'] ??= TYPES[found.kind];
    }
    for (const { container, name } of containersOf(spec))
      for (const mount of listAt(container, 'volumeMounts')) {
        if (!isObject(mount) || !volumes.has(mount['name'])) continue;
        if (mount['readOnly'] === false)
          problems.push(
            `container ${quote(name)} mounts ${quote(mount['name'])} with write access: files of a package are read-only`,
          );
        mount['readOnly'] = true;
      }
    return problems;
  });
}

/** Returns the path in the payload that a path of the host refers to. Undefined if it does not refer to the payload. */
export function payloadPath(path: string): string | undefined {
  const plain = `/${plainPath(path)}`;
  if (plain === PACKAGE_PATHS.payload) return '';
  return plain.startsWith(`${PACKAGE_PATHS.payload}/`) ? plain.slice(PACKAGE_PATHS.payload.length + 1) : undefined;
}

/** Returns the file or folder at a path, with its own path, because the kubelet does not follow links. */
function placeOf(
  path: string,
  places: PayloadPlaces,
): { readonly path: string; readonly kind: PayloadKind } | undefined {
  if (path === '') return { path, kind: PayloadKind.FOLDER };
  const place = places.get(path);
  if (place === undefined || path.split('/').includes('..')) return undefined;
  if (place.kind !== PayloadKind.SYMBOLIC_LINK) return { path, kind: place.kind };
  const target = posix.normalize(posix.join(posix.dirname(path), place.link ?? '')).replace(/\/$/, '');
  if (target === '.') return { path: '', kind: PayloadKind.FOLDER };
  const kind = places.get(target)?.kind;
  return kind === undefined || kind === PayloadKind.SYMBOLIC_LINK ? undefined : { path: target, kind };
}
