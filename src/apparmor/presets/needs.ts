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
  denyRules,
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

/** Needs of a program, specified by its author as plain data. */
export interface AppArmorNeeds {
  /** Name of the profile in the kernel. */
  readonly name: string;

  /** Programs of the image that may run, as AppArmor globs. Manifests do not contain them. */
  readonly executables: string[];

  /**
   * Ports that the program listens on. Ports below 1024 need the capability NET_BIND_SERVICE, unless the node has a lower limit.
   *
   * @default - none
   */
  readonly ports?: Port[];

  /**
   * True if the program connects to other hosts. This allows TCP, and UDP for name resolution.
   *
   * @default false
   */
  readonly connects?: boolean;

  /**
   * Folders that the program reads, with everything below them, as absolute paths without globs.
   *
   * @default - only those of the baseline
   */
  readonly readableFolders?: string[];

  /**
   * Folders that the program writes to, with everything below them, as absolute paths without globs.
   *
   * @default - only /tmp
   */
  readonly writableFolders?: string[];

  /**
   * Path of the Parsec socket that the program uses, such as `/run/parsec/parsec.sock`.
   *
   * @default - none
   */
  readonly parsecSocket?: string;
}

/**
 * Creates a profile that allows what a program needs, and nothing else. It is `AppArmorBaseline` with the given folders and
 * Parsec socket, and with network access only if the program listens or connects.
 *
 * @throws {@link InputError} if `executables` is empty, or a folder isn't absolute
 */
export function profileForNeeds(needs: AppArmorNeeds): AppArmorProfile {
  if (needs.executables.length === 0) {
    throw new InputError(`AppArmor profile ${quote(needs.name)}`, [
      'executables is empty: list the program that the container runs',
    ]);
  }
  return new AppArmorProfile({
    name: needs.name,
    comment: 'Needs of an app: everything that is not allowed here is denied.',
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
      ...denyRules(),
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

/** The socket is a file, so it needs file rules. Kernels that mediate unix sockets also need rules for these. */
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
