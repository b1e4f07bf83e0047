/** Controls that hardening fills. The values are the names on the command line. */
export enum HardeningControl {
  /** AppArmor profile of the runtime, if the nodes have AppArmor. */
  APPARMOR = 'apparmor',
  /** Drop of all capabilities. */
  CAPABILITIES = 'capabilities',
  /** `allowPrivilegeEscalation: false`. */
  PRIVILEGE_ESCALATION = 'privilege-escalation',
  /** `readOnlyRootFilesystem: true`, with an emptyDir at `/tmp`. */
  READ_ONLY_ROOT = 'read-only-root',
  /** `runAsNonRoot: true`. */
  RUN_AS_NON_ROOT = 'run-as-non-root',
  /** Seccomp profile of the runtime. */
  SECCOMP = 'seccomp',
  /** `automountServiceAccountToken: false`. */
  SERVICE_ACCOUNT_TOKEN = 'service-account-token',
  /** `enableServiceLinks: false`. */
  SERVICE_LINKS = 'service-links',
}

/** Effect of a control: the fields that it sets, and the containers that it can break. */
export interface ControlEffect {
  /** Fields that the control sets, in Markdown. */
  readonly sets: string;
  /** Containers that the control can break, in Markdown. */
  readonly breaks: string;
  /** Cases in which the control leaves the field unset, in Markdown. */
  readonly leaves: string;
}

const COMMAND = 'a command that needs it, such as `chown` or `apt-get`';

/** Effects of every control, for the documentation. */
export const CONTROL_EFFECTS: Readonly<Record<HardeningControl, ControlEffect>> = {
  [HardeningControl.APPARMOR]: {
    sets: 'the AppArmor profile `RuntimeDefault`, as field or annotation, only for nodes with AppArmor',
    breaks: 'a container that mounts file systems',
    leaves: 'a privileged container, which runs without a profile by default',
  },
  [HardeningControl.CAPABILITIES]: {
    sets: '`capabilities.drop: [ALL]`',
    breaks: 'a container that changes owners or users, or listens on a port below 1024',
    leaves: `privileged, \`add: [ALL]\`, a port below 1024 of the node, ${COMMAND}`,
  },
  [HardeningControl.PRIVILEGE_ESCALATION]: {
    sets: '`allowPrivilegeEscalation: false`',
    breaks: 'a program with setuid or file capabilities, such as `sudo`',
    leaves: 'privileged, `add: [SYS_ADMIN]`, `add: [ALL]`, a command with `sudo` or `su`',
  },
  [HardeningControl.READ_ONLY_ROOT]: {
    sets: '`readOnlyRootFilesystem: true`, and an emptyDir of 64Mi at `/tmp`',
    breaks: 'a container that writes outside `/tmp` and its volumes',
    leaves: 'a command that installs packages or adds users',
  },
  [HardeningControl.RUN_AS_NON_ROOT]: {
    sets: '`runAsNonRoot: true`',
    breaks: 'an image that runs as root, or that has the name of a user instead of its number',
    leaves: `user 0, privileged, \`add: [ALL]\`, HostProcess, ContainerAdministrator, a port below 1024 of the node, ${COMMAND}`,
  },
  [HardeningControl.SECCOMP]: {
    sets: 'the seccomp profile `RuntimeDefault`, as field or annotation',
    breaks: 'a program with unusual system calls, such as a sandbox inside the container',
    leaves: 'a pod or a container with a profile',
  },
  [HardeningControl.SERVICE_ACCOUNT_TOKEN]: {
    sets: '`automountServiceAccountToken: false`',
    breaks: 'a program that uses the API server',
    leaves:
      'an account with a role in the manifests, an account with `automountServiceAccountToken: true`, a command or variable with the path of the token',
  },
  [HardeningControl.SERVICE_LINKS]: {
    sets: '`enableServiceLinks: false`',
    breaks: 'a program that finds Services through variables such as `WEB_SERVICE_HOST`',
    leaves: 'a command or variable that refers to such a variable',
  },
};

/** Names of all controls, in the order of the alphabet. */
export const CONTROL_NAMES: ReadonlyArray<HardeningControl> = Object.values(HardeningControl).sort();
