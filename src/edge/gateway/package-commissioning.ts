import { isPrintable } from '../../diagnostics/printable';
import { canonicalPath } from '../../host/path';
import { plainName } from '../../host/plain-name';
import { Problems, quote } from '../../input-error';
import { toCloudInit } from './cloud-init';
import { commissioningScript } from './commissioning-script';
import { HOME } from './gateway-files';

/** How a machine is made one that packages can be sealed for. */
export interface PackageCommissioningProps {
  /** Name of the machine: the whole content of its file `key_name`. Letters, digits, dots, dashes and underscores. */
  readonly machine: string;

  /**
   * Absolute path of the folder of `key`, `key_name` and the public key; `/mnt/data/key` where container-app-service has
   * its own.
   * @default "/etc/secure-edge/packages"
   */
  readonly keyFolder?: string;

  /**
   * Name of the key in Parsec, which keeps it in a TPM where there is one. The same characters as `machine`.
   * @default - a file in the folder
   */
  readonly parsecKey?: string;

  /**
   * The public key of who signs the machine's packages, in PEM.
   * @default - nobody: nothing is installed at boot
   */
  readonly trustedKey?: string;

  /**
   * Absolute path of container-app-service's `ecs.json` on the machine.
   * @default - where its systemd unit says
   */
  readonly ecsConfig?: string;
}

const FOLDER = /^(\/[A-Za-z0-9._-]+)+$/;
const PEM = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+\n)+-----END PUBLIC KEY-----\n$/;
const KEY_FOLDER = `${HOME}/packages`;

/** Makes a host into a machine that packages can be sealed for, by a script that a person can read, and run twice. */
export class PackageCommissioning {
  private readonly script: string;

  /** @throws InputError for a name, a path or a key that could be more than one word of the script */
  constructor(props: PackageCommissioningProps) {
    const { machine, parsecKey, trustedKey, ecsConfig, keyFolder = KEY_FOLDER } = props;
    const problems = new Problems();
    problems.add(plainName('machine', machine));
    if (parsecKey !== undefined) problems.add(plainName('parsecKey', parsecKey));
    if (!FOLDER.test(keyFolder) || canonicalPath(keyFolder) !== keyFolder)
      problems.add(
        `keyFolder must be an absolute path of letters, digits, dots, dashes and underscores, without "." and "..", got ${quote(keyFolder)}`,
      );
    if (ecsConfig !== undefined && !(ecsConfig.startsWith('/') && isLine(ecsConfig)))
      problems.add(`ecsConfig must be an absolute path of printable characters, got ${quote(ecsConfig)}`);
    if (trustedKey !== undefined && !PEM.test(trustedKey))
      problems.add(`trustedKey must be a public key in PEM (SPKI), got ${quote(trustedKey)}`);
    problems.throwIfAny('PackageCommissioning');
    this.script = commissioningScript({ machine, keyFolder, parsecKey, trustedKey, ecsConfig });
  }

  /** The script, for any POSIX shell; `--check` has it change nothing, print what differs, and exit 1 if anything does. */
  public toShellScript(): string {
    return this.script;
  }

  /** A cloud-init configuration that leaves the script at `/etc/secure-edge/commission` and runs it at the first boot. */
  public toCloudInit(): string {
    return toCloudInit(`${HOME}/commission`, this.script);
  }
}

function isLine(text: string): boolean {
  return isPrintable(text) && !text.includes('\n');
}
