import { LabelSelector } from '../label-selector';
import { isObject, listAt, objectAt, pointerStep, stringAt, stringsAt, type JsonObject } from '../manifest';
import type { FoundObject } from '../objects';
import { applyPatch, PATCH_OPERATIONS, setOwn, type PatchOperation } from './json-patch';
import { MOST_CHANGES, namesOf, type OverlaidValue } from './overlay';
import type { Overlays } from './overlays';
import { strategicMerge } from './strategic-merge';

export const OPENYURT = 'apps.openyurt.io';

const POOL_LABEL = 'apps.openyurt.io/pool-name';
const NODE_LABEL = 'apps.openyurt.io/nodepool';

/** Text in the value of a patch that stands for the name of the pool. */
const POOL_NAME = '{{nodepool-name}}';

/** Template of a Deployment or StatefulSet in an object of OpenYurt. */
interface TemplatePlace {
  readonly path: ReadonlyArray<string>;
  readonly pointer: string;
}

/** Change of a workload for some pools. */
interface Tweak {
  /** JSON pointer within the object with the overlay. */
  readonly pointer: string;
  /** True if the change differs with the name of the pool. */
  readonly namesPool: boolean;
  readonly count: number;
  /** Sets images and numbers of replicas. Those of all tweaks are set first. */
  readonly setBasics: (workload: Workload) => void;
  readonly patch: (workload: Workload) => void;
}

/** Workload of one pool, while the tweaks are applied. */
interface Workload {
  readonly json: JsonObject;
  readonly pool: string;
  /** Reports a changed value by its pointers within the workload and within the object with the overlay. */
  readonly changed: (path: string, pointer: string) => void;
  readonly wrong: (pointer: string, message: string) => void;
}

/** Renders what an object of OpenYurt lays over its own template for each pool. */
export function renderYurtAppSet(found: FoundObject, pools: NodePools, overlays: Overlays): void {
  const place = templatePlaceOf(found.object);
  const spec = objectAt(found.object, 'spec');
  const tweaks = listAt(objectAt(spec, 'workload'), 'workloadTweaks');
  if (tweaks.length > 0) renderTweaks(found, place, pools, overlays);
  const topology = listAt(objectAt(spec, 'topology'), 'pools');
  if (topology.some((pool) => isObject(pool) && (isObject(pool['patch']) || listAt(pool, 'tolerations').length > 0)))
    renderTopology(found, place, overlays);
}

/** Renders the overlay of a YurtAppOverrider over the object that it names. */
export function renderOverrider(
  overrider: FoundObject,
  base: FoundObject | undefined,
  pools: NodePools,
  overlays: Overlays,
): void {
  const entries = listAt(overrider.object, 'entries').filter(isObject);
  if (entries.length === 0) return;
  if (base === undefined) {
    const subject = objectAt(overrider.object, 'subject');
    const name = `${stringAt(subject, 'kind') ?? 'object'} ${stringAt(subject, 'name') ?? ''}`;
    overlays.cannotRead(overrider, '/subject', `its subject ${name} is not among the manifests`);
    return;
  }
  const tweaks = entries.map((entry, i) => {
    const pointer = `/entries${pointerStep(i)}`;
    return { ...tweakOf(entry, pointer, 'overrider', overrider, overlays), entry };
  });
  const own = [...pools.selectedBy(base.object).keys()];
  const named = tweaks.flatMap(({ entry }) => stringsAt(entry, 'pools').filter((pool) => !/^(\*$|-)/.test(pool)));
  const names = [...new Set([...own, ...named])];
  const groups = new Groups<Tweak>();
  for (const pool of names)
    groups.add(
      pool,
      tweaks.filter(({ entry }) => isForPool(stringsAt(entry, 'pools'), pool)),
    );
  const forAll = tweaks.filter(({ entry }) => stringsAt(entry, 'pools').includes('*'));
  if (forAll.length > 0) groups.addUnnamed('every other pool', forAll);
  renderGroups({ base, overlay: overrider, place: templatePlaceOf(base.object), overlays }, groups);
}

