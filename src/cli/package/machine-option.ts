import { InputError, quote } from '../../diagnostics/input-error';
import { readPublicKey } from '../../app-package/keys/public-key';
import type { Machine } from '../../app-package/machine';

/** A machine as the command line names it, `NAME=FILE`. */
export function parseMachine(text: string): Machine {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new InputError('machine', [
      `must be NAME=PUB.pem, its name and the file of its public key, got ${quote(text)}`,
    ]);
  return { name: text.slice(0, at), key: readPublicKey(text.slice(at + 1)) };
}
