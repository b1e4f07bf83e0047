import { InputError, quote } from '../../input-error';
import { toCloudInit } from './cloud-init';
import { commissioningScript } from './commissioning-script';
import { HOME } from './gateway-files';

/** How a machine is made one that packages can be sealed for. */
export interface PackageCommissioningProps {
  /** Name of the machine: the whole content of its file `key_name`, without a slash. */
  readonly machine: string;

  /**
   * Absolute path of the folder of `key`, `key_name` and the public key; `/mnt/data/key` where container-app-service has
   * its own.
   * @default "/etc/secure-edge/packages"
   */
  readonly keyFolder?: string;

  /**
   * Name of the key in Parsec, which keeps it in a TPM where there is one.
   * @default - a file in the folder
   */
  readonly parsecKey?: string;

  /**
   * The public key of who signs the machine's packages, in PEM.
   * @default - nobody: nothing is installed at boot
   */
  readonly trustedKey?: string;

  /**
   * Path of container-app-service's `ecs.json` on the machine.
   * @default - where its systemd unit says
   */
  readonly ecsConfig?: string;
}

const FOLDER = /^(\/[A-Za-z0-9._-]+)+$/;
const KEY_FOLDER = `${HOME}/packages`;

/** Makes a host into a machine that packages can be sealed for, by a script that a person can read, and run twice. */
export class PackageCommissioning {
  private readonly script: string;

  /** @throws InputError for a folder that is no plain absolute path */
  constructor(props: PackageCommissioningProps) {
    const keyFolder = props.keyFolder ?? KEY_FOLDER;
    if (!FOLDER.test(keyFolder))
      throw new InputError('PackageCommissioning', [
        `keyFolder must be an absolute path of letters, digits, dots, dashes and underscores, got ${quote(keyFolder)}`,
      ]);
    const { machine, parsecKey, trustedKey, ecsConfig } = props;
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
