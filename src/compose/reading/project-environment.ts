import { readEnvFile } from './env-file';
import type { ProjectFiles } from './project-files';

/**
 * Returns an environment with the variables of env files, which it has precedence over. A later file has precedence over an
 * earlier one.
 *
 * @throws {@link InputError} if a file cannot be read
 */
export function readVariables(
  paths: ReadonlyArray<string>,
  environment: ReadonlyMap<string, string>,
  files: ProjectFiles,
): Map<string, string> {
  const read = new Map<string, string>();
  for (const path of paths) {
    const variables = readEnvFile(
      files.read(path),
      files.nameOf(path),
      (name) => environment.get(name),
      (name) => read.get(name),
    );
    for (const { name, value } of variables.values()) read.set(name, value);
  }
  return new Map([...read, ...environment]);
}
