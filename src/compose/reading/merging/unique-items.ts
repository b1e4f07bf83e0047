import { isObject } from '../../../kubernetes/manifest';
import type { Model } from '../model';
import type { Origins } from '../origins';
import { PathRules } from '../path-rules';
import { FormError } from '../short-forms/form-error';
import { mountOf } from '../short-forms/mount';
import { identityOf } from './values';

/** Returns the text by which an item of a list is unique. Undefined if it has none: then the item is kept. */
export type ItemKey = (item: unknown) => string | undefined;

/** Name of `NAME=VALUE`. */
export const nameOfPair: ItemKey = (item) => (typeof item === 'string' ? (item.split('=')[0] ?? '') : undefined);

const whole: ItemKey = (item) => (typeof item === 'string' || typeof item === 'number' ? String(item) : undefined);

const targetOfMount: ItemKey = (item) => {
  if (isObject(item)) return textAt(item, 'target');
  try {
    return typeof item === 'string' ? textAt(mountOf(item), 'target') : undefined;
  } catch (error) {
    // reported where the short form is written out
    if (error instanceof FormError) return undefined;
    throw error;
  }
};

const targetOfDevice: ItemKey = (item) => {
  if (isObject(item)) return textAt(item, 'target');
  const [source, target = source] = typeof item === 'string' ? item.split(':') : [];
  return target;
};

const targetOfFile =
  (folder: string): ItemKey =>
  (item) => {
    if (typeof item === 'string') return `${folder}/${item}`;
    return isObject(item) ? (textAt(item, 'target') ?? `${folder}/${textAt(item, 'source') ?? ''}`) : undefined;
  };

const port: ItemKey = (item) => {
  if (!isObject(item)) return whole(item);
  const { host_ip: ip = '0.0.0.0', published = null, target, protocol = 'tcp' } = item;
  return identityOf([ip, published, target, protocol]);
};

const pathOfFile: ItemKey = (item) => (isObject(item) ? textAt(item, 'path') : whole(item));

function textAt(item: Model, key: string): string | undefined {
  const value = item[key];
  return typeof value === 'string' ? value : undefined;
}

/** Keys of the items of lists: the last item with a key counts. Source: `override/uncity.go` of compose-go 2.16. */
const UNIQUE = new PathRules<ItemKey>([
  ['networks.*.labels', nameOfPair],
  ['networks.*.ipam.options', nameOfPair],
  ...[
    'annotations',
    'build.args',
    'build.additional_contexts',
    'build.tags',
    'build.labels',
    'cap_add',
    'cap_drop',
    'deploy.labels',
    'dns',
    'dns_opt',
    'dns_search',
    'environment',
    'labels',
    'links',
    'networks.*.aliases',
    'networks.*.link_local_ips',
    'profiles',
    'sysctls',
    'tmpfs',
  ].map((path) => [`services.*.${path}`, nameOfPair] as const),
  ['services.*.configs', targetOfFile('')],
  ['services.*.secrets', targetOfFile('/run/secrets')],
  ['services.*.devices', targetOfDevice],
  ['services.*.env_file', pathOfFile],
  ['services.*.expose', whole],
  ['services.*.ports', port],
  ['services.*.volumes', targetOfMount],
]);

/** Removes the items of lists that a later item of the same key replaces. */
export function keepUniqueItems(model: Model, origins: Origins): void {
  visit(model, UNIQUE);

  function visit(container: Model, rules: PathRules<ItemKey>): void {
    for (const key of Object.keys(container)) {
      const next = rules.at(key);
      const value = container[key];
      if (!next) continue;
      if (Array.isArray(value) && next.rule) container[key] = uniqueItems(value, next.rule, origins);
      else if (isObject(value)) visit(value, next);
    }
  }
}

/** Returns one item for each key: the last, at the position of the first. */
export function uniqueItems(items: unknown[], keyOf: ItemKey, origins: Origins): unknown[] {
  const positions = new Map<string, number>();
  const unique: unknown[] = [];
  origins.replace(items, unique);
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const position = (key === undefined ? undefined : positions.get(key)) ?? unique.length;
    if (key !== undefined) positions.set(key, position);
    unique[position] = item;
    origins.move(items, index, unique, position);
  }
  return unique;
}
