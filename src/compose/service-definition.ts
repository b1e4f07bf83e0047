import type { JsonObject } from '../kubernetes/manifest';

/**
 * Service of a compose file in its canonical form: one shape for each key, whichever of its forms the file has.
 * Booleans and numbers are never text, durations are in milliseconds, and sizes are in bytes.
 *
 * Source: the Compose Specification, `compose-spec.json`.
 */
export interface ServiceDefinition {
  readonly annotations?: Labels;
  readonly attach?: boolean;
  readonly blkio_config?: JsonObject;
  readonly build?: JsonObject;
  readonly cap_add?: ReadonlyArray<string>;
  readonly cap_drop?: ReadonlyArray<string>;
  readonly cgroup?: string;
  readonly cgroup_parent?: string;
  /** Words of the command: a text is split as a shell splits it. Null clears the command of the image. */
  readonly command?: ReadonlyArray<string> | null;
  readonly configs?: ReadonlyArray<FileReference>;
  readonly container_name?: string;
  readonly cpu_count?: number;
  readonly cpu_percent?: number;
  readonly cpu_period?: number;
  readonly cpu_quota?: number;
  readonly cpu_rt_period?: number;
  readonly cpu_rt_runtime?: number;
  readonly cpu_shares?: number;
  readonly cpus?: number;
  readonly cpuset?: string;
  readonly credential_spec?: JsonObject;
  readonly depends_on?: Readonly<Record<string, Dependency>>;
  readonly deploy?: Deploy;
  readonly develop?: JsonObject;
  readonly device_cgroup_rules?: ReadonlyArray<string>;
  readonly devices?: ReadonlyArray<DeviceMapping>;
  readonly dns?: ReadonlyArray<string>;
  readonly dns_opt?: ReadonlyArray<string>;
  readonly dns_search?: ReadonlyArray<string>;
  readonly domainname?: string;
  readonly entrypoint?: ReadonlyArray<string> | null;
  readonly env_file?: ReadonlyArray<{ readonly path: string; readonly required: boolean; readonly format?: string }>;
  /** Variables, with those of the `env_file`s. Null if the variable has neither a value nor one in the environment. */
  readonly environment?: Readonly<Record<string, string | null>>;
  /** Variables of {@link environment} whose value is from a file of `env_file`, with the path of the file. */
  readonly environmentFiles?: Readonly<Record<string, string>>;
  readonly expose?: ReadonlyArray<string>;
  readonly extends?: { readonly service: string; readonly file?: string };
  readonly external_links?: ReadonlyArray<string>;
  /** Addresses by host name. */
  readonly extra_hosts?: Readonly<Record<string, ReadonlyArray<string>>>;
  readonly gpus?: 'all' | ReadonlyArray<JsonObject>;
  readonly group_add?: ReadonlyArray<string>;
  readonly healthcheck?: Healthcheck;
  readonly hostname?: string;
  readonly image?: string;
  readonly init?: boolean;
  readonly ipc?: string;
  readonly isolation?: string;
  readonly label_file?: ReadonlyArray<string>;
  readonly labels?: Labels;
  readonly links?: ReadonlyArray<{ readonly service: string; readonly alias: string }>;
  readonly logging?: JsonObject;
  readonly mac_address?: string;
  readonly mem_limit?: number;
  readonly mem_reservation?: number;
  readonly mem_swappiness?: number;
  readonly memswap_limit?: number;
  readonly models?: Readonly<Record<string, JsonObject | null>>;
  readonly network_mode?: string;
  /** Networks that the service is on. Without `networks` and `network_mode` it is on `default`. */
  readonly networks?: Readonly<Record<string, NetworkAttachment>>;
  readonly oom_kill_disable?: boolean;
  readonly oom_score_adj?: number;
  readonly pid?: string;
  readonly pids_limit?: number;
  readonly platform?: string;
  readonly ports?: ReadonlyArray<PublishedPort>;
  readonly post_start?: ReadonlyArray<Hook>;
  /** Init containers. Each has the keys of a service that describe a container, in their long forms. */
  readonly pre_start?: ReadonlyArray<JsonObject>;
  readonly pre_stop?: ReadonlyArray<Hook>;
  readonly privileged?: boolean;
  readonly profiles?: ReadonlyArray<string>;
  readonly provider?: JsonObject;
  readonly pull_policy?: string;
  readonly pull_refresh_after?: string;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly runtime?: string;
  readonly scale?: number;
  readonly secrets?: ReadonlyArray<FileReference>;
  readonly security_opt?: ReadonlyArray<string>;
  readonly shm_size?: number;
  readonly stdin_open?: boolean;
  /** In milliseconds. */
  readonly stop_grace_period?: number;
  readonly stop_signal?: string;
  readonly storage_opt?: JsonObject;
  readonly sysctls?: Labels;
  readonly tmpfs?: ReadonlyArray<string>;
  readonly tty?: boolean;
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  /** Mask of the modes of new files: 0o22 is 18. */
  readonly umask?: number;
  readonly use_api_socket?: boolean;
  readonly user?: string;
  readonly userns_mode?: string;
  readonly uts?: string;
  readonly volumes?: ReadonlyArray<Mount>;
  readonly volumes_from?: ReadonlyArray<string>;
  readonly working_dir?: string;
  /** Keys that start with `x-`. */
  readonly extensions?: JsonObject;
}

