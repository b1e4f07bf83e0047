import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { PARSEC_FOLDER } from '../../host/parsec';
import { plainText } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import { convertSeLinuxLabels } from './se-linux-labels';

const CONTEXT = 'spec.template.spec.containers[].securityContext';

type Convert = (service: ServiceConversion, key: string, value: string) => void;

/** Options of `security_opt`, by their names. */
const OPTIONS: Readonly<Record<string, Convert>> = {
  'no-new-privileges': convertPrivileges,
  seccomp: convertSeccomp,
  apparmor: convertAppArmor,
  label: () => undefined,
  systempaths: convertSystemPaths,
  credentialspec: (service, key) => service.report.unsupported(key, 'credential specifications are for Windows'),
  'writable-cgroups': (service, key) =>
    service.report.unsupported(key, 'a container of Kubernetes cannot write to its control groups'),
};

/** Converts the options of `security_opt`, each of which is `name:value` or `name=value`. */
export function convertSecurityOptions(service: ServiceConversion): void {
  const options = service.definition.security_opt ?? [];
  options.forEach((option, i) => {
    convertSecurityOption(service, option, keyPath('security_opt', i));
  });
  convertSeLinuxLabels(
    service,
    options.flatMap((option, i) => {
      const [, label] = /^label[:=](.*)$/s.exec(option) ?? [];
      return label === undefined ? [] : [{ key: keyPath('security_opt', i), label }];
    }),
  );
}

function convertSecurityOption(service: ServiceConversion, option: string, key: string): void {
  const [, name = '', value = ''] = /^([a-z-]+)(?:[:=](.*))?$/s.exec(option) ?? [];
  const convert = OPTIONS[name];
  if (convert === undefined || (name === 'label' && value === ''))
    service.report.unsupported(key, `${quote(option)} is not a known security option`);
  else convert(service, key, value);
}

function convertPrivileges({ container, definition, report }: ServiceConversion, key: string, value: string): void {
  const field = `${CONTEXT}.allowPrivilegeEscalation`;
  if (value === '' || value === 'true') {
    report.converted(key, field);
    return;
  }
  if (definition.privileged === true && report.acceptance('privileged') !== undefined) {
    report.acceptance('new-privileges');
    report.byDesign(key, 'the programs of a privileged container gain privileges anyway');
    return;
  }
  const why = 'a program with setuid could gain the privileges of root';
  const reason = report.weaker(key, 'new-privileges', field, why);
  if (reason !== undefined) container.add('weaknesses', call('Weakness.privilegeEscalation', literal(reason)));
}

function convertSystemPaths(service: ServiceConversion, key: string, value: string): void {
  const { container, definition, options, report } = service;
  const field = `${CONTEXT}.procMount`;
  if (value !== 'unconfined') {
    report.unsupported(key, `${quote(value)} is not a value of systempaths: it must be unconfined`);
    return;
  }
  const obstacle = userNamespaceObstacle(service);
  if (definition.privileged === true && report.acceptance('privileged') !== undefined)
    report.byDesign(key, 'nothing is masked in a privileged container');
  else if (!options.target._supports('procMount'))
    report.unsupported(
      key,
      `${options.target.name} accepts an unmasked /proc only with privileged: use a target from Kubernetes 1.33, or mount the one file that the program needs`,
    );
  else if (obstacle !== undefined)
    report.unsupported(key, `an unmasked /proc needs a user namespace of the pod, which excludes ${obstacle}`);
  else {
    const why =
      'an unmasked /proc shows the container what the node hides from containers; the pod gets a user namespace, so that it cannot change it';
    const reason = report.weaker(key, 'unmasked-proc', field, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.unmaskedProc', literal(reason)));
  }
}

/** Returns what keeps the pod of a service from having a user namespace. Undefined if nothing does. */
function userNamespaceObstacle({ plan, service }: ServiceConversion): string | undefined {
  for (const member of plan.pods.podOf.get(service)?.containers.keys() ?? [service]) {
    const { network_mode: network, pid, ipc, volumes = [] } = plan.project.services.get(member) ?? {};
    if (network === 'host') return 'network_mode: host';
    if (pid === 'host') return 'pid: host';
    if (ipc === 'host') return 'ipc: host';
    const parsec = volumes.find(({ source }) => source?.startsWith(PARSEC_FOLDER) === true);
    if (parsec !== undefined) return 'Parsec, which knows its clients by their user on the node';
  }
  return undefined;
}

function convertSeccomp({ container, report }: ServiceConversion, key: string, value: string): void {
  const field = `${CONTEXT}.seccompProfile`;
  if (value === 'unconfined') {
    const why = 'without a seccomp profile, every system call of the kernel is allowed';
    const reason = report.weaker(key, 'seccomp-unconfined', field, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.unconfinedSeccomp', literal(reason)));
  } else if (value === 'builtin' || value === '') report.converted(key, field);
  else {
    const path = `profiles/${posix.basename(value)}`;
    if (plainText('path', path) !== undefined || posix.basename(value) === '..') {
      report.unsupported(key, `${quote(value)} is not the path of a profile`);
      return;
    }
    container.set('seccomp', call('Seccomp.localhost', literal(path)));
    report.approximated(
      key,
      field,
      `the profile must be on each node as ${path} below the seccomp folder of the kubelet: install it with SeccompInstaller`,
    );
  }
}

function convertAppArmor({ container, report }: ServiceConversion, key: string, value: string): void {
  const field = `${CONTEXT}.appArmorProfile`;
  if (value === 'unconfined') {
    const why = 'without an AppArmor profile, only the permissions of files confine the program';
    const reason = report.weaker(key, 'apparmor-unconfined', field, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.unconfinedAppArmor', literal(reason)));
  } else if (value === 'docker-default' || value === 'runtime/default')
    report.approximated(
      key,
      field,
      "the default profile of the node's runtime is used, whose name and rules can differ",
    );
  else if (value === '' || value.trim() !== value || plainText('profile', value) !== undefined)
    report.unsupported(key, `${quote(value)} is not the name of a profile`);
  else {
    container.set('appArmor', call('AppArmor.named', literal(value)));
    report.approximated(key, field, 'the profile must be loaded on each node: load it with AppArmorLoader');
  }
}
