import { quote } from '../../diagnostics/input-error';
import { isObject, type JsonObject } from '../../kubernetes/manifest';
import type { ServiceDefinition } from '../service-definition';
import { FormError } from './short-forms/form-error';
import { bytes, milliseconds } from './short-forms/amounts';
import { commandWords } from './short-forms/command-words';
import { cleanPath } from './short-forms/mount';
import { BOOLEAN, INTEGER, NUMBER } from './type-casts';
import { PathRules } from './path-rules';

/** Returns the canonical value of a key. @throws {@link FormError} if the value has none of the forms of its key */
type Value = (value: unknown) => unknown;

const boolean: Value = (value) => cast(value, BOOLEAN.value, BOOLEAN.type);
const integer: Value = (value) => cast(value, INTEGER.value, INTEGER.type);
const number: Value = (value) => cast(value, NUMBER.value, NUMBER.type);
const text: Value = (value) => textOf(value);
const texts: Value = (value) => (Array.isArray(value) ? value : [value]).map(textOf);
const size: Value = (value) => (typeof value === 'number' ? Math.trunc(value) : bytes(String(value)));
const duration: Value = (value) => milliseconds(String(value));
const words: Value = (value) => (typeof value === 'string' ? commandWords(value) : value);

function cast(value: unknown, of: (text: string) => unknown, type: string): unknown {
  if (typeof value !== 'string') return value;
  const typed = of(value);
  if (typed === undefined) throw new FormError(`is ${quote(value)}; must be ${type}`);
  return typed;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Returns the text of a number as the reference writes it: large and small fractions have an exponent. */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([-+])([0-9])$/, 'e$10$2');
}

/** Entries of a mapping, or of a list of `NAME=VALUE`. Undefined if an entry has no value. */
function entriesOf(value: unknown): (readonly [string, unknown])[] {
  if (isObject(value)) return Object.entries(value);
  return (Array.isArray(value) ? value : []).map((entry) => {
    const item = textOf(entry);
    const at = item.indexOf('=');
    return at < 0 ? [item, undefined] : [item.slice(0, at), item.slice(at + 1)];
  });
}

const labels: Value = (value) => Object.fromEntries(entriesOf(value).map(([key, each]) => [key, textOf(each)]));

const variables: Value = (value) =>
  Object.fromEntries(
    entriesOf(value).map(([key, each]) => {
      if (Array.isArray(value) && /\s$/.test(key))
        throw new FormError(`has the name ${quote(key)}, which ends with a space`);
      return [key, each === null || each === undefined ? null : textOf(each)];
    }),
  );

const hosts: Value = (value) => {
  const found = new Map<string, string[]>();
  const entries = isObject(value)
    ? Object.entries(value).map(([host, ips]) => [host, Array.isArray(ips) ? ips.map(textOf) : [textOf(ips)]] as const)
    : (Array.isArray(value) ? value : []).map((entry) => hostOf(textOf(entry)));
  for (const [host, ips] of entries) {
    if (host === '' || /[:=]/.test(host))
      throw new FormError(`has the host name ${quote(host)}; must be a name without : and =`);
    found.set(host, [...(found.get(host) ?? []), ...ips.map((ip) => ip.replace(/^\[(.+)\]$/, '$1'))]);
  }
  return Object.fromEntries(found);
};

function hostOf(entry: string): readonly [string, string[]] {
  const at = entry.includes('=') ? entry.indexOf('=') : entry.indexOf(':');
  if (at < 0) throw new FormError(`has the item ${quote(entry)}; must be HOST=ADDRESS`);
  return [entry.slice(0, at), entry.slice(at + 1).split(',')];
}

const links: Value = (value) =>
  (Array.isArray(value) ? value : []).map((entry) => {
    const [service = '', alias = service] = textOf(entry).split(':');
    return { service, alias };
  });

const ulimit: Value = (value) => (isObject(value) ? value : { soft: integer(value), hard: integer(value) });

const healthTest: Value = (value) => (typeof value === 'string' ? ['CMD-SHELL', value] : value);

const fileMode: Value = (value) => {
  if (typeof value !== 'string') return value;
  if (!/^[0-7]{1,11}$/.test(value)) throw new FormError(`is ${quote(value)}; must be an octal number, such as 0440`);
  return parseInt(value, 8);
};

const published: Value = (value) => {
  const port = textOf(value);
  if (!/^[0-9]*(?:-[0-9]+)?$/.test(port))
    throw new FormError(`is ${quote(value)}; must be a port, or a range such as 8000-8010`);
  return port === '' ? undefined : port;
};

const protocol: Value = (value) => {
  const name = textOf(value).toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(name)) throw new FormError(`is ${quote(value)}; must be tcp, udp or sctp`);
  return name;
};

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

const VALUES = new PathRules<Value>([
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
  ['extra_hosts', hosts],
  ['links', links],
  ['ulimits.*', ulimit],
  ...HEALTHCHECK.map(([key, value]): [string, Value] => [`healthcheck.${key}`, value]),
  ...DEPLOY.map(([key, value]): [string, Value] => [`deploy.${key}`, value]),
  ['ports.*.target', integer],
  ['ports.*.published', published],
  ['ports.*.protocol', protocol],
  ['depends_on.*.required', boolean],
  ['depends_on.*.restart', boolean],
  ['env_file.*.required', boolean],
  ['secrets.*.mode', fileMode],
  ['configs.*.mode', fileMode],
  ['volumes.*.target', (value) => cleanPath(text(value) as string)],
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
]);

/**
 * Writes the values of a service in their canonical types: durations in milliseconds, sizes in bytes, commands in words.
 * Problems are reported with the path of their value in the service.
 */
export function canonicalService(
  service: JsonObject,
  report: (path: string[], message: string) => void,
): ServiceDefinition {
  visit(service, VALUES, []);
  return service;

  function visit(container: JsonObject, rules: PathRules<Value>, path: string[]): void {
    for (const key of Object.keys(container)) {
      const next = rules.at(key);
      const value = container[key];
      if (!next || value === null || value === undefined) continue;
      try {
        if (next.rule) container[key] = next.rule(value);
        else if (typeof value === 'object') visit(value as JsonObject, next, [...path, key]);
      } catch (error) {
        if (!(error instanceof FormError)) throw error;
        report([...path, key], error.message);
      }
    }
  }
}