function isForPool(pools: ReadonlyArray<string>, pool: string): boolean {
  return !pools.includes(`-${pool}`) && (pools.includes(pool) || pools.includes('*'));
}

function templatePlaceOf(object: JsonObject): TemplatePlace | undefined {
  for (const outer of [
    ['spec', 'workload', 'workloadTemplate'],
    ['spec', 'workloadTemplate'],
  ]) {
    const holder = outer.reduce(objectAt, object);
    for (const kind of ['deploymentTemplate', 'statefulSetTemplate']) {
      const path = [...outer, kind];
      if (isObject(holder[kind])) return { path, pointer: path.map(pointerStep).join('') };
    }
  }
  return undefined;
}

function renderTweaks(
  found: FoundObject,
  place: TemplatePlace | undefined,
  pools: NodePools,
  overlays: Overlays,
): void {
  const spec = objectAt(found.object, 'spec');
  const tweaks = listAt(objectAt(spec, 'workload'), 'workloadTweaks').flatMap((each, i) => {
    if (!isObject(each)) return [];
    const pointer = `/spec/workload/workloadTweaks${pointerStep(i)}`;
    return [
      { ...tweakOf(objectAt(each, 'tweaks'), `${pointer}/tweaks`, 'set', found, overlays), entry: each, at: pointer },
    ];
  });
  const selected = pools.selectedBy(found.object);
  // a selector can select pools that are not among the manifests
  const isOpen = isObject(spec['nodepoolSelector']) || selected.size === 0;
  const names = new Set(selected.keys());
  if (isOpen) for (const { entry } of tweaks) for (const pool of stringsAt(entry, 'pools')) names.add(pool);
  const groups = new Groups<Tweak>();
  for (const pool of names) {
    const labels = pools.labelsOf(pool);
    const own = tweaks.filter(({ entry }) => {
      const selector = entry['nodepoolSelector'];
      const isNamed = stringsAt(entry, 'pools').includes(pool);
      return isNamed || (isObject(selector) && labels !== undefined && LabelSelector.parse(selector).selects(labels));
    });
    groups.add(pool, own);
  }
  const isUnsure = isOpen || [...names].some((pool) => pools.labelsOf(pool) === undefined);
  for (const tweak of tweaks) {
    const { entry, at } = tweak;
    if (isObject(entry['nodepoolSelector']) && isUnsure) groups.addUnnamed(`the pools that ${at} selects`, [tweak]);
    const unused = isOpen ? [] : stringsAt(entry, 'pools').filter((pool) => !names.has(pool));
    if (unused.length > 0)
      overlays.wrong(
        found,
        `${at}/pools`,
        `${namesOf('pool', unused)} ${unused.length === 1 ? 'is' : 'are'} not among spec.pools, so the tweak does not apply there`,
      );
  }
  renderGroups({ base: found, overlay: found, place, overlays }, groups);
}

/** Renders the patches of version v1alpha1, which are strategic merge patches. */
function renderTopology(found: FoundObject, place: TemplatePlace | undefined, overlays: Overlays): void {
  const groups = new Groups<Tweak>();
  listAt(objectAt(objectAt(found.object, 'spec'), 'topology'), 'pools').forEach((pool, i) => {
    if (!isObject(pool)) return;
    const pointer = `/spec/topology/pools${pointerStep(i)}`;
    const patch = isObject(pool['patch']) ? pool['patch'] : undefined;
    const tolerations = listAt(pool, 'tolerations');
    if (patch === undefined && tolerations.length === 0) return;
    const tweak: Tweak = {
      pointer,
      namesPool: true,
      count: 1,
      setBasics: ({ json, changed }) => {
        if (tolerations.length === 0) return;
        const spec = objectAt(objectAt(objectAt(json, 'spec'), 'template'), 'spec');
        spec['tolerations'] = [...listAt(spec, 'tolerations'), ...overlays.copier.copy(tolerations)];
        changed('/spec/template/spec/tolerations', `${pointer}/tolerations`);
      },
      patch: ({ json, changed }) => {
        if (patch === undefined) return;
        for (const value of strategicMerge(json, overlays.copier.copy(patch)))
          changed(value.path, `${pointer}/patch${value.pointer}`);
      },
    };
    groups.add(stringAt(pool, 'name') ?? '', [tweak]);
  });
  renderGroups({ base: found, overlay: found, place, overlays }, groups);
}

