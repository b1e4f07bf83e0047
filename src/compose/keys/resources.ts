import { call, literal, object } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';
import { gpusOf } from './gpus';
import type { KeyGroup, KeyRow } from './key-group';
import { memoryFoldersOf } from './memory-folders';

const FIELD = 'spec.template.spec.containers[].resources';

/** Limits of a service whose file has none: Compose has no limits, and a pod without limits can use up its node. */
const DEFAULT_CPU = 1;
const DEFAULT_MEMORY = 512 * 1024 * 1024;

const UNSUPPORTED: Readonly<Record<string, string>> = {
  cpu_shares: 'the kubelet sets the shares by the CPU request: use deploy.resources.reservations.cpus',
  cpuset: 'the kubelet assigns processors by its CPU manager policy: use equal whole requests and limits',
  cpu_rt_period: 'a pod has no real-time scheduling',
  cpu_rt_runtime: 'a pod has no real-time scheduling',
  cpu_count: 'it is for Windows',
  cpu_percent: 'it is for Windows',
  mem_swappiness: 'the kubelet decides about swap',
  memswap_limit: 'the kubelet decides about swap: by default, a container has none',
  pids_limit: 'the limit of processes is one of the kubelet (podPidsLimit), for all pods of the node',
};

export const resourceKeys: KeyGroup = {
  title: 'Resources',
  rows: {
    cpus: {
      becomes: '`cpuLimit`',
      outcomes: ['converted', 'by-design'],
      notes: '0 means no limit, and gets the default of 1 CPU.',
    },
    cpu_quota: { becomes: '`cpuLimit`, with `cpu_period`', outcomes: ['converted', 'by-design'], notes: '' },
    cpu_period: { becomes: '`cpuLimit`, with `cpu_quota`', outcomes: ['converted', 'by-design'], notes: '' },
    mem_limit: {
      becomes: '`memoryLimit`',
      outcomes: ['converted', 'approximated', 'by-design'],
      notes: 'Without a limit, the app gets 512Mi, and room for its folders in memory.',
    },
    mem_reservation: { becomes: '`memoryRequest`', outcomes: ['converted'], notes: '' },
    'deploy.resources': {
      becomes: '`resources`, before the keys of the service itself',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: 'Limits of processes are those of the kubelet. Generic resources have no equivalent.',
    },
    gpus: {
      becomes: '`Device.resource`, such as `nvidia.com/gpu`',
      outcomes: ['approximated', 'unsupported'],
      notes: 'The node needs the device plugin of the vendor. `all` becomes one device.',
    },
    ...Object.fromEntries(
      Object.entries(UNSUPPORTED).map(([key, reason]): [string, KeyRow] => [
        key,
        {
          becomes: 'Nothing',
          outcomes: ['unsupported'],
          notes: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
        },
      ]),
    ),
  },
  convert: (service) => {
    const definition: Readonly<Record<string, unknown>> = { ...service.definition };
    for (const [key, reason] of Object.entries(UNSUPPORTED))
      if (definition[key] !== undefined) service.report.unsupported(key, reason);
    const { limits = {}, reservations = {} } = service.definition.deploy?.resources ?? {};
    const { report } = service;
    if (limits.pids !== undefined) report.unsupported('deploy.resources.limits.pids', UNSUPPORTED['pids_limit'] ?? '');
    if (reservations.generic_resources !== undefined)
      report.unsupported('deploy.resources.reservations.generic_resources', 'use the resource name of a device plugin');
    const cpu = cpuOf(service);
    const memory = memoryOf(service);
    for (const [resource, count] of gpusOf(service))
      service.container.add(
        'devices',
        call('Device.resource', literal(resource), ...(count === 1 ? [] : [literal(count)])),
      );
    const cpuRequest = reservations.cpus;
    if (cpuRequest !== undefined) report.converted('deploy.resources.reservations.cpus', `${FIELD}.requests.cpu`);
    const memoryRequest = requestedMemory(service);
    service.container.set(
      'resources',
      object({
        cpuRequest: cpuRequest === undefined ? undefined : literal(millicores(cpuRequest)),
        cpuLimit: literal(millicores(Math.max(cpu, cpuRequest ?? 0))),
        memoryRequest: memoryRequest === undefined ? undefined : literal(bytes(memoryRequest)),
        memoryLimit: literal(bytes(Math.max(memory, memoryRequest ?? 0))),
      }),
    );
  },
};

/** Returns the limit of CPU, and reports the key that it is from. */
function cpuOf({ definition, report }: ServiceConversion): number {
  const field = `${FIELD}.limits.cpu`;
  const { cpus, cpu_quota: quota, cpu_period: period = 100_000 } = definition;
  const limit = definition.deploy?.resources?.limits?.cpus;
  const candidates: [ReadonlyArray<string>, number | undefined][] = [
    [['deploy.resources.limits.cpus'], limit],
    [['cpus'], cpus],
    [['cpu_quota', 'cpu_period'], quota === undefined || quota <= 0 ? undefined : quota / period],
  ];
  const [keys, found] = candidates.find(([, value]) => value !== undefined && value > 0) ?? [[], undefined];
  const present: Readonly<Record<string, unknown>> = {
    'deploy.resources.limits.cpus': limit,
    cpus,
    cpu_quota: quota,
    cpu_period: definition.cpu_period,
  };
  for (const [key, value] of Object.entries(present))
    if (value !== undefined) {
      if (keys.includes(key)) report.converted(key, field);
      else report.byDesign(key, found === undefined ? 'it means no limit: the default is used' : `${keys[0]} is used`);
    }
  return found ?? DEFAULT_CPU;
}

/** Returns the limit of memory in bytes, and reports the key that it is from. */
function memoryOf(service: ServiceConversion): number {
  const { definition, report } = service;
  const field = `${FIELD}.limits.memory`;
  const keys = {
    'deploy.resources.limits.memory': definition.deploy?.resources?.limits?.memory,
    mem_limit: definition.mem_limit,
  };
  const found = Object.entries(keys).find(([, value]) => (value ?? 0) > 0);
  for (const [key, value] of Object.entries(keys))
    if (value !== undefined) {
      if (key === found?.[0]) report.converted(key, field);
      else report.byDesign(key, found === undefined ? 'it means no limit: the default is used' : `${found[0]} is used`);
    }
  if (found?.[1] !== undefined) return found[1];
  const memory = DEFAULT_MEMORY + memoryFoldersOf(service.definition);
  if (definition.mem_limit === undefined)
    report.approximated(
      'mem_limit',
      field,
      `the file has no limit of memory, so the app gets ${bytes(memory)}: a container without a limit can use up the node. Set deploy.resources.limits`,
    );
  return memory;
}

function requestedMemory({ definition, report }: ServiceConversion): number | undefined {
  const keys = {
    'deploy.resources.reservations.memory': definition.deploy?.resources?.reservations?.memory,
    mem_reservation: definition.mem_reservation,
  };
  const found = Object.entries(keys).find(([, value]) => value !== undefined);
  for (const [key, value] of Object.entries(keys))
    if (value !== undefined) {
      if (key === found?.[0]) report.converted(key, `${FIELD}.requests.memory`);
      else report.byDesign(key, `${found?.[0]} is used`);
    }
  return found?.[1];
}

function millicores(cpus: number): string {
  const thousandths = Math.max(1, Math.round(cpus * 1000));
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

/** Returns a number of bytes as a quantity. */
export function bytes(count: number): string {
  const whole = Math.ceil(count);
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let [value, unit] = [whole, 0];
  while (value > 0 && value % 1024 === 0 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value}${units[unit]}`;
}
