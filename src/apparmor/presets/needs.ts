import { InputError, quote } from '../../diagnostics/input-error';
import { Capability } from '../../host/capability';
import type { Port } from '../../kubernetes/port';
import { Protocol } from '../../kubernetes/port';
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
import { AppArmorPath } from '../path';
import { AppArmorProfile } from '../profile';
import type { AppArmorRule } from '../rule';
import { CapabilityRule } from '../rules/capability-rule';
import { FileRule } from '../rules/file-rule';
import { AppArmorSocketFamily, AppArmorSocketType, NetworkRule } from '../rules/network-rule';
import { AppArmorUnixAccess, UnixRule } from '../rules/unix-rule';
import { withoutTrailing } from '../../kubernetes/trailing';

/** What a program needs, as its author says it: plain data. */
export interface AppArmorNeeds {
  /** Name under which the kernel knows the profile. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs: no manifest says them. */
  readonly executables: string[];

  /**
   * Ports that it listens on; those below 1024 need the capability NET_BIND_SERVICE unless the node's limit is lower.
   *
   * @default - none
   */
  readonly ports?: Port[];

  /**
   * It connects to others, by TCP, and by UDP for their names.
   *
   * @default false
   */
  readonly connects?: boolean;

  /**
   * Folders that it reads, with all below: absolute paths as they are, no globs.
   *
   * @default - none beside those of the baseline
   */
  readonly readableFolders?: string[];

  /**
   * Folders that it writes, with all below: absolute paths as they are, no globs.
   *
   * @default - none beside /tmp
   */
  readonly writableFolders?: string[];

  /**
   * Socket of the Parsec service that it uses: `/run/parsec/parsec.sock`.
   *
   * @default - none
   */
  readonly parsecSocket?: string;
}

/**
 * The profile that allows what a program needs and nothing else: `AppArmorBaseline`, but with a network only as far as it listens or
 * connects, and with folders and Parsec by name.
 */
export function profileForNeeds(needs: AppArmorNeeds): AppArmorProfile {
  if (needs.executables.length === 0) {
    throw new InputError(`AppArmor profile ${quote(needs.name)}`, [
      'executables are an empty list: name the program that the container runs',
    ]);
  }
  return new AppArmorProfile({
    name: needs.name,
    comment: 'What the app says that it needs: what is not allowed here is refused.',
    includes: [AppArmorInclude.abstraction('base')],
    rules: [
      ...lowPorts(needs),
      ...network(needs),
      ...parsec(needs),
      ...signalRules(),
      ...programRules(needs.executables),
      ...dataRules(trees(needs.readableFolders), trees(needs.writableFolders)),
      ...libraryRules(),
      ...containerFileRules(),
      ...procRules(),
      ...refusalRules(),
    ],
  });
}

const FIRST_FREE_PORT = 1024;

function lowPorts({ ports = [] }: AppArmorNeeds): AppArmorRule[] {
  if (ports.every(({ number }) => number >= FIRST_FREE_PORT)) return [];
  return [new CapabilityRule({ capabilities: [Capability.NET_BIND_SERVICE], comment: 'a port below 1024' })];
}

function network({ ports = [], connects = false }: AppArmorNeeds): AppArmorRule[] {
  const speaks = (protocol: Protocol): boolean => connects || ports.some((port) => port.protocol === protocol);
  const types = [
    ...(speaks(Protocol.TCP) ? [AppArmorSocketType.STREAM] : []),
    ...(speaks(Protocol.UDP) ? [AppArmorSocketType.DGRAM] : []),
  ];
  return types.length === 0 ? [] : networkRules(types);
}

/** The socket lies in the file system, and so is a file; kernels that mediate unix sockets ask for the kind besides. */
function parsec({ parsecSocket }: AppArmorNeeds): AppArmorRule[] {
  if (parsecSocket === undefined) return [];
  const comment = 'the Parsec service';
  const folder = parsecSocket.slice(0, parsecSocket.lastIndexOf('/') + 1);
  const stream = AppArmorSocketType.STREAM;
  const access = [
    AppArmorUnixAccess.CREATE,
    AppArmorUnixAccess.CONNECT,
    AppArmorUnixAccess.SEND,
    AppArmorUnixAccess.RECEIVE,
  ];
  return [
    FileRule.allow(AppArmorPath.literal(folder), 'r', { comment }),
    FileRule.allow(AppArmorPath.literal(parsecSocket), 'rw', { comment }),
    new NetworkRule({ family: AppArmorSocketFamily.UNIX, type: stream, comment }),
    new UnixRule({ access, type: stream, comment }),
  ];
}

function trees(folders: ReadonlyArray<string> = []): string[] {
  return folders.map((folder) => `${withoutTrailing(AppArmorPath.literal(folder), '/')}/{,**}`);
}
