import { isObject } from '../kubernetes/manifest';
import { readYamlStream, type YamlDocument } from '../kubernetes/yaml-stream';
import { ManifestDocument } from '../policy/manifest-document';
import type { UnreadableSource } from '../report/content';
import { eachInput } from './input';
import type { Progress } from './progress';

/** What stands at some paths. */
export interface ManifestInput {
  readonly documents: ManifestDocument[];
  readonly unreadable: UnreadableSource[];
  /** Files that can be read, and hold documents that are no Kubernetes objects. */
  readonly foreign: string[];
}

/** A document of a file, whose lines are looked up when they are asked for. */
class FileDocument extends ManifestDocument {
  constructor(
    file: string,
    private readonly read: YamlDocument,
  ) {
    super({ value: read.value, file, document: read.index });
  }

  public override lineOf(pointer: string): number {
    return this.read.lineOf(pointer);
  }
}

/** Reads the manifests at some paths. What cannot be read is told, and hides nothing else. */
export function readManifests(paths: ReadonlyArray<string>, progress: Progress): ManifestInput {
  const input: ManifestInput = { documents: [], unreadable: [], foreign: [] };
  let files = 0;
  const unread = eachInput(paths, ({ name, text }) => {
    files += 1;
    progress.tell(`reading, ${files} files, ${name}`);
    const { documents, problems } = readYamlStream(text);
    for (const { line, message } of problems) input.unreadable.push({ file: name, line, message });
    for (const document of documents) {
      if (isManifest(document.value)) input.documents.push(new FileDocument(name, document));
      else if (document.value !== null && input.foreign.at(-1) !== name) input.foreign.push(name);
    }
  });
  for (const { name, message } of unread) input.unreadable.push({ file: name, message });
  return input;
}

/** What no API server could take is no manifest: the values of a chart, a configuration file. */
function isManifest(value: unknown): boolean {
  return isObject(value) && typeof value['kind'] === 'string' && typeof value['apiVersion'] === 'string';
}
