/** How a machine's RSA key wraps the key of a package (RFC 8017). */
export enum KeyPadding {
  /** RSAES-PKCS1-v1_5: what container-app-service reads. */
  PKCS1_V1_5 = 'pkcs1-v1_5',
  /** RSAES-OAEP with SHA-256, MGF1 with SHA-256 and no label: what a TPM 2.0 can undo. */
  OAEP_SHA256 = 'oaep-sha256',
}
