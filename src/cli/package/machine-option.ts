import { InputError, quote } from '../../diagnostics/input-error';
import { readPublicKey } from '../../app-package/keys/public-key';
import type { Machine } from '../../app-package/machine';

/**
 * Parses a machine of the command line, `NAME=FILE`.
 * @throws InputError if the text has another form, or the file is not a public key
 */
export function parseMachine(text: string): Machine {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new InputError('machine', [
      `must be NAME=PUB.pem, the name and the file of the public key, got ${quote(text)}`,
    ]);
  return { name: text.slice(0, at), key: readPublicKey(text.slice(at + 1)) };
}
