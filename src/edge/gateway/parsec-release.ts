/** Which Parsec a gateway runs. */
export enum ParsecRelease {
  /** Parsec 1.5: keys recorded in an SQLite database, state in `/var/lib/parsec`. */
  V1_5 = '1.5',
  /** The one that Izuma Edge ships (0.8.1): keys recorded in files, state in `/userdata/parsec`. */
  IZUMA = 'izuma',
}

/** What keeps the keys of a gateway's Parsec. */
export enum ParsecProvider {
  /** A TPM 2.0, or what stands in for one. */
  TPM = 'tpm',
  /** Parsec itself (Mbed Crypto): keys in files, for gateways without anything better. */
  SOFTWARE = 'software',
  /** A PKCS #11 token, such as OP-TEE's or a secure element's. */
  PKCS11 = 'pkcs11',
}
