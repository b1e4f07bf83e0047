import { quote } from '../../diagnostics/input-error';
import { Capability, RESTRICTED_CAPABILITIES } from '../../host/capability';
import { call, list, literal, member } from '../code/expressions';
import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import { wishOfCapability } from '../wishes';
import type { KeyGroup } from './key-group';
import { convertSecurityOptions } from './security-options';

const CONTEXT = 'spec.template.spec.containers[].securityContext';

export const securityKeys: KeyGroup = {
  title: 'Privileges',
  rows: {
    privileged: {
      becomes: '`Weakness.privileged`',
      outcomes: ['converted', 'refused', 'by-design'],
      notes: 'Accept it with `--accept privileged`.',
    },
    cap_add: {
      becomes: '`Weakness.addCapabilities`',
      outcomes: ['converted', 'refused', 'unsupported', 'by-design'],
      notes:
        'Each capability has its own word, such as `--accept cap-net-admin`. `ALL` is never accepted: name the capabilities. Without the key, the container has none, not even those that Docker gives by default.',
    },
    cap_drop: {
      becomes: 'Nothing: every container drops all capabilities',
      outcomes: ['by-design'],
      notes: 'Capabilities that the program needs are added by `cap_add`.',
    },
    security_opt: {
      becomes: '`Seccomp`, `AppArmor`, `SeLinux`, or a weakness',
      outcomes: ['converted', 'approximated', 'refused', 'unsupported', 'by-design'],
      notes:
        '`no-new-privileges` is the default. Unconfined profiles need `--accept seccomp-unconfined` or `--accept apparmor-unconfined`. SELinux types for containers and levels are kept; other types, users, roles and `label:disable` need `--accept selinux-label`. `systempaths=unconfined` needs `--accept unmasked-proc`, and Kubernetes 1.33.',
    },
    read_only: {
      becomes: 'A read-only root file system, which is the default; otherwise `Weakness.writableRootFilesystem`',
      outcomes: ['converted', 'approximated', 'refused'],
      notes:
        'Without the key, the root is read-only with a folder at `/tmp`. Accept `false` with `--accept writable-root`.',
    },
  },
  convert: (service) => {
    convertPrivileged(service);
    convertCapabilities(service);
    convertReadOnly(service);
    convertSecurityOptions(service);
  },
};

function convertPrivileged({ definition, container, report }: ServiceConversion): void {
  const { privileged } = definition;
  if (privileged === undefined) return;
  if (!privileged) {
    report.byDesign('privileged', 'no container is privileged by default');
    return;
  }
  const why = 'a privileged container has full root access to the node';
  const reason = report.weaker('privileged', 'privileged', `${CONTEXT}.privileged`, why);
  if (reason !== undefined) container.add('weaknesses', call('Weakness.privileged', literal(reason)));
}

function convertCapabilities({ definition, container, report }: ServiceConversion): void {
  (definition.cap_drop ?? []).forEach((_, i) => {
    report.byDesign(keyPath('cap_drop', i), 'every container drops all capabilities');
  });
  const added = new Set<Capability>();
  (definition.cap_add ?? []).forEach((name, i) => {
    const key = keyPath('cap_add', i);
    const plain = name.toUpperCase().replace(/^CAP_/, '');
    if (plain === 'ALL') {
      report.refused(
        key,
        'every capability together gives full root access to the node: name those that the program needs',
      );
      return;
    }
    const capability = Object.values(Capability).find((each) => String(each) === plain);
    if (capability === undefined) {
      report.unsupported(key, `${quote(name)} is not a capability of Linux`);
      return;
    }
    if (added.has(capability)) {
      report.byDesign(key, 'the capability is in the list already');
      return;
    }
    added.add(capability);
    const field = `${CONTEXT}.capabilities.add`;
    const why = RESTRICTED_CAPABILITIES.has(capability)
      ? 'no container has a capability by default'
      : `${capability} is more than Pod Security restricted allows`;
    const reason = report.weaker(key, wishOfCapability(capability), field, why);
    if (reason !== undefined)
      container.add(
        'weaknesses',
        call('Weakness.addCapabilities', list([member(`Capability.${capability}`)]), literal(reason)),
      );
  });
}

function convertReadOnly({ definition, container, report }: ServiceConversion): void {
  const { read_only: readOnly } = definition;
  const field = `${CONTEXT}.readOnlyRootFilesystem`;
  if (readOnly === true) report.converted('read_only', field);
  else if (readOnly === false) {
    const why =
      'the root file system is read-only, with a folder at /tmp: mount a volume or tmpfs where the program writes';
    const reason = report.weaker('read_only', 'writable-root', field, why);
    if (reason !== undefined) container.add('weaknesses', call('Weakness.writableRootFilesystem', literal(reason)));
  } else {
    const reason = report.acceptance('writable-root');
    if (reason === undefined)
      report.approximated(
        'read_only',
        field,
        'Compose has a writable root file system: here it is read-only, with a folder at /tmp. Mount a volume or tmpfs where the program writes, or use --accept writable-root',
      );
    else {
      container.add('weaknesses', call('Weakness.writableRootFilesystem', literal(reason)));
      report.accepted('read_only', field, reason);
    }
  }
}
