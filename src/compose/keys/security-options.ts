import { posix } from 'node:path';
import { quote } from '../../diagnostics/input-error';
import { plainText } from '../../kubernetes/syntax';
import { call, literal } from '../code/expressions';
import type { ServiceConversion } from '../service-conversion';

const CONTEXT = 'spec.template.spec.containers[].securityContext';

type Convert = (service: ServiceConversion, key: string, value: string) => void;

/** Options of `security_opt`, by their names. */
const OPTIONS: Readonly<Record<string, Convert>> = {
  'no-new-privileges': convertPrivileges,
  seccomp: convertSeccomp,
  apparmor: convertAppArmor,
  label: (service, key, value) => {
    const reason =
      value === 'disable'
        ? 'SELinux confines every container of Kubernetes'
        : 'the runtime gives each pod a label of its own: set seLinuxOptions in the workload if a policy of the node needs another one';
    service.report.unsupported(key, reason);
  },
  systempaths: (service, key) =>
    service.report.unsupported(
      key,
      'unmasked system paths let a container change the kernel of the node: mount the one file that the program needs',
    ),
  credentialspec: (service, key) => service.report.unsupported(key, 'credential specifications are for Windows'),
  'writable-cgroups': (service, key) =>
    service.report.unsupported(key, 'a container of Kubernetes cannot write to its control groups'),
};

/** Converts an option of `security_opt`, which is `name:value` or `name=value`. */
export function convertSecurityOption(service: ServiceConversion, option: string, key: string): void {
  const [, name = '', value = ''] = /^([a-z-]+)(?:[:=](.*))?$/s.exec(option) ?? [];
  const convert = OPTIONS[name];
  if (convert === undefined) service.report.unsupported(key, `${quote(option)} is not a known security option`);
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
