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
 * Profiles for common kinds of programs: lists of what is allowed, each to be read before it is used, and to be extended.
 *
 * All stop what `AppArmorBaseline` refuses: kernel memory, what steers the node, runtimes' sockets.
 */
export class AppArmorPreset {
  /**
   * A web server that serves files, such as nginx: the baseline with its content, configuration and caches.
   *
   * @throws InputError if no program is named, or a folder isn't absolute
   */
  public static staticWebServer(options: StaticWebServerOptions): AppArmorProfile {
    return staticWebServer(options);
  }

  /**
   * A service of one program without libraries: the network, names, certificates, the machine's shape and /tmp.
   *
   * @throws InputError if a path isn't a glob
   */
  public static staticBinary(options: StaticBinaryOptions): AppArmorProfile {
    return staticBinary(options);
  }

  /**
   * A program for Node.js: the baseline with its folder and native addons, and Node.js as the one program.
   *
   * @throws InputError if a folder isn't absolute
   */
  public static nodeJs(options: NodeJsOptions): AppArmorProfile {
    return nodeJs(options);
  }

  /**
   * What a program says that it needs: the baseline, but with a network only as far as it listens or connects, and with
   * folders and Parsec by name.
   *
   * @throws InputError if no program is named, or a folder isn't absolute
   */
  public static fromNeeds(needs: AppArmorNeeds): AppArmorProfile {
    return profileForNeeds(needs);
  }

  private constructor() {}
}
