import { readFileSync } from 'node:fs';
import { fileProblem } from '../diagnostics/file-error';
import { InputError, Problems } from '../diagnostics/input-error';
import { readYamlStream } from '../kubernetes/yaml/yaml-stream';
import { Baseline } from '../policy/baseline';
import type { PolicyTarget } from '../policy/policy-target';
import { FileDocument } from '../policy/subject/file-document';

/**
 * Documents of a file, without empty ones.
 * @param target target of the file; undefined if its objects have the target in their annotations, or that of the check
 */
export function documentsOf(file: string, target?: PolicyTarget): FileDocument[] {
  const read = readYamlStream(readFileSync(file, 'utf8'));
  const [problem] = read.problems;
  if (problem) throw new InputError(`${file}:${problem.line}`, [problem.message]);
  const written = read.documents
    .map((document) => new FileDocument(file, document, target))
    .filter(({ value }) => value !== null);
  const foreign = written.find((each) => !each.isManifest);
  if (foreign)
    throw new InputError(`${file}:${foreign.lineOf('')}`, [
      'not a Kubernetes object, because it has no apiVersion or no kind',
    ]);
  return written;
}

/**
 * Reads files with CustomResourceDefinitions.
 * @throws InputError if a file cannot be read, or has none
 */
export function definitionsIn(files: ReadonlyArray<string>, subject: string): FileDocument[] {
  const problems = new Problems();
  const documents = files.flatMap((file) => {
    const read = readable(file, 'crds', problems, () => documentsOf(file)) ?? [];
    if (read.length > 0 && !read.some(({ value }) => isDefinition(value)))
      problems.addTo('crds', `must name files with CustomResourceDefinitions, found none in ${file}`);
    return read;
  });
  problems.throwIfAny(subject);
  return documents;
}

/** @throws InputError if the file of a baseline cannot be read, or has another form */
export function baselineIn(file: string, subject: string): Baseline {
  const problems = new Problems();
  const text = readable(file, 'baseline', problems, () => readFileSync(file, 'utf8'));
  problems.throwIfAny(subject);
  return Baseline.parse(text ?? '', file);
}

function readable<T>(file: string, field: string, problems: Problems, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    problems.addTo(field, `${file}: ${fileProblem(error)}`);
    return undefined;
  }
}

function isDefinition(value: unknown): boolean {
  return (value as { readonly kind?: unknown }).kind === 'CustomResourceDefinition';
}