export type Labels = Readonly<Record<string, string>>;

/** Dependency on another service. */
export interface Dependency {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly restart: boolean;
  readonly required: boolean;
}

/** Reference of a service to a config or a secret. */
export interface FileReference {
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly uid?: string;
  readonly gid?: string;
  /** Mode of the file, as a number: 0o440 is 288. */
  readonly mode?: number;
}

export interface DeviceMapping {
  readonly source: string;
  readonly target: string;
  readonly permissions: string;
}

/** Health check. Times are in milliseconds. */
export interface Healthcheck {
  /** `NONE`, `CMD` and a program, or `CMD-SHELL` and a command line. Undefined keeps the check of the image. */
  readonly test?: ReadonlyArray<string>;
  readonly disable?: boolean;
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly start_period?: number;
  readonly start_interval?: number;
}

export interface NetworkAttachment {
  readonly aliases?: ReadonlyArray<string>;
  readonly [key: string]: unknown;
}

/** Published port. A range is written out: one entry for each port. */
export interface PublishedPort {
  readonly target: number;
  /** Port of the host, or a range to choose from, such as `8000-8010`. Undefined if the engine chooses it. */
  readonly published?: string;
  readonly host_ip?: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly mode: 'ingress' | 'host';
  readonly name?: string;
  readonly app_protocol?: string;
}

export interface Hook {
  readonly command: ReadonlyArray<string>;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly working_dir?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
}

/** Mounted volume, folder of the host, or folder in memory. */
export interface Mount {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'cluster' | 'npipe' | 'image';
  /** Name of a volume; absolute path of the host for `bind`; undefined for an anonymous volume and for tmpfs. */
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly consistency?: string;
  readonly bind?: JsonObject;
  readonly volume?: JsonObject;
  readonly tmpfs?: { readonly size?: number; readonly mode?: number };
  readonly image?: JsonObject;
}

export interface Deploy {
  readonly mode?: 'global' | 'replicated' | 'replicated-job' | 'global-job';
  readonly endpoint_mode?: string;
  readonly replicas?: number;
  readonly labels?: Labels;
  readonly rollback_config?: JsonObject;
  /** Times are in milliseconds. */
  readonly update_config?: JsonObject;
  readonly resources?: {
    readonly limits?: { readonly cpus?: number; readonly memory?: number; readonly pids?: number };
    readonly reservations?: {
      readonly cpus?: number;
      readonly memory?: number;
      readonly generic_resources?: ReadonlyArray<JsonObject>;
      readonly devices?: ReadonlyArray<JsonObject>;
    };
  };
  /** Times are in milliseconds. */
  readonly restart_policy?: {
    readonly condition?: string;
    readonly delay?: number;
    readonly max_attempts?: number;
    readonly window?: number;
  };
  readonly placement?: {
    readonly constraints?: ReadonlyArray<string>;
    readonly preferences?: ReadonlyArray<JsonObject>;
    readonly max_replicas_per_node?: number;
  };
}

/** Job: a container that ends, and what starts it. */
export interface JobDefinition {
  readonly definition: ServiceDefinition;
  readonly triggers: {
    readonly manual?: boolean;
    readonly schedule?: ReadonlyArray<JobSchedule>;
  };
}

/** Schedule of a job. */
export interface JobSchedule {
  readonly cron: string;
  readonly timezone?: string;
  readonly concurrency?: 'forbid' | 'queue';
  readonly missed_fires?: 'one' | 'skip';
}
