import { groupOf, listAt, objectAt, stringAt, type JsonObject } from '../manifest';
import type { FoundObject } from '../objects';
import { reportBundleOptions } from './fleet';
import { hasOverlays } from './overlay-fields';
import { renderEdgeApplication } from './kubeedge';
import { NodePools, OPENYURT, renderOverrider, renderYurtAppSet } from './openyurt';
import { TooManyValues, type OverlayProblem, type Rendering, type UnreadOverlay } from './overlay';
import { Overlays } from './overlays';

/** Everything that edge engines lay over the templates among some objects. */
export interface RenderedOverlays {
  readonly renderings: ReadonlyArray<Rendering>;
  readonly problems: ReadonlyArray<OverlayProblem>;
  readonly unread: ReadonlyArray<UnreadOverlay>;
}

/**
 * Renders what edge engines lay over the templates among some objects, for each pool or group of nodes: the tweaks and patches of
 * OpenYurt's YurtAppSet, OpenYurt's YurtAppOverrider, and the overriders of KubeEdge's EdgeApplication. Reports what only the
 * engine renders, such as the options of a Rancher Fleet Bundle.
 */
export function renderOverlays(objects: ReadonlyArray<FoundObject>): RenderedOverlays {
  const overlays = new Overlays();
  const ofKind = new Map<string, FoundObject[]>();
  for (const found of objects) {
    const key = kindOf(found.object);
    if (!key.startsWith(OPENYURT) && !hasOverlays(found.object)) continue;
    const others = ofKind.get(key);
    if (others) others.push(found);
    else ofKind.set(key, [found]);
  }
  const of = (key: string): FoundObject[] => ofKind.get(key) ?? [];
  const pools = new NodePools(of(`${OPENYURT}/NodePool`));
  for (const set of of(`${OPENYURT}/YurtAppSet`)) limited(set, () => renderYurtAppSet(set, pools, overlays));
  const overriders = of(`${OPENYURT}/YurtAppOverrider`);
  if (overriders.length > 0) {
    const subjects = new Map(
      ['YurtAppSet', 'YurtAppDaemon'].flatMap((kind) =>
        of(`${OPENYURT}/${kind}`).map((found) => [nameOf(kind, found.object), found] as const),
      ),
    );
    for (const overrider of overriders) {
      const subject = objectAt(overrider.object, 'subject');
      const name = `${stringAt(subject, 'kind') ?? ''}/${namespaceOf(overrider.object)}/${stringAt(subject, 'name') ?? ''}`;
      limited(overrider, () => renderOverrider(overrider, subjects.get(name), pools, overlays));
    }
  }
  const applications = of('apps.kubeedge.io/EdgeApplication');
  if (applications.length > 0) {
    const inside = new Map(objects.map((found) => [found.object, found]));
    for (const each of applications) limited(each, () => renderEdgeApplication(each, inside, overlays));
  }
  for (const bundle of of('fleet.cattle.io/Bundle')) reportBundleOptions(bundle, overlays);
  for (const kind of ['SyncSet', 'SelectorSyncSet'])
    for (const set of of(`hive.openshift.io/${kind}`))
      if (listAt(objectAt(set.object, 'spec'), 'patches').length > 0)
        overlays.cannotRead(set, '/spec/patches', 'it patches objects that are only in the cluster');
  const { renderings, problems, unread } = overlays;
  return { renderings, problems, unread };

  function limited(overlay: FoundObject, render: () => void): void {
    try {
      render();
    } catch (error) {
      if (!(error instanceof TooManyValues)) throw error;
      overlays.cannotRead(overlay, '', error.message);
    }
  }
}

function kindOf(object: JsonObject): string {
  return `${groupOf(stringAt(object, 'apiVersion') ?? '')}/${stringAt(object, 'kind') ?? ''}`;
}

function namespaceOf(object: JsonObject): string {
  return stringAt(objectAt(object, 'metadata'), 'namespace') ?? '';
}

function nameOf(kind: string, object: JsonObject): string {
  return `${kind}/${namespaceOf(object)}/${stringAt(objectAt(object, 'metadata'), 'name') ?? ''}`;
}
