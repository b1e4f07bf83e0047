import { KUBECTL } from '../kubernetes/yaml/dialect';
import { SharedBlocks } from '../kubernetes/yaml/shared-blocks';
import { readYamlStream } from '../kubernetes/yaml/yaml-stream';
import type { PolicyTarget } from '../policy/policy-target';
import { FileDocument } from '../policy/subject/file-document';
import type { ManifestDocument } from '../policy/subject/manifest-document';
import type { UnreadableSource } from '../report/content';
import { eachInput, type InputFile } from './input';
import { isForKubernetes } from './kubernetes-file';
import { pathFilter } from '../validation/path-filter';
import type { Progress } from './progress';
import { SkippedFiles } from './skipped-files';

/** Manifests at some paths. */
export interface ManifestInput {
  readonly documents: ManifestDocument[];
  /** Input that is not judged, because it cannot be read or is not a Kubernetes object. */
  readonly unreadable: UnreadableSource[];
  readonly skipped: SkippedFiles;
}

const NOT_AN_OBJECT =
  'not a Kubernetes object, because it has no apiVersion or no kind: correct it, or skip the file with --exclude';

/** Options of {@link readManifests}. */
export interface ManifestInputOptions {
  /** Globs of files and folders to skip. */
  readonly excluded?: ReadonlyArray<string>;
  /** Returns the target of a file; undefined if its objects can name their own. */
  readonly targetOf?: (file: string) => PolicyTarget | undefined;
}

/**
 * Reads the manifests at some paths. Unreadable input is reported, and everything else is read. The values of the documents must
 * not be changed, because documents can share parts of them.
 * @throws InputError if a glob is empty
 */
export function readManifests(
  paths: ReadonlyArray<string>,
  progress: Progress,
  { excluded = [], targetOf }: ManifestInputOptions = {},
): ManifestInput {
  const input: ManifestInput = { documents: [], unreadable: [], skipped: new SkippedFiles() };
  const shared = new SharedBlocks();
  let files = 0;
  const readFile = ({ name, text, isFound, isHidden }: InputFile): void => {
    files += 1;
    progress.tell(`reading, ${files} files, ${name}`);
    const stream = readYamlStream(text, KUBECTL, { shared });
    if (isFound && !isForKubernetes(stream, text)) {
      const isEmpty = stream.problems.length === 0 && stream.documents.every(({ value }) => value === null);
      if (!isEmpty && !isHidden) input.skipped.foreign.push(name);
      return;
    }
    const { documents, problems } = stream;
    for (const { line, column, message } of problems)
      input.unreadable.push({ file: name, line, message: `column ${column}: ${message}` });
    const target = targetOf?.(name);
    const read = documents.map((each) => new FileDocument(name, each, target)).filter(({ value }) => value !== null);
    for (const document of read) if (document.isManifest) input.documents.push(document);
    // one problem per file is enough: a data file may contain thousands of documents
    const foreign = read.find((document) => !document.isManifest);
    if (foreign) input.unreadable.push({ file: name, line: foreign.lineOf(''), message: NOT_AN_OBJECT });
  };
  const onIgnored = (path: string): void => void input.skipped.ignored.push(path);
  const unread = eachInput(paths, readFile, { isExcluded: pathFilter(excluded), onIgnored });
  for (const { name, message } of unread) input.unreadable.push({ file: name, message });
  return input;
}
