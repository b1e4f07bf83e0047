import {
  containerFileRules,
  dataRules,
  networkRules,
  procRules,
  programRules,
  refusalRules,
  signalRules,
} from './container-rules';
import { AppArmorProfile } from '../profile';
import type { AppArmorRule } from '../rule';
import { FileRule } from '../rules/file-rule';
import { PtraceRule } from '../rules/ptrace-rule';
import { SignalRule } from '../rules/signal-rule';

/** A service of one program that needs no library: Go, Rust or musl, linked statically. */
export interface StaticBinaryOptions {
  /** Name under which the kernel knows the profile. */
  readonly name: string;

  /** The program: `/app`. */
  readonly executable: string;

  /**
   * Files that are read, as AppArmor globs.
   *
   * @default - names and certificates below /etc
   */
  readonly readOnly?: string[];

  /**
   * Files that are written, as AppArmor globs.
   *
   * @default - none beside /tmp
   */
  readonly readWrite?: string[];
}

/** Without the base abstraction: no library, no locale, no logging socket, no shell; the network, names, certificates and /tmp. */
export function staticBinary(options: StaticBinaryOptions): AppArmorProfile {
  return new AppArmorProfile({
    name: options.name,
    comment: 'Service of one static program: what is not allowed here is refused.',
    rules: [
      ...networkRules(),
      ...signalRules(),
      ...itself(),
      ...programRules([options.executable]),
      ...dataRules(options.readOnly, options.readWrite),
      ...devices(),
      ...containerFileRules(),
      ...procRules(),
      ...refusalRules(),
    ],
  });
}

/** What the base abstraction says of processes under one profile. */
function itself(): AppArmorRule[] {
  const peer = '@{profile_name}';
  const comment = 'among processes of this profile';
  return [new SignalRule({ peer, comment }), new PtraceRule({ peer, comment })];
}

function devices(): AppArmorRule[] {
  const comment = 'what run times open when they start';
  return [
    FileRule.allow('/dev/{full,null,zero}', 'rw', { comment }),
    FileRule.allow('/dev/{random,urandom}', 'r', { comment }),
    FileRule.allow('/usr/share/zoneinfo/{,**}', 'r', { comment }),
    FileRule.allow('@{PROC}/{cpuinfo,meminfo,stat}', 'r', { comment }),
    FileRule.allow('@{PROC}/@{pid}/{auxv,maps,status}', 'r', { owner: true, comment }),
  ];
}
