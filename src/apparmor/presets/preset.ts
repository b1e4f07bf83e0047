import { profileForNeeds } from './needs';
import type { AppArmorNeeds } from './needs';
import type { AppArmorProfile } from '../profile';
import { nodeJs } from './node-js';
import type { NodeJsOptions } from './node-js';
import { staticBinary } from './static-binary';
import type { StaticBinaryOptions } from './static-binary';
import { staticWebServer } from './static-web-server';
import type { StaticWebServerOptions } from './static-web-server';

/**
 * Profiles for common kinds of programs. Read what a profile allows before you use it, and extend it if necessary.
 *
 * All of them deny what `AppArmorBaseline` denies: kernel memory, files that control the node, and sockets of container runtimes.
 */
export class AppArmorPreset {
  /**
   * Creates a profile for a web server that serves files, such as nginx: the baseline with its content, configuration and caches.
   *
   * @throws {@link InputError} if `executables` is empty, or a folder isn't absolute
   */
  public static staticWebServer(options: StaticWebServerOptions): AppArmorProfile {
    return staticWebServer(options);
  }

  /**
   * Creates a profile for a service that is one program without libraries: network, name resolution, certificates, facts about
   * the machine, and /tmp.
   *
   * @throws {@link InputError} if a path isn't a glob
   */
  public static staticBinary(options: StaticBinaryOptions): AppArmorProfile {
    return staticBinary(options);
  }

  /**
   * Creates a profile for a Node.js program: the baseline with its folder and native addons, and with Node.js as the only program.
   *
   * @throws {@link InputError} if a folder isn't absolute
   */
  public static nodeJs(options: NodeJsOptions): AppArmorProfile {
    return nodeJs(options);
  }

  /**
   * Creates a profile from the needs of a program: the baseline with its folders and Parsec socket, and with network access only if
   * the program listens or connects.
   *
   * @throws {@link InputError} if `executables` is empty, or a folder isn't absolute
   */
  public static fromNeeds(needs: AppArmorNeeds): AppArmorProfile {
    return profileForNeeds(needs);
  }

  private constructor() {}
}
