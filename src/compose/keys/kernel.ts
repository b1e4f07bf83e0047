import { quote } from '../../diagnostics/input-error';
import { safeSysctlsOf } from '../../kubernetes/safe-sysctls';
import { plainText, sysctlName } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup, KeyRow } from './key-group';

const FIELD = 'spec.template.spec.securityContext.sysctls';

/** Keys that nothing in a pod represents, with the alternative. */
const UNSUPPORTED: Readonly<Record<string, { readonly becomes: string; readonly reason: string }>> = {
  ulimits: {
    becomes: 'Nothing: a pod has no limits of processes',
    reason:
      "a pod has no ulimits: set them in the configuration of the node's runtime, or in an AppArmor profile (rlimit)",
  },
  oom_kill_disable: {
    becomes: 'Nothing: the kubelet decides which processes end first',
    reason: 'a container that exceeds its memory limit is always ended: raise the limit',
  },
  oom_score_adj: {
    becomes: 'Nothing: the kubelet sets it by requests and limits',
    reason: 'the kubelet sets it: equal requests and limits protect a container most',
  },
  blkio_config: {
    becomes: 'Nothing: a pod has no limits of disk traffic',
    reason: 'a pod has no limits of disk traffic',
  },
  storage_opt: {
    becomes: 'Nothing: use limits of ephemeral storage',
    reason: 'options of the storage driver are those of the node: the app has a limit of ephemeral storage',
  },
  device_cgroup_rules: {
    becomes: 'Nothing: a device plugin gives access to devices',
    reason: 'the runtime lets a container open only devices that a device plugin or a resource claim gives it',
  },
};

export const kernelKeys: KeyGroup = {
  title: 'Kernel',
  rows: {
    sysctls: {
      becomes: '`sysctls` of the app; `Weakness.sysctl` for others than the safe ones',
      outcomes: ['converted', 'refused', 'unsupported'],
      notes: 'Which parameters are safe depends on the version. Accept others with `--accept sysctl`.',
    },
    ...Object.fromEntries(
      Object.entries(UNSUPPORTED).map(([key, { becomes }]): [string, KeyRow] => [
        key,
        { becomes, outcomes: ['unsupported'], notes: '' },
      ]),
    ),
  },
  convert: (service) => {
    for (const [name, value] of Object.entries(service.definition.sysctls ?? {})) convertSysctl(service, name, value);
    const definition: Readonly<Record<string, unknown>> = { ...service.definition };
    for (const [key, { reason }] of Object.entries(UNSUPPORTED))
      if (definition[key] !== undefined) service.report.unsupported(key, reason);
  },
};

function convertSysctl(service: ServiceConversion, name: string, value: string): void {
  const { app, container, definition, options, report } = service;
  const key = keyPath('sysctls', name);
  const ofNode =
    definition.network_mode === 'host' && name.startsWith('net.')
      ? 'a pod on the network of the node cannot set its parameters, nor can a container of the engine: set it on the node'
      : undefined;
  const problem = ofNode ?? sysctlName(name) ?? plainText(`value of ${quote(name)}`, value);
  if (problem !== undefined) {
    report.unsupported(key, problem);
    return;
  }
  if (safeSysctlsOf(options.target.minor).has(name)) {
    app.put('sysctls', name, literal(value));
    report.converted(key, FIELD);
    return;
  }
  const why = `${name} is not safe in ${options.target.name}: it affects other pods, or exhausts them; the kubelet must allow it, too`;
  const reason = report.weaker(key, 'sysctl', FIELD, why);
  if (reason !== undefined)
    container.add('weaknesses', call('Weakness.sysctl', literal(name), literal(value), literal(reason)));
}
