import { IZUMA_PARSEC_STATE_FOLDER, PARSEC_ADMIN_USER_ID, PARSEC_STATE_FOLDER } from '../../host/parsec';
import { ParsecProvider, ParsecRelease } from './parsec-release';

/** Where a release of Parsec keeps what it knows. */
export const STATE_FOLDER: Readonly<Record<ParsecRelease, string>> = {
  [ParsecRelease.V1_5]: PARSEC_STATE_FOLDER,
  [ParsecRelease.IZUMA]: IZUMA_PARSEC_STATE_FOLDER,
};

const KEY_MANAGER: Readonly<Record<ParsecRelease, string>> = {
  // store_path is ignored by this manager
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

/** A provider, as its section of the configuration tells it. */
export interface ProviderSection {
  readonly type: string;
  /** Fixed once there are keys: they are recorded under it. Releases before 1.0 know no names. */
  readonly name: string;
  /** As `parsec-tool --provider` takes it. */
  readonly id: number;
  /** What only the gateway knows, by key, with the TOML value that holds where the gateway says nothing. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Settings without which there is no provider. */
  readonly required: readonly string[];
}

export const PROVIDERS: Readonly<Record<ParsecProvider, ProviderSection>> = {
  [ParsecProvider.TPM]: {
    type: 'Tpm',
    name: 'tpm-provider',
    id: 3,
    // through the kernel's resource manager: /dev/tpm0 would be Parsec's alone
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

/** Parsec's configuration, but for the settings that only the gateway knows: they follow at its end. */
export function parsecConfig(release: ParsecRelease, provider: ParsecProvider): string {
  const { type, name } = PROVIDERS[provider];
  return `# Written by gateway preparation: a change here is undone by its next run.
[core_settings]
log_level = "info"

[listener]
listener_type = "DomainSocket"
timeout = 3000

# an app is known by its Unix user; changed while there are keys, it would give them to others
[authenticator]
auth_type = "UnixPeerCredentials"
admins = [ { name = "${PARSEC_ADMIN_USER_ID}" } ]

${KEY_MANAGER[release]}

[[provider]]
${release === ParsecRelease.IZUMA ? '' : `name = "${name}"\n`}provider_type = "${type}"
key_info_manager = "${KEY_MANAGER_NAME[release]}"
`;
}
