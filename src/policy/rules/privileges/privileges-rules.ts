import type { Rule } from '../../rule';
import { addedCapabilities } from './added-capabilities';
import { dropAllCapabilities } from './drop-all-capabilities';
import { highUserId } from './high-user-id';
import { noHostNamespaces } from './no-host-namespaces';
import { noHostPorts } from './no-host-ports';
import { noHostProcess } from './no-host-process';
import { noPrivilegeEscalation } from './no-privilege-escalation';
import { noPrivileged } from './no-privileged';
import { noProbeHost } from './no-probe-host';
import { noSharedProcesses } from './no-shared-processes';
import { noTerminal } from './no-terminal';
import { noWeakeningPatch } from './no-weakening-patch';
import { maskedProcMount } from './proc-mount';
import { readOnlyRootFilesystem } from './read-only-root-filesystem';
import { rootInUserNamespace } from './root-in-user-namespace';
import { runAsGroup } from './run-as-group';
import { startsAsNonRoot } from './run-as-non-root';
import { numericUser } from './run-as-user';
import { safeSysctls } from './safe-sysctls';

/** Rules of the topic privileges. */
export const PRIVILEGES_RULES: ReadonlyArray<Rule> = [
  addedCapabilities,
  dropAllCapabilities,
  highUserId,
  noHostNamespaces,
  noHostPorts,
  noHostProcess,
  noPrivilegeEscalation,
  noPrivileged,
  noProbeHost,
  noSharedProcesses,
  noTerminal,
  noWeakeningPatch,
  maskedProcMount,
  readOnlyRootFilesystem,
  rootInUserNamespace,
  runAsGroup,
  startsAsNonRoot,
  numericUser,
  safeSysctls,
];
