import { isPrintable } from '../diagnostics/printable';
import { canonicalPath } from '../host/path';
import { plainName } from '../host/plain-name';
import { Problems, quote } from '../diagnostics/input-error';
import { toCloudInit } from './cloud-init';
import { commissioningScript } from './commissioning-script';
import { HOME } from './gateway-files';

/** Options of a script that lets a machine receive sealed packages. */
export interface PackageCommissioningProps {
  /** Name of the machine, which is the whole content of its file `key_name`. Allowed: letters, digits, dots, dashes and underscores. */
  readonly machine: string;

  /**
   * Absolute path of the folder for `key`, `key_name` and the public key. The default of container-app-service is
   * `/mnt/data/key`.
   * @default "/etc/secure-edge/packages"
   */
  readonly keyFolder?: string;

  /**
   * Name of the machine's key in Parsec, which stores it in a TPM if there is one. The same characters as `machine`.
   * @default - the key is a file in the folder
   */
  readonly parsecKey?: string;

  /**
   * Public key that verifies the signatures of the machine's packages, in PEM.
   * @default - none, and the machine does not install packages at boot
   */
  readonly trustedKey?: string;

  /**
   * Absolute path of container-app-service's `ecs.json` on the machine.
   * @default - the path in its systemd unit
   */
  readonly ecsConfig?: string;
}

const FOLDER = /^(\/[A-Za-z0-9._-]+)+$/;
const PEM = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+\n)+-----END PUBLIC KEY-----\n$/;
const KEY_FOLDER = `${HOME}/packages`;

/** Script that lets a host receive sealed packages. A person can read it, and run it again. */
export class PackageCommissioning {
  private readonly script: string;

  /** @throws {@link InputError} if a name, a path or a key is invalid, because each must be one word of the script */
  constructor(props: PackageCommissioningProps) {
    const { machine, parsecKey, trustedKey, ecsConfig, keyFolder = KEY_FOLDER } = props;
    const problems = new Problems();
    problems.add(plainName('machine', machine), 'machine');
    if (parsecKey !== undefined) problems.add(plainName('parsecKey', parsecKey), 'parsecKey');
    if (!FOLDER.test(keyFolder) || canonicalPath(keyFolder) !== keyFolder)
      problems.addTo(
        'keyFolder',
        `must be an absolute path of letters, digits, dots, dashes and underscores, without "." and "..", got ${quote(keyFolder)}`,
      );
    if (ecsConfig !== undefined && !(ecsConfig.startsWith('/') && isLine(ecsConfig)))
      problems.addTo('ecsConfig', `must be an absolute path of printable characters, got ${quote(ecsConfig)}`);
    if (trustedKey !== undefined && !PEM.test(trustedKey))
      problems.addTo('trustedKey', `must be a public key in PEM (SPKI), got ${quote(trustedKey)}`);
    problems.throwIfAny('PackageCommissioning');
    this.script = commissioningScript({ machine, keyFolder, parsecKey, trustedKey, ecsConfig });
  }

  /** Returns the script, for any POSIX shell. With `--check` it only prints the differences, and exits with 1 if there are any. */
  public toShellScript(): string {
    return this.script;
  }

  /** Returns a cloud-init configuration that writes the script to `/etc/secure-edge/commission` and runs it at the first boot. */
  public toCloudInit(): string {
    return toCloudInit(`${HOME}/commission`, this.script);
  }
}

function isLine(text: string): boolean {
  return isPrintable(text) && !text.includes('\n');
}
