/**
 * A package that a key does not decrypt, for whatever reason: one text for all of them, so that nobody learns from it which
 * step failed.
 */
export class DecryptionError extends Error {
  constructor() {
    super('cannot be decrypted with this key: it is the key of another machine, or the package was changed');
    this.name = 'DecryptionError';
  }
}
