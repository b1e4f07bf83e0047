import {
  containerFileRules,
  dataRules,
  networkRules,
  procRules,
  programRules,
  denyRules,
  signalRules,
} from './container-rules';
import { AppArmorProfile } from '../profile';
import type { AppArmorRule } from '../rule';
import { FileRule } from '../rules/file-rule';
import { PtraceRule } from '../rules/ptrace-rule';
import { SignalRule } from '../rules/signal-rule';

/** Options of a profile for a service that is one program without libraries, such as a statically linked Go, Rust or musl program. */
export interface StaticBinaryOptions {
  /** Name of the profile in the kernel. */
  readonly name: string;

  /** Path of the program, such as `/app`. */
  readonly executable: string;

  /**
   * Files that the program reads, as AppArmor globs.
   *
   * @default - only name resolution and certificates below /etc
   */
  readonly readOnly?: string[];

  /**
   * Files that the program writes, as AppArmor globs.
   *
   * @default - only /tmp
   */
  readonly readWrite?: string[];
}

/** Creates a profile without the base abstraction: network, name resolution, certificates and /tmp, but no library, locale, logging socket or shell. */
export function staticBinary(options: StaticBinaryOptions): AppArmorProfile {
  return new AppArmorProfile({
    name: options.name,
    comment: 'Service of one static program: everything that is not allowed here is denied.',
    rules: [
      ...networkRules(),
      ...signalRules(),
      ...itself(),
      ...programRules([options.executable]),
      ...dataRules(options.readOnly, options.readWrite),
      ...devices(),
      ...containerFileRules(),
      ...procRules(),
      ...denyRules(),
    ],
  });
}

/** Returns the rules of the base abstraction for processes under the same profile. */
function itself(): AppArmorRule[] {
  const peer = '@{profile_name}';
  const comment = 'between processes of this profile';
  return [new SignalRule({ peer, comment }), new PtraceRule({ peer, comment })];
}

function devices(): AppArmorRule[] {
  const comment = 'files that language runtimes open when they start';
  return [
    FileRule.allow('/dev/{full,null,zero}', 'rw', { comment }),
    FileRule.allow('/dev/{random,urandom}', 'r', { comment }),
    FileRule.allow('/usr/share/zoneinfo/{,**}', 'r', { comment }),
    FileRule.allow('@{PROC}/{cpuinfo,meminfo,stat}', 'r', { comment }),
    FileRule.allow('@{PROC}/@{pid}/{auxv,maps,status}', 'r', { owner: true, comment }),
  ];
}
