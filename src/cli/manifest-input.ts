import { readYamlStream } from '../kubernetes/yaml-stream';
import { FileDocument } from '../policy/file-document';
import type { ManifestDocument } from '../policy/manifest-document';
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

/** Reads the manifests at some paths. What cannot be read is told, and hides nothing else. */
export function readManifests(paths: ReadonlyArray<string>, progress: Progress): ManifestInput {
  const input: ManifestInput = { documents: [], unreadable: [], foreign: [] };
  let files = 0;
  const unread = eachInput(paths, ({ name, text }) => {
    files += 1;
    progress.tell(`reading, ${files} files, ${name}`);
    const { documents, problems } = readYamlStream(text);
    for (const { line, message } of problems) input.unreadable.push({ file: name, line, message });
    for (const read of documents) {
      const document = new FileDocument(name, read);
      if (document.isManifest) input.documents.push(document);
      else if (document.value !== null && input.foreign.at(-1) !== name) input.foreign.push(name);
    }
  });
  for (const { name, message } of unread) input.unreadable.push({ file: name, message });
  return input;
}