/** Reads a tweak of a YurtAppSet, or an entry of a YurtAppOverrider. */
function tweakOf(
  tweak: JsonObject,
  pointer: string,
  form: 'set' | 'overrider',
  overlay: FoundObject,
  overlays: Overlays,
): Tweak {
  const images = form === 'set' ? imagesOfSet(tweak, pointer) : imagesOfOverrider(tweak, pointer);
  const patches = listAt(tweak, 'patches').flatMap((patch, i): PatchEntry[] => {
    const at = `${pointer}/patches${pointerStep(i)}`;
    const { operation, path, value } = isObject(patch) ? patch : {};
    if (typeof operation !== 'string' || !PATCH_OPERATIONS.includes(operation) || typeof path !== 'string') {
      overlays.cannotRead(overlay, at, `a patch must have an operation (${PATCH_OPERATIONS.join(', ')}) and a path`);
      return [];
    }
    return [{ operation: operation as PatchOperation, path, value, at }];
  });
  if (form === 'overrider') {
    listAt(tweak, 'items').forEach((item, i) => {
      const unknown = isObject(item)
        ? Object.keys(item).find((key) => key !== 'image' && key !== 'replicas')
        : undefined;
      if (unknown !== undefined)
        overlays.cannotRead(
          overlay,
          `${pointer}/items${pointerStep(i)}${pointerStep(unknown)}`,
          `the item ${unknown} is unknown`,
        );
    });
  }
  return {
    pointer,
    namesPool: patches.some(({ value }) => mentionsPool(value)),
    count: patches.length + images.length,
    setBasics: (workload) => images.forEach((image) => setImage(image, workload)),
    patch: (workload) => {
      for (const { operation, path, value, at } of patches) {
        const copied = withPoolName(overlays.copier.copy(value), workload.pool);
        const { changed, problem } = applyPatch(workload.json, { operation, path, value: copied });
        const from = operation === 'remove' ? at : `${at}/value`;
        if (changed !== undefined) workload.changed(changed, from);
        if (problem !== undefined)
          workload.wrong(`${at}/path`, `the ${operation} of ${JSON.stringify(path)} ${problem}`);
      }
    },
  };
}

interface PatchEntry {
  readonly operation: PatchOperation;
  readonly path: string;
  readonly value: unknown;
  readonly at: string;
}

interface ImageEntry {
  readonly container: string;
  readonly image: string;
  readonly pointer: string;
}

function imagesOfSet(tweak: JsonObject, pointer: string): ImageEntry[] {
  return listAt(tweak, 'containerImages').flatMap((each, i) => {
    const { name, targetImage } = isObject(each) ? each : {};
    if (typeof name !== 'string' || typeof targetImage !== 'string') return [];
    return [
      { container: name, image: targetImage, pointer: `${pointer}/containerImages${pointerStep(i)}/targetImage` },
    ];
  });
}

function imagesOfOverrider(entry: JsonObject, pointer: string): ImageEntry[] {
  return listAt(entry, 'items').flatMap((each, i) => {
    const { containerName, imageClaim } = isObject(each) ? objectAt(each, 'image') : {};
    if (typeof containerName !== 'string' || typeof imageClaim !== 'string') return [];
    return [
      { container: containerName, image: imageClaim, pointer: `${pointer}/items${pointerStep(i)}/image/imageClaim` },
    ];
  });
}

