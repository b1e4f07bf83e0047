import { gunzipSync, gzipSync } from 'node:zlib';
import { groupOf, isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject, type Manifest } from './manifest';
import { isPolicyGroup } from './known-kinds';
import { isBuiltInGroup } from './schema/service-of-kind';
import { overlayValuesIn } from './overlays/overlay-fields';
import { isResourceHolder, type ResourceHolders } from './resource-holders';
import { isEmbeddedObject, shapesIn, type Shapes } from './shapes';
import { TEKTON, tektonPodsIn } from './tekton';
import { writeJson, writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** Kubernetes object in a document: the document itself, or an object inside another one. */
export interface FoundObject {
  readonly object: Manifest;
  /** JSON pointer of the object within the document; for an object inside a string, the pointer of the string. */
  readonly pointer: string;
  /** True if the object is inside a string, so that its parts have no pointers. */
  readonly inString: boolean;
  /** Content found by its shape, in a kind that Kubernetes itself does not define; unset unless `byShape` is true. */
  readonly shapes?: Shapes;
  /** Holder that a change must be written back to; undefined if the object is part of the document itself. */
  readonly holder?: Holder;
}

/** Value that contains objects in another form, such as a string of YAML. */
export interface Holder {
  /** Writes the objects back as they are now. Must be called before `write` of the outer holder. */
  readonly write: () => void;
  /** Holder that contains this one. */
  readonly outer?: Holder;
}

/** Part of a document whose objects cannot be read. */
export interface Opaque {
  readonly pointer: string;
  readonly why: string;
}

/** Maximum number of bytes that are unpacked from the compressed resources of one document. An object of an API server has at most a few MiB. */
export const MAX_UNPACKED = 8 * 1024 * 1024;

/** Maximum nesting of lists and bundles in a document. A list or a bundle can contain lists. */
export const MAX_LIST_DEPTH = 16;

/** Options of the search for objects. */
export interface ObjectsOptions {
  /**
   * True to find pods and objects by their shape, in kinds of other API groups.
   * @default false
   */
  readonly byShape?: boolean;

  /**
   * ConfigMaps and Secrets whose values are manifests.
   * @default - none, except Secrets with a type that says so
   */
  readonly holders?: ResourceHolders;
}

const NO_HOLDERS: ResourceHolders = new Set();

/** Position of the walk. */
interface Place {
  readonly pointer: string;
  readonly depth: number;
  /** True if the pointer ends at a string and cannot be extended. */
  readonly inString: boolean;
  readonly holder?: Holder;
}

/**
 * Returns every Kubernetes object of a document: the document itself, or the objects in a List, in a KubeEdge EdgeApplication
 * or in a Rancher Fleet Bundle. A List is left out, because it is not an object of the API server. The other two come before
 * the objects inside them.
 */
export function objectsIn(
  document: unknown,
  options: ObjectsOptions = {},
): { objects: FoundObject[]; opaque: Opaque[] } {
  const objects: FoundObject[] = [];
  const opaque: Opaque[] = [];
  const seen = new Set<unknown>();
  let left = MAX_UNPACKED;
  collect(document, { pointer: '', depth: 0, inString: false });
  return { objects, opaque };

  function collect(value: unknown, place: Place): void {
    // an alias can make a list contain itself, and can put one object in many places
    if (!isObject(value) || seen.has(value)) return;
    seen.add(value);
    if (place.depth > MAX_LIST_DEPTH) {
      opaque.push({ pointer: place.pointer, why: `nested more than ${MAX_LIST_DEPTH} deep` });
      return;
    }
    if (isList(value)) {
      collectItems(value, place);
      return;
    }
    const { pointer, inString, holder } = place;
    const group = groupOf(stringAt(value, 'apiVersion') ?? '');
    const shapes = options.byShape === true && isShaped(group) ? allShapesIn(value, group) : undefined;
    objects.push({ object: value, pointer, inString, shapes, holder });
    const spec = objectAt(value, 'spec');
    if (value['kind'] === 'EdgeApplication' && group === 'apps.kubeedge.io') {
      listAt(objectAt(spec, 'workloadTemplate'), 'manifests').forEach((manifest, i) =>
        collect(manifest, below(place, `/spec/workloadTemplate/manifests${pointerStep(i)}`)),
      );
    }
    if (value['kind'] === 'Bundle' && group === 'fleet.cattle.io') {
      listAt(spec, 'resources').forEach((resource, i) => {
        if (isObject(resource)) collectBundled(resource, below(place, `/spec/resources${pointerStep(i)}/content`));
      });
    }
    // after the objects in known places
    shapes?.objects.forEach((each) => collect(each.value, below(place, each.pointer)));
    shapes?.texts.forEach(({ text, pointer: at }) => collectText(text, below(place, at)));
    if (options.byShape === true && isResourceHolder(value, options.holders ?? NO_HOLDERS)) collectValues(value, place);
  }

  function collectItems(list: JsonObject, place: Place): void {
    const why = listProblem(list);
    if (why !== undefined) opaque.push({ pointer: place.pointer, why });
    const items = listAt(list, 'items');
    items.forEach((item, i) => {
      const at = below(place, `/items${pointerStep(i)}`);
      if (!isObject(item)) opaque.push({ pointer: at.pointer, why: 'an item of the list is not an object' });
      const typed = withListType(item, list);
      if (typed === item) return collect(item, at);
      const write = (): void => void (items[i] = typed);
      collect(typed, { ...at, holder: { write, ...(place.holder && { outer: place.holder }) } });
    });
  }

  function collectBundled(resource: JsonObject, place: Place): void {
    const name = stringAt(resource, 'name') ?? '.yaml';
    const content = stringAt(resource, 'content');
    if (content === undefined || !/\.(ya?ml|json)$/i.test(name)) return;
    const encoding = stringAt(resource, 'encoding') ?? '';
    try {
      const documents = parseDocuments(decode(content, encoding));
      const write = (): void => {
        resource['content'] = encode(renderDocuments(documents, /\.json$/i.test(name)), encoding);
      };
      const holder = { write, ...(place.holder && { outer: place.holder }) };
      for (const d of documents) collect(d, { ...place, inString: true, holder });
    } catch (error) {
      opaque.push({ pointer: place.pointer, why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Collects the manifests in a text of an object of an unknown kind. */
  function collectText(text: string, place: Place): void {
    try {
      for (const document of readYamlDocuments(text))
        if (isObject(document) && (isEmbeddedObject(document) || isList(document)))
          collect(document, { ...place, inString: true });
    } catch (error) {
      opaque.push({ pointer: place.pointer, why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Collects the manifests in the values of a ConfigMap or a Secret. */
  function collectValues(holder: JsonObject, place: Place): void {
    const isSecret = holder['kind'] === 'Secret';
    for (const field of ['data', 'stringData']) {
      for (const [key, value] of Object.entries(objectAt(holder, field))) {
        if (typeof value !== 'string') continue;
        const isEncoded = isSecret && field === 'data';
        const text = isEncoded ? Buffer.from(value, 'base64').toString('utf8') : value;
        collectText(text, below(place, pointerStep(field) + pointerStep(key)));
      }
    }
  }

  function decode(content: string, encoding: string): string {
    if (encoding === '') return content;
    if (encoding !== 'base64+gz') throw new Error(`unknown encoding ${JSON.stringify(encoding)}`);
    // one limit for the whole document, because bundles within bundles would unpack without end
    if (left === 0) throw new Error(`more than ${MAX_UNPACKED} bytes unpacked`);
    let text: Buffer;
    try {
      text = gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: left });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
      left = 0;
      throw new Error(`more than ${MAX_UNPACKED} bytes unpacked`);
    }
    left -= text.length;
    return text.toString('utf8');
  }
}

/** Returns the content of an object by its shape, and the pods that only the engine of its kind makes from it. */
function allShapesIn(object: JsonObject, group: string): Shapes {
  const overlays = overlayValuesIn(object);
  if (group !== TEKTON) return shapesIn(object, overlays);
  const { pods, read } = tektonPodsIn(object);
  const others = shapesIn(object, [...overlays, ...read]);
  return { ...others, pods: [...pods, ...others.pods] };
}

/** Returns true if pods and objects in kinds of a group are found by their shape. In Kubernetes' own kinds they have fixed places. */
function isShaped(group: string): boolean {
  return !isBuiltInGroup(group) && !isPolicyGroup(group);
}

function below({ pointer, inString, depth, ...rest }: Place, steps: string): Place {
  return { ...rest, inString, depth: depth + 1, pointer: inString ? pointer : pointer + steps };
}

/** Returns true if kubectl reads an object as a list: any kind with items. */
function isList(value: JsonObject): boolean {
  return Object.hasOwn(value, 'items');
}

/** Returns the problem of a list that kubectl does not read as its author may expect. */
function listProblem(list: JsonObject): string | undefined {
  const { kind, items } = list;
  if (typeof kind === 'string' && !kind.endsWith('List'))
    return `kind ${kind} has items: kubectl reads it as a list and applies only its items; delete the items, or make it kind: List`;
  if (items !== null && !Array.isArray(items)) return 'items is not a list: kubectl rejects it; write a list';
  return undefined;
}

/** Returns an item of a typed list with the apiVersion and kind that it may omit. Such an item is copied, because reading must not change the document. */
function withListType(item: unknown, list: JsonObject): unknown {
  const { kind, apiVersion } = list;
  if (!isObject(item) || typeof kind !== 'string' || kind === 'List') return item;
  const type = { apiVersion, kind: kind.replace(/List$/, '') };
  const hasVersion = isName(item['apiVersion']);
  const hasKind = isName(item['kind']);
  if (hasVersion && hasKind) return item;
  return {
    ...type,
    ...item,
    ...(!hasVersion && { apiVersion: type.apiVersion }),
    ...(!hasKind && { kind: type.kind }),
  };
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function parseDocuments(text: string): unknown[] {
  // copies, because otherwise the object of an anchor is in several places and a change in one changes all
  return readYamlDocuments(text).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
}

function renderDocuments(documents: ReadonlyArray<unknown>, asJson: boolean): string {
  const present = documents.filter((d) => d !== null);
  if (asJson && present.length === 1) return `${writeJson(present[0], 2)}\n`;
  return present.map((d) => writeYaml(d)).join('---\n');
}

function encode(text: string, encoding: string): string {
  return encoding === '' ? text : gzipSync(text).toString('base64');
}
