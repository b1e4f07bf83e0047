import { existsSync } from 'node:fs';
import { quote } from '../../diagnostics/input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { readYamlDocuments } from '../../kubernetes/yaml/yaml-stream';
import { containedPath } from '../contained-path';
import { dataRoot } from '../install/data-volume';
import { within, type Installation, type InstallationPlan } from '../install/installation';
import { toYaml } from '../install/package-objects';
import { readPodFolder } from '../install/pod-folder';
import { podFileSteps } from '../install/pod-steps';

/**
 * Plans the removal of an app. The last steps rename its folders, so that it is removed completely or not at all.
 * @param root folder of all installed apps
 */
export function removalPlan(
  { app, applied, volumes }: Installation,
  root: string,
  folders: { readonly root: string },
  podFolder: string,
  withData: boolean,
): InstallationPlan {
  const objects = applied === null ? [] : (readYamlDocuments(applied) as Manifest[]);
  // a namespace may contain objects of others
  const deleted = objects.filter((object) => object['kind'] !== 'Namespace');
  const data = dataRoot(folders.root);
  const hasData = existsSync(containedPath(data, app));
  const steps = [
    ...podFileSteps(app, [], podFolder, existsSync(podFolder) ? readPodFolder(podFolder) : []),
    ...(deleted.length === 0 ? [] : [{ kind: 'delete', text: toYaml(deleted) } as const]),
    ...(hasData && withData ? [{ kind: 'retire', at: within(data, app), what: 'the data' } as const] : []),
    { kind: 'retire', at: within(root, app), what: 'the files' } as const,
  ];
  const names = volumes.map(({ name }) => quote(name)).join(', ');
  const kept = `the data of ${quote(app)} stay in ${data}/${app}${names === '' ? '' : `, with the volumes ${names}`}: install the app again to use them, or delete the folder`;
  return { steps, obsolete: [], notes: hasData && !withData ? [kept] : [] };
}