function setImage({ container, image, pointer }: ImageEntry, { json, changed, wrong }: Workload): void {
  const spec = objectAt(objectAt(objectAt(json, 'spec'), 'template'), 'spec');
  let isFound = false;
  for (const list of ['containers', 'initContainers']) {
    listAt(spec, list).forEach((each, i) => {
      if (!isObject(each) || each['name'] !== container) return;
      each['image'] = image;
      changed(`/spec/template/spec/${list}${pointerStep(i)}/image`, pointer);
      isFound = true;
    });
  }
  if (!isFound)
    wrong(pointer, `the image does not apply, because the template has no container ${JSON.stringify(container)}`);
}

function mentionsPool(value: unknown): boolean {
  const left = [value];
  const seen = new Set<unknown>();
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each === 'string' && each.includes(POOL_NAME)) return true;
    // the value of an alias can be in many places
    if (typeof each !== 'object' || each === null || seen.has(each)) continue;
    seen.add(each);
    for (const child of Object.values(each) as unknown[]) left.push(child);
  }
  return false;
}

function withPoolName(value: unknown, pool: string): unknown {
  if (typeof value === 'string') return value.split(POOL_NAME).join(pool);
  if (Array.isArray(value)) return value.map((each) => withPoolName(each, pool));
  if (!isObject(value)) return value;
  for (const key of Object.keys(value)) setOwn(value, key, withPoolName(value[key], pool));
  return value;
}

/** Pools with the same overlays. */
class Groups<T extends Tweak> {
  private readonly byTweaks = new Map<string, { pools: string[]; where?: string; tweaks: ReadonlyArray<T> }>();

  /** Adds a pool, unless nothing is laid over its template. */
  public add(pool: string, tweaks: ReadonlyArray<T>): void {
    if (tweaks.length === 0) return;
    const key = keyOf(tweaks) + (tweaks.some(({ namesPool }) => namesPool) ? ` ${pool}` : '');
    const group = this.byTweaks.get(key);
    if (group) group.pools.push(pool);
    else this.byTweaks.set(key, { pools: [pool], tweaks });
  }

  /** Adds pools whose names are unknown, unless a known pool has the same overlays. */
  public addUnnamed(where: string, tweaks: ReadonlyArray<T>): void {
    if (!this.byTweaks.has(keyOf(tweaks))) this.byTweaks.set(keyOf(tweaks), { pools: [], where, tweaks });
  }

  public get all(): { pool: string; where: string; tweaks: ReadonlyArray<T> }[] {
    return [...this.byTweaks.values()].map(({ pools, where, tweaks }) => ({
      pool: pools[0] ?? '',
      where: where ?? namesOf('pool', pools),
      tweaks,
    }));
  }
}

function keyOf(tweaks: ReadonlyArray<Tweak>): string {
  return tweaks.map(({ pointer }) => pointer).join(' ');
}

interface Layers {
  readonly base: FoundObject;
  readonly overlay: FoundObject;
  readonly place: TemplatePlace | undefined;
  readonly overlays: Overlays;
}

function renderGroups({ base, overlay, place, overlays }: Layers, groups: Groups<Tweak>): void {
  const all = groups.all;
  if (all.length === 0) return;
  const [first] = all;
  if (place === undefined) {
    overlays.cannotRead(overlay, first?.tweaks[0]?.pointer ?? '', 'the object has no template');
    return;
  }
  overlays.renderAll(overlay, all, ({ pool, where, tweaks }) => {
    if (tweaks.reduce((sum, { count }) => sum + count, 0) > MOST_CHANGES) {
      overlays.cannotRead(overlay, tweaks[0]?.pointer ?? '', `the overlay has more than ${MOST_CHANGES} changes`);
      return;
    }
    const { copier } = overlays;
    const values: OverlaidValue[] = [];
    const json = copier.copy(place.path.reduce(objectAt, base.object));
    const workload: Workload = {
      json,
      pool,
      changed: (path, pointer) => values.push({ path: place.pointer + path, pointer }),
      wrong: (pointer, message) => overlays.wrong(overlay, pointer, message),
    };
    const restore = fillAsEngine(json, pool);
    for (const tweak of tweaks) tweak.setBasics(workload);
    for (const tweak of tweaks) tweak.patch(workload);
    restore();
    const object = withValueAt(base.object, place.path, json);
    overlays.add({
      base,
      overlay,
      where,
      object: base === overlay ? object : withAnnotations(object, overlay),
      values,
    });
  });
}

