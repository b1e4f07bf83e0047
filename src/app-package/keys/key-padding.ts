/** Padding for the key of a package that an RSA key of a machine encrypts (RFC 8017). */
export enum KeyPadding {
  /** RSAES-PKCS1-v1_5, which container-app-service reads. */
  PKCS1_V1_5 = 'pkcs1-v1_5',
  /** RSAES-OAEP with SHA-256, MGF1 with SHA-256 and no label, which a TPM 2.0 can decrypt. */
  OAEP_SHA256 = 'oaep-sha256',
}
