import { PathRules } from './path-rules';

/** Conversion of a text to the type of its key. Returns undefined if the text does not fit. */
export interface Cast {
  /** Type in messages. */
  readonly type: string;
  readonly value: (text: string) => boolean | number | undefined;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'y', 'yes', 'on'].map((text) => [text, true] as const),
  ...['false', 'n', 'no', 'off'].map((text) => [text, false] as const),
]);

export const BOOLEAN: Cast = { type: 'true or false', value: (text) => BOOLEANS.get(text.toLowerCase()) };

export const INTEGER: Cast = {
  type: 'an integer',
  value: (text) => (/^[-+]?[0-9]{1,15}$/.test(text) ? Number(text) : undefined),
};

const FLOAT = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

export const NUMBER: Cast = {
  type: 'a number',
  value: (text) => (FLOAT.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined),
};

/** An integer with a leading 0 or 0o is octal. */
export const FILE_MASK: Cast = {
  type: 'an integer, such as 0o22',
  value: (text) => {
    const octal = /^0o?([0-7]{1,11})$/i.exec(text);
    if (octal) return parseInt(octal[1] ?? '', 8);
    return /^(?:[0-9]{1,10}|0x[0-9a-f]{1,8}|0b[01]{1,32})$/i.test(text) ? Number(text) : undefined;
  },
};

const CONTAINER: ReadonlyArray<readonly [string, Cast]> = [
  ['cpu_count', INTEGER],
  ['cpu_percent', NUMBER],
  ['cpu_period', INTEGER],
  ['cpu_quota', INTEGER],
  ['cpu_rt_period', INTEGER],
  ['cpu_rt_runtime', INTEGER],
  ['cpus', NUMBER],
  ['cpu_shares', INTEGER],
  ['init', BOOLEAN],
  ['networks.*.use_service_name_alias', BOOLEAN],
  ['oom_kill_disable', BOOLEAN],
  ['oom_score_adj', INTEGER],
  ['pids_limit', INTEGER],
  ['privileged', BOOLEAN],
  ['read_only', BOOLEAN],
  ['umask', FILE_MASK],
  ['ulimits.*', INTEGER],
  ['ulimits.*.hard', INTEGER],
  ['ulimits.*.soft', INTEGER],
  ['volumes.*.read_only', BOOLEAN],
  ['volumes.*.volume.nocopy', BOOLEAN],
];

const WORKLOAD: ReadonlyArray<readonly [string, Cast]> = [
  ['depends_on.*.required', BOOLEAN],
  ['depends_on.*.restart', BOOLEAN],
  ['healthcheck.retries', INTEGER],
  ['healthcheck.disable', BOOLEAN],
  ['ports.*.target', INTEGER],
  ['stdin_open', BOOLEAN],
  ['tty', BOOLEAN],
];

const SERVICE: ReadonlyArray<readonly [string, Cast]> = [
  ['deploy.replicas', INTEGER],
  ['deploy.update_config.parallelism', INTEGER],
  ['deploy.update_config.max_failure_ratio', NUMBER],
  ['deploy.rollback_config.parallelism', INTEGER],
  ['deploy.rollback_config.max_failure_ratio', NUMBER],
  ['deploy.restart_policy.max_attempts', INTEGER],
  ['deploy.placement.max_replicas_per_node', INTEGER],
  ['scale', INTEGER],
];

/** Types of the values that variables stand for. Source: `loader/interpolate.go` of compose-go 2.16. */
export const CASTS = new PathRules<Cast>([
  ...['networks.*.external', 'networks.*.internal', 'networks.*.attachable'].map((path) => [path, BOOLEAN] as const),
  ...['networks.*.enable_ipv4', 'networks.*.enable_ipv6'].map((path) => [path, BOOLEAN] as const),
  ...['volumes', 'secrets', 'configs'].map((key) => [`${key}.*.external`, BOOLEAN] as const),
  ...below('services.*', [...CONTAINER, ...WORKLOAD, ...SERVICE]),
  ...below('jobs.*', [...CONTAINER, ...WORKLOAD]),
  ...below('services.*.pre_start.*', CONTAINER),
]);

function below(prefix: string, rules: ReadonlyArray<readonly [string, Cast]>): [string, Cast][] {
  return rules.map(([path, cast]) => [`${prefix}.${path}`, cast]);
}
