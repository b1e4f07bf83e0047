import { imageReference } from '../image-reference';
import { groupOf, isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject } from '../manifest';
import type { FoundObject } from '../objects';
import { applyPatch } from './json-patch';
import { MOST_CHANGES, namesOf, type OverlaidValue } from './overlay';
import type { Overlays } from './overlays';

/** Reports a changed value by its pointers within the Deployment and below the overriders. */
type Changed = (path: string, pointer: string) => void;

/** Overrider of one kind: changes a Deployment, and returns false if it has no container of that name. */
type Override = (
  deployment: JsonObject,
  overrider: JsonObject,
  changed: (path: string) => void,
  overlays: Overlays,
) => boolean;

const SPEC = ['spec', 'template', 'spec'];
const CONTAINERS = '/spec/template/spec/containers';

/** Overriders by their field. `replicas` is a number, and not a list. */
const OVERRIDES: Readonly<Record<string, Override>> = {
  imageOverriders: overrideImages,
  envOverriders: ofContainer('env', (before, { operator, value }) => {
    const variables = value.filter(isObject);
    const names = new Set(variables.map((each) => each['name']));
    if (operator === 'remove') return before.filter((each) => !isObject(each) || !names.has(each['name']));
    if (operator === 'add') return [...before, ...variables];
    const byName = new Map(variables.map((each) => [each['name'], each]));
    const known = new Set(before.map((each) => (isObject(each) ? each['name'] : undefined)));
    const replaced = before.map((each) => (isObject(each) ? (byName.get(each['name']) ?? each) : each));
    return [...replaced, ...variables.filter((each) => !known.has(each['name']))];
  }),
  commandOverriders: ofContainer('command', wordsOf),
  argsOverriders: ofContainer('args', wordsOf),
  resourcesOverriders: (deployment, overrider, changed, { copier }) =>
    forContainer(deployment, overrider, (container, at) => {
      container['resources'] = copier.copy(objectAt(overrider, 'value'));
      changed(`${at}/resources`);
    }),
};

/** Nodes with overriders. */
interface Scope {
  readonly where: string;
  readonly overriders: JsonObject;
  /** JSON pointer of the overriders within the EdgeApplication. */
  readonly pointer: string;
}

/**
 * Renders what a KubeEdge EdgeApplication lays over its Deployments for each group of nodes. KubeEdge overrides Deployments only.
 * @param inside the objects inside the EdgeApplication, by their JSON
 */
export function renderEdgeApplication(
  application: FoundObject,
  inside: ReadonlyMap<JsonObject, FoundObject>,
  overlays: Overlays,
): void {
  const scopes = scopesOf(application, overlays);
  if (scopes.length === 0) return;
  const manifests = listAt(objectAt(objectAt(application.object, 'spec'), 'workloadTemplate'), 'manifests');
  const deployments = manifests.filter(isObject).filter(isDeployment);
  overlays.renderAll(application, scopes, (scope) => {
    const found = deployments.map((deployment) => ({
      base: inside.get(deployment),
      ...overridden(deployment, scope, application, overlays),
    }));
    for (const problem of commonProblems(found.map(({ problems }) => problems)))
      overlays.wrong(application, ...problem);
    for (const { base, object, values } of found) {
      if (values.length === 0) continue;
      if (base === undefined) overlays.cannotRead(application, scope.pointer, 'its Deployment is not read');
      else overlays.add({ base, overlay: application, where: scope.where, object, values });
    }
  });
}

function isDeployment({ apiVersion, kind }: JsonObject): boolean {
  return kind === 'Deployment' && typeof apiVersion === 'string' && groupOf(apiVersion) === 'apps';
}

function scopesOf(application: FoundObject, overlays: Overlays): Scope[] {
  const scope = objectAt(objectAt(application.object, 'spec'), 'workloadScope');
  const byOverriders = new Map<
    string,
    { groups: string[]; others: string[]; overriders: JsonObject; pointer: string }
  >();
  for (const list of ['targetNodeGroups', 'targetNodeLabels']) {
    listAt(scope, list).forEach((target, i) => {
      const overriders = isObject(target) ? objectAt(target, 'overriders') : {};
      if (!isObject(target) || Object.keys(overriders).length === 0) return;
      const at = `/spec/workloadScope/${list}${pointerStep(i)}`;
      reportUnknown(overriders, `${at}/overriders`, application, overlays);
      const key = JSON.stringify(overlays.copier.copy(overriders));
      const known = byOverriders.get(key) ?? { groups: [], others: [], overriders, pointer: `${at}/overriders` };
      byOverriders.set(key, known);
      const name = list === 'targetNodeGroups' ? stringAt(target, 'name') : undefined;
      if (name === undefined) known.others.push(`the nodes of ${at}`);
      else known.groups.push(name);
    });
  }
  return [...byOverriders.values()].map(({ groups, others, overriders, pointer }) => ({
    where: groups.length > 0 ? namesOf('node group', groups) : (others[0] ?? ''),
    overriders,
    pointer,
  }));
}

function reportUnknown(overriders: JsonObject, pointer: string, application: FoundObject, overlays: Overlays): void {
  const unknown = Object.keys(overriders).find((key) => key !== 'replicas' && !Object.hasOwn(OVERRIDES, key));
  if (unknown !== undefined)
    overlays.cannotRead(application, pointer + pointerStep(unknown), `the overrider ${unknown} is unknown`);
}

