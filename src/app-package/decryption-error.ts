/**
 * Error of a package that a key does not decrypt. All reasons have the same text, so that it does not reveal which step failed.
 */
export class DecryptionError extends Error {
  constructor() {
    super('cannot be decrypted with this key: it is the key of another machine, or the package was changed');
    this.name = 'DecryptionError';
  }
}
