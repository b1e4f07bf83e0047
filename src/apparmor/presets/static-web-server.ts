import { AppArmorBaseline } from './baseline';
import { Capability } from '../../host/capability';
import { AppArmorProfile } from '../profile';
import { CapabilityRule } from '../rules/capability-rule';
import { withoutTrailing } from '../../kubernetes/trailing';

/** Options of a profile for a web server that serves files. */
export interface StaticWebServerOptions {
  /** Name of the profile in the kernel. */
  readonly name: string;

  /** Paths of the server in the image, such as `/usr/sbin/nginx`, and of the few programs that it starts. */
  readonly executables: string[];

  /** Folders that the server serves, such as `/usr/share/nginx/html`. It can read everything below them. */
  readonly content: string[];

  /**
   * Folders of the configuration, such as `/etc/nginx`. The server can read everything below them.
   *
   * @default - only files that the baseline can read
   */
  readonly configuration?: string[];

  /**
   * Folders for caches and the process ID, such as `/var/cache/nginx`. The server can write everything below them.
   *
   * @default - only /tmp
   */
  readonly writableFolders?: string[];

  /**
   * True if the server listens on a port below 1024. This allows the capability NET_BIND_SERVICE, which the container must also have.
   *
   * @default false
   */
  readonly lowPorts?: boolean;
}

/** Creates the baseline profile, extended by reading content and configuration and writing caches. It allows no other program, and no capability except the one for low ports. */
export function staticWebServer(options: StaticWebServerOptions): AppArmorProfile {
  const profile = AppArmorBaseline.profile({
    name: options.name,
    executables: options.executables,
    readOnly: [...options.content, ...(options.configuration ?? [])].map(tree),
    readWrite: (options.writableFolders ?? []).map(tree),
  });
  return profile.extend({
    name: options.name,
    comment: 'Web server that serves files: everything that is not allowed here is denied.',
    rules: options.lowPorts === true ? [new CapabilityRule({ capabilities: [Capability.NET_BIND_SERVICE] })] : [],
  });
}

/** Returns a glob for a folder and everything below it. */
export function tree(folder: string): string {
  return `${withoutTrailing(folder, '/')}/{,**}`;
}
