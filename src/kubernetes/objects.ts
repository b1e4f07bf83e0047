import { gunzipSync, gzipSync } from 'node:zlib';
import { parseAllDocuments, stringify } from 'yaml';
import { isObject, listAt, pointerStep, stringAt, type JsonObject, type Manifest } from './manifest';

/** A Kubernetes object found in a document, alone or inside another one. */
export interface FoundObject {
  readonly object: Manifest;
  /** JSON pointer of the object within the document; for one inside a string, that of the string. */
  readonly pointer: string;
  /** Puts an object that was changed back into the string that it was read from; undefined when it is part of the document itself. */
  readonly writeBack?: () => void;
}

/** Something that holds objects which cannot be read here. */
export interface Opaque {
  readonly pointer: string;
  readonly why: string;
}

/** Largest text that is unpacked from a compressed resource, in bytes: an object of the API server is at most a few MiB. */
const MAX_UNPACKED = 8 * 1024 * 1024;

/** A list may hold a list, a bundle may hold a list; deeper nesting than this is no manifest. */
const MAX_DEPTH = 16;

/**
 * Every Kubernetes object of a document: the document itself, or what is in its List, in a KubeEdge
 * EdgeApplication or in a Rancher Fleet Bundle. A container of objects is itself an object and comes first.
 */
export function objectsIn(document: unknown): { objects: FoundObject[]; opaque: Opaque[] } {
  const objects: FoundObject[] = [];
  const opaque: Opaque[] = [];
  collect(document, '', 0);
  return { objects, opaque };

  function collect(value: unknown, pointer: string, depth: number, writeBack?: () => void): void {
    if (!isObject(value)) return;
    if (depth > MAX_DEPTH) {
      opaque.push({ pointer, why: `nested more than ${MAX_DEPTH} deep` });
      return;
    }
    const kind = stringAt(value, 'kind') ?? '';
    if (isList(value)) {
      listAt(value, 'items').forEach((item, i) =>
        collect(withListType(item, value), `${pointer}/items${pointerStep(i)}`, depth + 1, writeBack),
      );
      return;
    }
    objects.push({ object: value, pointer, ...(writeBack && { writeBack }) });
    if (kind === 'EdgeApplication') {
      const template = isObject(value['spec']) ? value['spec']['workloadTemplate'] : undefined;
      if (!isObject(template)) return;
      listAt(template, 'manifests').forEach((m, i) =>
        collect(m, `${pointer}/spec/workloadTemplate/manifests${pointerStep(i)}`, depth + 1, writeBack),
      );
    }
    if (kind === 'Bundle' && isObject(value['spec'])) {
      listAt(value['spec'], 'resources').forEach((r, i) => {
        if (isObject(r)) bundled(r, `${pointer}/spec/resources${pointerStep(i)}/content`, depth, writeBack);
      });
    }
  }

  function bundled(resource: JsonObject, pointer: string, depth: number, outer?: () => void): void {
    const content = stringAt(resource, 'content');
    if (content === undefined || !/\.(ya?ml|json)$/i.test(stringAt(resource, 'name') ?? '.yaml')) return;
    const encoding = stringAt(resource, 'encoding') ?? '';
    try {
      const text = decode(content, encoding);
      const documents = parseAllDocuments(text, { version: '1.1', logLevel: 'silent' }).map((d) => {
        if (d.errors[0]) throw d.errors[0];
        return d.toJS({ maxAliasCount: 100 }) as unknown;
      });
      const writeBack = (): void => {
        const written = documents.map((d) => stringify(d, { version: '1.1', lineWidth: 0 })).join('---\n');
        resource['content'] = encode(written, encoding);
        outer?.();
      };
      documents.forEach((d) => collect(d, pointer, depth + 1, writeBack));
    } catch (error) {
      opaque.push({ pointer, why: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** A `List`, or a typed list such as `PodList`. */
function isList(value: JsonObject): boolean {
  return (stringAt(value, 'kind') ?? '').endsWith('List') && Array.isArray(value['items']);
}

/** Items of a typed list may leave out what the list's own kind says. */
function withListType(item: unknown, list: JsonObject): unknown {
  if (!isObject(item) || list['kind'] === 'List') return item;
  item['apiVersion'] ??= list['apiVersion'];
  item['kind'] ??= String(list['kind']).replace(/List$/, '');
  return item;
}

function decode(content: string, encoding: string): string {
  if (encoding === '') return content;
  if (encoding !== 'base64+gz') throw new Error(`unknown encoding ${JSON.stringify(encoding)}`);
  return gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: MAX_UNPACKED }).toString('utf8');
}

function encode(text: string, encoding: string): string {
  return encoding === '' ? text : gzipSync(text).toString('base64');
}
