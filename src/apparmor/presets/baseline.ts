import { InputError } from '../../diagnostics/input-error';
import {
  containerFileRules,
  dataRules,
  libraryRules,
  networkRules,
  procRules,
  programRules,
  refusalRules,
  signalRules,
} from './container-rules';
import { AppArmorInclude } from '../include';
import { AppArmorProfile } from '../profile';

/** What a container needs beside the baseline. */
export interface AppArmorBaselineOptions {
  /** Name under which the kernel knows the profile, and which a pod asks for. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs; the entry point is one. Name them one by one: `/usr/bin/*` lets a shell in. */
  readonly executables: string[];

  /**
   * Files of the image or of volumes that are read, as AppArmor globs; `/etc/app/{,**}` is a tree with its root.
   *
   * @default - none beside those of the baseline
   */
  readonly readOnly?: string[];

  /**
   * Files of volumes that are read, written, created, removed and locked, as AppArmor globs.
   *
   * @default - none beside /tmp
   */
  readonly readWrite?: string[];
}

/**
 * A profile to start from: what a static program, or one with glibc or musl, needs in a container, and nothing else.
 *
 * It allows
 * - the programs that you name: to run, under the same profile, and to be read;
 * - `abstractions/base`: shared libraries below /lib and /usr/lib, locales and time zones, /dev/null, zero, full and (u)random,
 *   a few facts of the machine such as /proc/cpuinfo and meminfo, the logging sockets, signals and unix sockets among processes of the same profile,
 *   signals from unconfined processes, and being traced or read by a process that may do so. It also reads and runs what an
 *   encrypted home directory holds (`~/.Private`), which no container has;
 * - libraries below /usr/local/lib, certificates, name resolution, /etc/passwd and group (who is in them can be read);
 * - TCP, UDP and their like over IPv4 and IPv6 to any address and port: which ones is for a NetworkPolicy to say;
 *   a netlink socket, with which the C library lists addresses; no raw or packet sockets;
 * - files of one's own below /tmp, /var/tmp and /dev/shm; the terminal and the termination log;
 * - the process's own /proc entries, the cgroup's limits and the processor's layout, to be read;
 * - signals from the runtime, so that it can stop the container.
 *
 * It doesn't allow a capability (so a root process is refused what needs one, even what its container has), mounts, tracing others, changing the
 * profile, writing to /etc, /usr or the image at large, service-account tokens, and other programs than those named.
 *
 * Beyond what isn't allowed, it refuses what no container should be given by an extension of the profile either, and what
 * reads or steers the node: kernel memory, kernel tunables, firmware, security and debug interfaces, container runtimes' sockets.
 * A refusal wins over an allowance that `extend` adds, and isn't logged.
 *
 * `attach_disconnected` and `mediate_deleted` are set, since files of overlay mounts and deleted files have no full path otherwise;
 * a disconnected path is then judged as if it stood below `/`.
 */
export class AppArmorBaseline {
  /**
   * The baseline as a profile; give it more with `extend`.
   *
   * @throws InputError if the name isn't one, no program is named, or a path isn't a glob
   */
  public static profile(options: AppArmorBaselineOptions): AppArmorProfile {
    if (options.executables.length === 0) {
      throw new InputError('AppArmorBaseline', [
        'executables are an empty list: name the program that the container runs',
      ]);
    }
    return new AppArmorProfile({
      name: options.name,
      comment: 'Baseline for a container: what is not allowed here is refused.',
      includes: [AppArmorInclude.abstraction('base')],
      rules: [
        ...networkRules(),
        ...signalRules(),
        ...programRules(options.executables),
        ...dataRules(options.readOnly, options.readWrite),
        ...libraryRules(),
        ...containerFileRules(),
        ...procRules(),
        ...refusalRules(),
      ],
    });
  }

  private constructor() {}
}
