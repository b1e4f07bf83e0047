/*
 * Paths and numbers of Parsec on a gateway. Sources: the Parsec book and Izuma Edge's LmP distribution.
 */

/** Folder that contains only Parsec's socket. */
export const PARSEC_FOLDER = '/run/parsec';

/** Name of Parsec's socket in its folder. */
export const PARSEC_SOCKET = 'parsec.sock';

/** Path of Parsec's socket. */
export const PARSEC_SOCKET_PATH = `${PARSEC_FOLDER}/${PARSEC_SOCKET}`;

/** Folder of Parsec's configuration, which can contain the TPM's secret. */
export const PARSEC_CONFIG_FOLDER = '/etc/parsec';

/** Folder of Parsec's keys and key records. */
export const PARSEC_STATE_FOLDER = '/var/lib/parsec';

/** Folder of Parsec's keys and key records on Izuma Edge. */
export const IZUMA_PARSEC_STATE_FOLDER = '/userdata/parsec';

/** Folders that only Parsec's service may access. */
export const PARSEC_SERVICE_FOLDERS: ReadonlyArray<string> = [
  PARSEC_CONFIG_FOLDER,
  IZUMA_PARSEC_STATE_FOLDER,
  PARSEC_STATE_FOLDER,
];

/** User that Parsec runs as, and group that owns its folder, on Izuma Edge and on prepared gateways. */
export const PARSEC_USER_ID = 1206;

/** User that administers Parsec on prepared gateways. */
export const PARSEC_ADMIN_USER_ID = 1207;
