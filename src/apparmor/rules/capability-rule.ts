import type { AppArmorQualifiers } from '../rule';
import { AppArmorRule, AppArmorRuleKind, distinct, ruleProblems, unknownWords } from '../rule';

/** Linux capabilities as AppArmor names them: lower case, without `CAP_`. */
export enum AppArmorCapability {
  AUDIT_CONTROL = 'audit_control',
  AUDIT_READ = 'audit_read',
  AUDIT_WRITE = 'audit_write',
  BLOCK_SUSPEND = 'block_suspend',
  BPF = 'bpf',
  CHECKPOINT_RESTORE = 'checkpoint_restore',
  CHOWN = 'chown',
  DAC_OVERRIDE = 'dac_override',
  DAC_READ_SEARCH = 'dac_read_search',
  FOWNER = 'fowner',
  FSETID = 'fsetid',
  IPC_LOCK = 'ipc_lock',
  IPC_OWNER = 'ipc_owner',
  KILL = 'kill',
  LEASE = 'lease',
  LINUX_IMMUTABLE = 'linux_immutable',
  MAC_ADMIN = 'mac_admin',
  MAC_OVERRIDE = 'mac_override',
  MKNOD = 'mknod',
  NET_ADMIN = 'net_admin',
  NET_BIND_SERVICE = 'net_bind_service',
  NET_BROADCAST = 'net_broadcast',
  NET_RAW = 'net_raw',
  PERFMON = 'perfmon',
  SETFCAP = 'setfcap',
  SETGID = 'setgid',
  SETPCAP = 'setpcap',
  SETUID = 'setuid',
  SYS_ADMIN = 'sys_admin',
  SYS_BOOT = 'sys_boot',
  SYS_CHROOT = 'sys_chroot',
  SYS_MODULE = 'sys_module',
  SYS_NICE = 'sys_nice',
  SYS_PACCT = 'sys_pacct',
  SYS_PTRACE = 'sys_ptrace',
  SYS_RAWIO = 'sys_rawio',
  SYS_RESOURCE = 'sys_resource',
  SYS_TIME = 'sys_time',
  SYS_TTY_CONFIG = 'sys_tty_config',
  SYSLOG = 'syslog',
  WAKE_ALARM = 'wake_alarm',
}

/** A rule on capabilities. */
export interface CapabilityRuleProps extends AppArmorQualifiers {
  /**
   * The capabilities.
   *
   * @default - every capability
   */
  readonly capabilities?: AppArmorCapability[];
}

/**
 * Allows or refuses capabilities: `capability net_bind_service,`.
 *
 * A profile without such a rule refuses all, to root too. The capability must also be in the container's set.
 */
export class CapabilityRule extends AppArmorRule {
  public readonly kind: AppArmorRuleKind = AppArmorRuleKind.CAPABILITY;

  /** The capabilities; empty for every one. */
  public readonly capabilities: AppArmorCapability[];

  /** @throws InputError if a capability is unknown, or the list is there but empty */
  constructor(props: CapabilityRuleProps) {
    super(props);
    const problems = ruleProblems(props);
    problems.add(unknownWords('capabilities', props.capabilities ?? [], Object.values(AppArmorCapability)));
    // an empty list would widen to all
    if (props.capabilities?.length === 0)
      problems.add('capabilities are an empty list: leave the rule out for none, leave the list out for all');
    problems.throwIfAny('AppArmor capability rule');
    this.capabilities = Object.freeze(distinct(props.capabilities ?? [])) as AppArmorCapability[];
  }

  /** @internal */
  public _text(): string {
    return ['capability', ...this.capabilities].join(' ');
  }
}
