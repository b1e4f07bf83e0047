import { IZUMA_PARSEC_STATE_FOLDER, PARSEC_ADMIN_USER_ID, PARSEC_STATE_FOLDER } from '../host/parsec';
import { ParsecProvider, ParsecRelease } from './parsec-release';

/** Folder in which a release of Parsec stores its state. */
export const STATE_FOLDER: Readonly<Record<ParsecRelease, string>> = {
  [ParsecRelease.V1_5]: PARSEC_STATE_FOLDER,
  [ParsecRelease.IZUMA]: IZUMA_PARSEC_STATE_FOLDER,
};

const KEY_MANAGER: Readonly<Record<ParsecRelease, string>> = {
  // this manager ignores store_path
  [ParsecRelease.V1_5]: `[[key_manager]]
name = "sqlite-manager"
manager_type = "SQLite"
sqlite_db_path = "${STATE_FOLDER[ParsecRelease.V1_5]}/kim-mappings/sqlite/sqlite-key-info-manager.sqlite3"`,
  [ParsecRelease.IZUMA]: `[[key_manager]]
name = "on-disk-manager"
manager_type = "OnDisk"
store_path = "${STATE_FOLDER[ParsecRelease.IZUMA]}/mappings"`,
};

const KEY_MANAGER_NAME: Readonly<Record<ParsecRelease, string>> = {
  [ParsecRelease.V1_5]: 'sqlite-manager',
  [ParsecRelease.IZUMA]: 'on-disk-manager',
};

/** Section of a provider in Parsec's configuration. */
export interface ProviderSection {
  readonly type: string;
  /** Name of the provider. It must not change while there are keys, because Parsec records them under this name. Releases before 1.0 do not have it. */
  readonly name: string;
  /** Number of the provider, for `parsec-tool --provider`. */
  readonly id: number;
  /** Settings that the gateway can override, by key, with their default in TOML. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Settings that the gateway must specify. */
  readonly required: readonly string[];
}

export const PROVIDERS: Readonly<Record<ParsecProvider, ProviderSection>> = {
  [ParsecProvider.TPM]: {
    type: 'Tpm',
    name: 'tpm-provider',
    id: 3,
    // the kernel's resource manager lets several programs use the TPM, but /dev/tpm0 does not
    settings: {
      tcti: '"device:/dev/tpmrm0"',
      owner_hierarchy_auth: '""',
      endorsement_hierarchy_auth: undefined,
    },
    required: [],
  },
  [ParsecProvider.SOFTWARE]: { type: 'MbedCrypto', name: 'mbed-crypto-provider', id: 1, settings: {}, required: [] },
  [ParsecProvider.PKCS11]: {
    type: 'Pkcs11',
    name: 'pkcs11-provider',
    id: 2,
    settings: { library_path: undefined, slot_number: undefined, serial_number: undefined, user_pin: undefined },
    required: ['library_path', 'user_pin'],
  },
};

/** Returns Parsec's configuration without the gateway's own settings, which the script appends. */
export function parsecConfig(release: ParsecRelease, provider: ParsecProvider): string {
  const { type, name } = PROVIDERS[provider];
  return `# Written by gateway preparation. Its next run reverts changes in this file.
[core_settings]
log_level = "info"

[listener]
listener_type = "DomainSocket"
timeout = 3000

# Parsec identifies an app by its Unix user. A change while there are keys would give them to other apps.
[authenticator]
auth_type = "UnixPeerCredentials"
admins = [ { name = "${PARSEC_ADMIN_USER_ID}" } ]

${KEY_MANAGER[release]}

[[provider]]
${release === ParsecRelease.IZUMA ? '' : `name = "${name}"\n`}provider_type = "${type}"
key_info_manager = "${KEY_MANAGER_NAME[release]}"
`;
}
