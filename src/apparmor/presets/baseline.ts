import { InputError } from '../../diagnostics/input-error';
import {
  containerFileRules,
  dataRules,
  libraryRules,
  networkRules,
  procRules,
  programRules,
  denyRules,
  signalRules,
} from './container-rules';
import { AppArmorInclude } from '../include';
import { AppArmorProfile } from '../profile';

/** Options of a baseline profile: what a container needs in addition to the baseline. */
export interface AppArmorBaselineOptions {
  /** Name of the profile in the kernel, to which pods refer. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs. Include the entry point, and list the programs one by one: `/usr/bin/*` also allows a shell. */
  readonly executables: string[];

  /**
   * Files of the image or of volumes that the program reads, as AppArmor globs. `/etc/app/{,**}` is a folder and everything below it.
   *
   * @default - only those of the baseline
   */
  readonly readOnly?: string[];

  /**
   * Files of volumes that the program reads, writes, creates, removes and locks, as AppArmor globs.
   *
   * @default - only /tmp
   */
  readonly readWrite?: string[];
}

/**
 * Profile to start from. It allows what a static program, or one with glibc or musl, needs in a container, and nothing else.
 *
 * It allows
 * - the programs that you list: running them under the same profile, and reading them;
 * - `abstractions/base`: shared libraries below /lib and /usr/lib, locales and time zones, /dev/null, zero, full and (u)random,
 *   a few facts about the machine such as /proc/cpuinfo and /proc/meminfo, the logging sockets, signals and unix sockets between
 *   processes of the same profile, signals from unconfined processes, and being traced or read by a process that may do so. The
 *   abstraction also allows reading and running files of an encrypted home directory (`~/.Private`), which no container has;
 * - libraries below /usr/local/lib, certificates, name resolution, /etc/passwd and /etc/group (their lists of users can be read);
 * - TCP, UDP and similar protocols over IPv4 and IPv6, to any address and port: limit these with a NetworkPolicy;
 *   a netlink socket, which the C library uses to list addresses; no raw sockets and no packet sockets;
 * - the user's own files below /tmp, /var/tmp and /dev/shm; the terminal and the termination log;
 * - reading the process's own /proc entries, the limits of the cgroup, and the layout of the processor;
 * - signals from the runtime, so that it can stop the container.
 *
 * It doesn't allow capabilities (so a root process cannot use even those that its container has), mounts, tracing other
 * processes, changing the profile, writing to /etc, /usr or other parts of the image, service-account tokens, or programs that
 * you don't list.
 *
 * Its deny rules cover what reads or controls the node, which an extension of the profile should not allow either: kernel memory,
 * kernel tunables, firmware, security and debug interfaces, and sockets of container runtimes. A deny rule overrides an allow
 * rule that `extend` adds, and what it denies isn't logged.
 *
 * The flags `attach_disconnected` and `mediate_deleted` are set, because files of overlay mounts and deleted files have no full
 * path otherwise. A disconnected path is then treated as if it started at `/`.
 */
export class AppArmorBaseline {
  /**
   * Creates the baseline profile. To allow more, use `extend`.
   *
   * @throws {@link InputError} if the name isn't a profile name, `executables` is empty, or a path isn't a glob
   */
  public static profile(options: AppArmorBaselineOptions): AppArmorProfile {
    if (options.executables.length === 0) {
      throw new InputError('AppArmorBaseline', ['executables is empty: list the program that the container runs']);
    }
    return new AppArmorProfile({
      name: options.name,
      comment: 'Baseline for a container: everything that is not allowed here is denied.',
      includes: [AppArmorInclude.abstraction('base')],
      rules: [
        ...networkRules(),
        ...signalRules(),
        ...programRules(options.executables),
        ...dataRules(options.readOnly, options.readWrite),
        ...libraryRules(),
        ...containerFileRules(),
        ...procRules(),
        ...denyRules(),
      ],
    });
  }

  private constructor() {}
}
