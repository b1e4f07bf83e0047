import { AppArmorBaseline } from './baseline';
import { Capability } from '../../host/capability';
import { AppArmorProfile } from '../profile';
import { CapabilityRule } from '../rules/capability-rule';
import { withoutTrailing } from '../../kubernetes/trailing';

/** A web server that serves files. */
export interface StaticWebServerOptions {
  /** Name under which the kernel knows the profile. */
  readonly name: string;

  /** The server, as the image has it: `/usr/sbin/nginx`. One program, or the few that it starts. */
  readonly executables: string[];

  /** Folders that are served: `/usr/share/nginx/html`. Read, with all below. */
  readonly content: string[];

  /**
   * Folders of its configuration: `/etc/nginx`. Read, with all below.
   *
   * @default - none beside what the baseline reads
   */
  readonly configuration?: string[];

  /**
   * Folders for caches and the id of its process: `/var/cache/nginx`. Written, with all below.
   *
   * @default - none beside /tmp
   */
  readonly writableFolders?: string[];

  /**
   * It listens below port 1024 by the capability NET_BIND_SERVICE, which its container must have, too.
   *
   * @default false
   */
  readonly lowPorts?: boolean;
}

/** The baseline, and: content and configuration to be read, caches to be written; no other program, no capability but the one for low ports. */
export function staticWebServer(options: StaticWebServerOptions): AppArmorProfile {
  const profile = AppArmorBaseline.profile({
    name: options.name,
    executables: options.executables,
    readOnly: [...options.content, ...(options.configuration ?? [])].map(tree),
    readWrite: (options.writableFolders ?? []).map(tree),
  });
  return profile.extend({
    name: options.name,
    comment: 'Web server of files: what is not allowed here is refused.',
    rules: options.lowPorts === true ? [new CapabilityRule({ capabilities: [Capability.NET_BIND_SERVICE] })] : [],
  });
}

/** A folder with its root and all below, as a glob. */
export function tree(folder: string): string {
  return `${withoutTrailing(folder, '/')}/{,**}`;
}
