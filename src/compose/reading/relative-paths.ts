import { isObject } from '../../kubernetes/manifest';
import type { Model } from './model';
import { PathRules } from './path-rules';
import { absolutePath } from './project-files';

/** Returns a path relative to a folder as an absolute one. */
type Resolve = (value: unknown, folder: string) => unknown;

const path: Resolve = (value, folder) =>
  typeof value === 'string' && value !== '' ? absolutePath(folder, value) : value;

/** Path that has a drive or a share of Windows stays as it is. */
const hostPath: Resolve = (value, folder) =>
  typeof value === 'string' && /^(?:[a-zA-Z]:[\\/]|\\\\)/.test(value) ? value : path(value, folder);

const REMOTE = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@|service:)|:\/\//;

const context: Resolve = (value, folder) =>
  typeof value === 'string' && REMOTE.test(value) ? value : path(value, folder);

const mount: Resolve = (value, folder) => {
  if (isObject(value) && value['type'] === 'bind') value['source'] = hostPath(value['source'], folder);
  return value;
};

const localVolume: Resolve = (value, folder) => {
  const options = isObject(value) && value['driver'] === 'local' ? value['driver_opts'] : undefined;
  if (isObject(options) && options['o'] === 'bind') options['device'] = hostPath(options['device'], folder);
  return value;
};

const CONTAINER: ReadonlyArray<readonly [string, Resolve]> = [
  ['env_file.*.path', path],
  ['label_file.*', path],
  ['volumes.*', mount],
];

const SERVICE: ReadonlyArray<readonly [string, Resolve]> = [
  ...CONTAINER,
  ...CONTAINER.map(([key, resolve]) => [`pre_start.*.${key}`, resolve] as const),
  ['build.context', context],
  ['build.additional_contexts.*', context],
  ['build.ssh.*', hostPath],
  ['extends.file', path],
  ['develop.watch.*.path', path],
];

const PATHS = new PathRules<Resolve>([
  ...SERVICE.flatMap(([key, resolve]) => [
    [`services.*.${key}`, resolve] as const,
    [`jobs.*.${key}`, resolve] as const,
  ]),
  ['configs.*.file', hostPath],
  ['secrets.*.file', hostPath],
  ['volumes.*', localVolume],
]);

/** Writes the relative paths of a model in its long forms as absolute ones. */
export function resolvePaths(model: Model, folder: string): void {
  visit(model, PATHS);

  function visit(container: Model, rules: PathRules<Resolve>): void {
    for (const key of Object.keys(container)) {
      const next = rules.at(key);
      if (!next) continue;
      if (next.rule) container[key] = next.rule(container[key], folder);
      const value = container[key];
      if (typeof value === 'object' && value !== null) visit(value as Model, next);
    }
  }
}
