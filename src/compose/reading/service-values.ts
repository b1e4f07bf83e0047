import { isObject, type JsonObject, listAt, objectAt } from '../../kubernetes/manifest';
import type { ServiceDefinition } from '../service-definition';
import {
  boolean,
  deviceCount,
  fileMask,
  duration,
  fileMode,
  healthTest,
  hosts,
  integer,
  labels,
  links,
  number,
  portNumber,
  protocol,
  published,
  size,
  targetOfConfig,
  targetOfSecret,
  text,
  texts,
  ulimit,
  type Value,
  variables,
  words,
} from './canonical-values';
import type { Origins } from './origins';
import { PathRules } from './path-rules';
import { FormError } from './short-forms/form-error';
import { cleanPath } from './short-forms/mount';

const HEALTHCHECK: [string, Value][] = [
  ['test', healthTest],
  ['disable', boolean],
  ['retries', integer],
  ...['interval', 'timeout', 'start_period', 'start_interval'].map((key): [string, Value] => [key, duration]),
];

const ROLLOUT: [string, Value][] = [
  ['parallelism', integer],
  ['max_failure_ratio', number],
  ['delay', duration],
  ['monitor', duration],
];

const DEPLOY: [string, Value][] = [
  ['labels', labels],
  ['replicas', integer],
  ...['limits', 'reservations'].flatMap((part): [string, Value][] => [
    [`resources.${part}.cpus`, number],
    [`resources.${part}.memory`, size],
    [`resources.${part}.pids`, integer],
  ]),
  ...['update_config', 'rollback_config'].flatMap((part) =>
    ROLLOUT.map(([key, value]): [string, Value] => [`${part}.${key}`, value]),
  ),
  ['restart_policy.delay', duration],
  ['restart_policy.window', duration],
  ['restart_policy.max_attempts', integer],
  ['placement.max_replicas_per_node', integer],
];

const SERVICE: ReadonlyArray<readonly [string, Value]> = [
  ...['annotations', 'labels', 'sysctls', 'storage_opt'].map((key): [string, Value] => [key, labels]),
  ...['command', 'entrypoint', 'post_start.*.command', 'pre_stop.*.command'].map((key): [string, Value] => [
    key,
    words,
  ]),
  ...['environment', 'post_start.*.environment', 'pre_stop.*.environment'].map((key): [string, Value] => [
    key,
    variables,
  ]),
  ...['attach', 'init', 'oom_kill_disable', 'privileged', 'read_only', 'stdin_open', 'tty', 'use_api_socket'].map(
    (key): [string, Value] => [key, boolean],
  ),
  ...['post_start.*.privileged', 'pre_stop.*.privileged', 'volumes.*.read_only'].map((key): [string, Value] => [
    key,
    boolean,
  ]),
  ...['cpu_count', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares'].map(
    (key): [string, Value] => [key, integer],
  ),
  ...['oom_score_adj', 'pids_limit', 'scale', 'mem_swappiness'].map((key): [string, Value] => [key, integer]),
  ['cpu_percent', number],
  ['cpus', number],
  ...['mem_limit', 'mem_reservation', 'memswap_limit', 'shm_size'].map((key): [string, Value] => [key, size]),
  ...['dns', 'dns_opt', 'dns_search', 'expose', 'group_add', 'tmpfs'].map((key): [string, Value] => [key, texts]),
  ['stop_grace_period', duration],
  ['pull_policy', (value) => (value === 'if_not_present' ? 'missing' : value)],
  ['extra_hosts', hosts],
  ['links', links],
  ['ulimits.*', ulimit],
  ...HEALTHCHECK.map(([key, value]): [string, Value] => [`healthcheck.${key}`, value]),
  ...DEPLOY.map(([key, value]): [string, Value] => [`deploy.${key}`, value]),
  ['secrets.*.target', targetOfSecret],
  ['configs.*.target', targetOfConfig],
  ['gpus.*.count', deviceCount],
  ['gpus.*.options', labels],
  ['deploy.resources.reservations.devices.*.count', deviceCount],
  ['deploy.resources.reservations.devices.*.options', labels],
  ['networks.*.driver_opts', labels],
  ['ports.*.target', portNumber],
  ['ports.*.published', published],
  ['ports.*.protocol', protocol],
  ['depends_on.*.required', boolean],
  ['depends_on.*.restart', boolean],
  ['env_file.*.required', boolean],
  ['secrets.*.mode', fileMode],
  ['configs.*.mode', fileMode],
  ['volumes.*.target', (value, origins) => cleanPath(String(text(value, origins)))],
  ['volumes.*.tmpfs.size', size],
  ['volumes.*.tmpfs.mode', fileMode],
  ['volumes.*.volume.nocopy', boolean],
  ['volumes.*.volume.labels', labels],
  ['volumes.*.bind.create_host_path', boolean],
  ['networks.*.use_service_name_alias', boolean],
  ['logging.options', labels],
  ['build.args', variables],
  ['build.labels', labels],
  ['build.extra_hosts', hosts],
  ['build.shm_size', size],
  ['build.ulimits.*', ulimit],
  ...['build.no_cache', 'build.pull', 'build.privileged'].map((key): [string, Value] => [key, boolean]),
  ['umask', fileMask],
  ['blkio_config.weight', integer],
  ['blkio_config.weight_device.*.weight', integer],
  ...['device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops'].map((key): [string, Value] => [
    `blkio_config.${key}.*.rate`,
    size,
  ]),
  ['provider.options.*', texts],
];

const VALUES = new PathRules<Value>([
  ...SERVICE,
  ...SERVICE.map(([key, value]): [string, Value] => [`pre_start.*.${key}`, value]),
  ['pre_start.*.per_replica', boolean],
]);

/**
 * Writes the values of a service in their canonical types: durations in milliseconds, sizes in bytes, commands in words.
 * Problems are reported with the path of their value in the service.
 */
export function canonicalService(
  service: JsonObject,
  origins: Origins,
  report: (path: string[], message: string) => void,
): ServiceDefinition {
  for (const container of [service, ...itemsAt(service, 'pre_start')])
    for (const config of itemsAt(container, 'configs')) config['target'] ??= config['source'];
  for (const dependency of Object.values(objectAt(service, 'depends_on')))
    if (isObject(dependency)) dependency['restart'] ??= false;
  writeCanonicalValues(service, VALUES, origins, report);
  const extensions = Object.keys(service).filter((key) => key.startsWith('x-'));
  if (extensions.length > 0) {
    const moved: JsonObject = {};
    for (const key of extensions) {
      moved[key] = service[key];
      origins.move(service, key, moved);
      delete service[key];
    }
    service['extensions'] = moved;
  }
  return service;
}

/** Writes the values of a mapping in the canonical types that rules give. */
export function writeCanonicalValues(
  root: JsonObject,
  values: PathRules<Value>,
  origins: Origins,
  report: (path: string[], message: string) => void,
): void {
  visit(root, values, []);

  function visit(container: JsonObject, rules: PathRules<Value>, path: string[]): void {
    for (const key of Object.keys(container)) {
      const next = rules.at(key);
      const value = container[key];
      if (!next || value === null || value === undefined) continue;
      try {
        if (next.rule) container[key] = next.rule(value, origins);
      } catch (error) {
        if (!(error instanceof FormError)) throw error;
        report([...path, key], error.message);
        continue;
      }
      const canonical = container[key];
      if (typeof canonical === 'object' && canonical !== null) visit(canonical as JsonObject, next, [...path, key]);
    }
  }
}

function itemsAt(parent: JsonObject, key: string): JsonObject[] {
  return listAt(parent, key).filter(isObject);
}
