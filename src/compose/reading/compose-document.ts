import { InputError } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';
import { COMPOSE } from './compose-dialect';
import type { ComposeDocument } from './origins';

/** Reads the documents of a compose file. @throws {@link InputError} if the text is not YAML, or is not a compose file */
export function readComposeDocuments(text: string, file: string): ComposeDocument[] {
  const { documents, problems } = readYamlStream(text, COMPOSE);
  const [problem] = problems;
  if (problem && problems.length === 1)
    throw new InputError(`${file}:${problem.line}:${problem.column}`, [problem.message]);
  if (problem)
    throw new InputError(
      file,
      problems.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`),
    );
  const given = documents.filter(({ value }) => value !== null);
  if (given.length === 0) throw new InputError(file, ['the file is empty: it must have services, each with an image']);
  for (const { value, lineOf } of given) {
    if (!isObject(value))
      throw new InputError(`${file}:${lineOf('')}`, [
        `the file is ${Array.isArray(value) ? 'a list' : 'a text'}; must be a mapping with services`,
      ]);
    if (typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string')
      throw new InputError(`${file}:${lineOf('/apiVersion')}`, [
        `the file is a Kubernetes manifest (kind ${JSON.stringify(value['kind'])}), not a compose file: check it with secure-edge check, or harden it with secure-edge harden`,
      ]);
  }
  return given.map(({ value, lineOf }) => ({ file, value, lineOf }));
}