/**
 * Adds what a workload has before the engine applies the patches, so that a patch can refer to it: the labels of the pool, and
 * empty objects that every workload has. Returns a function that removes the labels again, because the overlay did not add them.
 */
function fillAsEngine(workload: JsonObject, pool: string): () => void {
  const maps: [JsonObject, string][] = [];
  const map = (parent: JsonObject, key: string, label: string): void => {
    const labels = within(parent, key);
    if (Object.hasOwn(labels, label)) return;
    labels[label] = pool;
    maps.push([parent, key]);
  };
  const template = within(within(workload, 'spec'), 'template');
  const spec = within(template, 'spec');
  map(within(workload, 'metadata'), 'labels', POOL_LABEL);
  map(within(template, 'metadata'), 'labels', POOL_LABEL);
  map(spec, 'nodeSelector', NODE_LABEL);
  for (const list of ['containers', 'initContainers'])
    for (const container of listAt(spec, list)) if (isObject(container)) within(container, 'resources');
  return () => {
    for (const [parent, key] of maps) {
      const labels = parent[key];
      if (!isObject(labels)) continue;
      for (const label of [POOL_LABEL, NODE_LABEL]) if (labels[label] === pool) delete labels[label];
      if (Object.keys(labels).length === 0) delete parent[key];
    }
  };
}

/** Returns the object at a key, in the place of any other value. */
function within(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  if (isObject(value)) return value;
  const made: JsonObject = {};
  parent[key] = made;
  return made;
}

/** Returns an object with the annotations of an overlay, which acknowledge what only the overlay causes. */
function withAnnotations(object: JsonObject, overlay: FoundObject): JsonObject {
  const annotations = objectAt(objectAt(overlay.object, 'metadata'), 'annotations');
  return { ...object, metadata: { ...objectAt(object, 'metadata'), annotations } };
}

/** Returns an object with another value at a path. Only the objects on the path are copied. */
function withValueAt(object: JsonObject, [key, ...rest]: ReadonlyArray<string>, value: JsonObject): JsonObject {
  if (key === undefined) return value;
  return { ...object, [key]: withValueAt(objectAt(object, key), rest, value) };
}

/** Pools of nodes among the manifests, with their labels. */
export class NodePools {
  private readonly labels = new Map<string, JsonObject>();

  constructor(objects: ReadonlyArray<FoundObject>) {
    for (const { object } of objects) {
      const metadata = objectAt(object, 'metadata');
      this.labels.set(stringAt(metadata, 'name') ?? '', objectAt(metadata, 'labels'));
    }
  }

  /** Returns the labels of a pool. Undefined if it is not among the manifests. */
  public labelsOf(pool: string): JsonObject | undefined {
    return this.labels.get(pool);
  }

  /** Returns the pools that a YurtAppSet names, and those among the manifests that it selects, with their labels. */
  public selectedBy(set: JsonObject): Map<string, JsonObject | undefined> {
    const spec = objectAt(set, 'spec');
    const selected = new Map<string, JsonObject | undefined>();
    for (const pool of stringsAt(spec, 'pools')) selected.set(pool, this.labels.get(pool));
    for (const pool of listAt(objectAt(spec, 'topology'), 'pools'))
      if (isObject(pool)) selected.set(stringAt(pool, 'name') ?? '', this.labels.get(stringAt(pool, 'name') ?? ''));
    const selector = spec['nodepoolSelector'];
    if (!isObject(selector)) return selected;
    const parsed = LabelSelector.parse(selector);
    for (const [pool, labels] of this.labels) if (parsed.selects(labels)) selected.set(pool, labels);
    return selected;
  }
}
