import { gunzipSync, gzipSync } from 'node:zlib';
import { groupOf, isObject, listAt, objectAt, pointerStep, stringAt, type JsonObject, type Manifest } from './manifest';
import { isBuiltInGroup, isPolicyGroup } from './known-kinds';
import { shapesIn, type Shapes } from './shapes';
import { writeJson, writeYaml } from './yaml/write-yaml';
import { readYamlDocuments } from './yaml/yaml-stream';

/** A Kubernetes object found in a document, alone or inside another one. */
export interface FoundObject {
  readonly object: Manifest;
  /** JSON pointer of the object within the document; for one inside a string, that of the string. */
  readonly pointer: string;
  /** Whether it stands inside a string, below which no pointer leads. */
  readonly inString: boolean;
  /** Content that was found by its shape, in a kind that is not one of Kubernetes itself; unset unless it is asked for. */
  readonly shapes?: Shapes;
  /** What a change has to be written back to; undefined when the object is part of the document itself. */
  readonly holder?: Holder;
}

/** A place that holds objects in a form of its own, such as a string of YAML. */
export interface Holder {
  /** Puts the objects back as they are now; to be called before that of the holder around it. */
  readonly write: () => void;
  /** The holder around this one. */
  readonly outer?: Holder;
}

/** Something that holds objects which cannot be read here. */
export interface Opaque {
  readonly pointer: string;
  readonly why: string;
}

/** Most that is unpacked from the compressed resources of one document, in bytes: an API server's object is at most a few MiB. */
export const MAX_UNPACKED = 8 * 1024 * 1024;

/** A list may hold a list, a bundle may hold a list; deeper nesting than this is no manifest. */
export const MAX_LIST_DEPTH = 16;

/** What is looked for in a document. */
export interface ObjectsOptions {
  /**
   * Whether pods and objects in kinds of other API groups are found by their shape.
   * @default false
   */
  readonly byShape?: boolean;
}

/** Where the walk is. */
interface Place {
  readonly pointer: string;
  readonly depth: number;
  /** Whether the pointer ends at a string, and cannot go on. */
  readonly inString: boolean;
  readonly holder?: Holder;
}

/**
 * Every Kubernetes object of a document: the document itself, or what is in its List, in a KubeEdge EdgeApplication or
 * in a Rancher Fleet Bundle. A List is left out, being no object of the API server; the other two come before what they hold.
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
    // an alias may make a list hold itself, or one object stand in many places
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
    const shapes = options.byShape === true && isShaped(group) ? shapesIn(value) : undefined;
    objects.push({ object: value, pointer, inString, ...(shapes && { shapes }), ...(holder && { holder }) });
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
    // after what is known to be there, which has a place of its own
    shapes?.objects.forEach((each) => collect(each.value, below(place, each.pointer)));
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

  function decode(content: string, encoding: string): string {
    if (encoding === '') return content;
    if (encoding !== 'base64+gz') throw new Error(`unknown encoding ${JSON.stringify(encoding)}`);
    // one allowance for the whole document: bundles within bundles would unpack without end
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

/** Whether pods and objects of a kind of a group are found by their shape: those of Kubernetes' own kinds have fixed places. */
function isShaped(group: string): boolean {
  return !isBuiltInGroup(group) && !isPolicyGroup(group);
}

function below({ pointer, inString, depth, ...rest }: Place, steps: string): Place {
  return { ...rest, inString, depth: depth + 1, pointer: inString ? pointer : pointer + steps };
}

/** Tells if kubectl reads an object as a list: any kind with items. */
function isList(value: JsonObject): boolean {
  return Object.hasOwn(value, 'items');
}

/** Reason to tell the author of a list how kubectl reads it. */
function listProblem(list: JsonObject): string | undefined {
  const { kind, items } = list;
  if (typeof kind === 'string' && !kind.endsWith('List'))
    return `kind ${kind} has items: kubectl reads it as a list and applies only its items; delete the items, or make it kind: List`;
  if (items !== null && !Array.isArray(items)) return 'items is not a list: kubectl rejects it; write a list';
  return undefined;
}

/** Items of a typed list may leave out what the list's own kind says; such an item is copied, since reading changes nothing. */
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
  // an anchor's object would else be one object in several places, and a change in one a change in all
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