type Problem = [pointer: string, message: string];

function overridden(
  deployment: JsonObject,
  { overriders, pointer }: Scope,
  application: FoundObject,
  overlays: Overlays,
): { object: JsonObject; values: OverlaidValue[]; problems: Problem[] } {
  const object = overlays.copier.copy(deployment);
  const values: OverlaidValue[] = [];
  const problems: Problem[] = [];
  const changed: Changed = (path, from) => values.push({ path, pointer: pointer + from });
  if (typeof overriders['replicas'] === 'number') {
    objectAt(object, 'spec')['replicas'] = overriders['replicas'];
    changed('/spec/replicas', '/replicas');
  }
  for (const [field, override] of Object.entries(OVERRIDES)) {
    const list = listAt(overriders, field);
    if (list.length > MOST_CHANGES) {
      overlays.cannotRead(
        application,
        pointer + pointerStep(field),
        `the overlay has more than ${MOST_CHANGES} changes`,
      );
      continue;
    }
    list.forEach((overrider, i) => {
      if (!isObject(overrider)) return;
      const at = pointerStep(field) + pointerStep(i);
      if (override(object, overrider, (path) => changed(path, at), overlays)) return;
      const name = stringAt(overrider, 'containerName');
      const what =
        name === undefined ? 'its predicate has no such path' : `no Deployment has a container ${JSON.stringify(name)}`;
      problems.push([pointer + at, `the overrider does not apply, because ${what}`]);
    });
  }
  return { object, values, problems };
}

/** Returns the problems that occur in every Deployment. An overrider for a container of another Deployment is none. */
function commonProblems([first = [], ...others]: ReadonlyArray<ReadonlyArray<Problem>>): Problem[] {
  return first.filter(([pointer]) => others.every((problems) => problems.some(([each]) => each === pointer)));
}

function overrideImages(deployment: JsonObject, overrider: JsonObject, changed: (path: string) => void): boolean {
  const path = objectAt(overrider, 'predicate')['path'];
  if (typeof path === 'string') {
    const steps = path.split('/').filter((step) => step !== '');
    const pointer = `/${steps.join('/')}`;
    const before = steps.reduce<unknown>(stepInto, deployment);
    if (typeof before !== 'string') return false;
    applyPatch(deployment, { operation: 'replace', path: pointer, value: overriddenImage(before, overrider) });
    changed(pointer);
    return true;
  }
  listAt(SPEC.reduce(objectAt, deployment), 'containers').forEach((container, i) => {
    const image = isObject(container) ? stringAt(container, 'image') : undefined;
    if (!isObject(container) || image === undefined) return;
    container['image'] = overriddenImage(image, overrider);
    changed(`${CONTAINERS}${pointerStep(i)}/image`);
  });
  return true;
}

function stepInto(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as JsonObject)[step]
    : undefined;
}

/** Returns an image with another registry, repository or tag. KubeEdge drops the digest of an image that has a tag, too. */
function overriddenImage(image: string, { component, operator, value }: JsonObject): string {
  const parts = imageReference(image);
  const text = typeof value === 'string' ? value : '';
  const change = (before: string): string =>
    operator === 'remove' ? '' : operator === 'add' ? before + text : operator === 'replace' ? text : before;
  let registry = parts.registry ?? '';
  let repository = registry === '' ? parts.repository : parts.repository.slice(registry.length + 1);
  let version = parts.tag ?? parts.digest ?? '';
  if (component === 'Registry') registry = change(registry);
  if (component === 'Repository') repository = change(repository);
  if (component === 'Tag') version = change(version);
  const name = registry === '' ? repository : `${registry}/${repository}`;
  if (version === '') return name;
  return name + (version.includes(':') ? '@' : ':') + version;
}

/** Value of an overrider of a list. */
interface ListOverrider {
  readonly operator: unknown;
  readonly value: ReadonlyArray<unknown>;
}

function ofContainer(
  field: string,
  change: (before: ReadonlyArray<unknown>, overrider: ListOverrider) => ReadonlyArray<unknown>,
): Override {
  return (deployment, overrider, changed, { copier }) =>
    forContainer(deployment, overrider, (container, at) => {
      const value = copier.copy(listAt(overrider, 'value'));
      container[field] = change(listAt(container, field), { operator: overrider['operator'], value });
      changed(`${at}${pointerStep(field)}`);
    });
}

function wordsOf(before: ReadonlyArray<unknown>, { operator, value }: ListOverrider): ReadonlyArray<unknown> {
  if (operator === 'add') return [...before, ...value];
  const removed = new Set(value);
  return operator === 'remove' ? before.filter((each) => !removed.has(each)) : before;
}

function forContainer(
  deployment: JsonObject,
  overrider: JsonObject,
  change: (container: JsonObject, pointer: string) => void,
): boolean {
  const name = overrider['containerName'];
  let isFound = false;
  listAt(SPEC.reduce(objectAt, deployment), 'containers').forEach((container, i) => {
    if (!isObject(container) || container['name'] !== name) return;
    change(container, CONTAINERS + pointerStep(i));
    isFound = true;
  });
  return isFound;
}
