/** Version of the apparmor_parser that compiles a profile. Each version accepts the profiles of earlier ones. */
export enum AppArmorParserVersion {
  /** Debian 12, Ubuntu 22.04. */
  V3_0 = '3.0',
  /** Ubuntu 24.04: rules on message queues, io_uring and user namespaces, addresses and ports, `all`. */
  V4_0 = '4.0',
  /** Debian 13: priorities. */
  V4_1 = '4.1',
}

const ORDER = Object.values(AppArmorParserVersion);

/** True if a parser is older than the other version. */
export function isOlder(version: AppArmorParserVersion, than: AppArmorParserVersion): boolean {
  return ORDER.indexOf(version) < ORDER.indexOf(than);
}

/** Returns the later of two versions. */
export function newer(a: AppArmorParserVersion, b: AppArmorParserVersion): AppArmorParserVersion {
  return isOlder(a, b) ? b : a;
}
