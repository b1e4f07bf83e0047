/** Release of Parsec that a gateway runs. */
export enum ParsecRelease {
  /** Parsec 1.5. It records keys in an SQLite database, and its state is in `/var/lib/parsec`. */
  V1_5 = '1.5',
  /** Parsec of Izuma Edge (0.8.1). It records keys in files, and its state is in `/userdata/parsec`. */
  IZUMA = 'izuma',
}

/** Provider that stores the keys of a gateway's Parsec. */
export enum ParsecProvider {
  /** TPM 2.0, in hardware or software. */
  TPM = 'tpm',
  /** Mbed Crypto in Parsec itself, with keys in files. For gateways without a TPM or a token. */
  SOFTWARE = 'software',
  /** PKCS #11 token, such as OP-TEE or a secure element. */
  PKCS11 = 'pkcs11',
}
