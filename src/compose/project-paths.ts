/**
 * Returns a value with each path below the folder of the project as a relative path, such as `./config`. The reader makes
 * paths absolute, and a report must not depend on where the project is.
 */
export function withRelativePaths(value: unknown, folder: string): unknown {
  if (typeof value === 'string') return relativePath(value, folder);
  if (Array.isArray(value)) return value.map((item) => withRelativePaths(item, folder));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withRelativePaths(item, folder)]));
}

function relativePath(text: string, folder: string): string {
  if (text === folder) return '.';
  return text.startsWith(`${folder}/`) ? `.${text.slice(folder.length)}` : text;
}
