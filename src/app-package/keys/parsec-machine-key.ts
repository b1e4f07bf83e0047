import { execFile } from 'node:child_process';
import { InputError, quote } from '../../input-error';
import { KeyPadding } from './key-padding';
import type { MachineKey } from './machine-key';

/** What the tool says when it never came to decrypting. */
const UNUSABLE = /BasicClient|NotFound|DoesNotExist|Authenti|Connection|NotSupported|WrongKeyAlgorithm|NotPermitted/;

interface Outcome {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A machine's key that Parsec keeps, in a TPM where the machine has one: `parsec-tool create-rsa-key --oaep`.
 * Sealed packages alone can be opened with it: the tool prints what it decrypts as text.
 */
export class ParsecMachineKey implements MachineKey {
  constructor(
    private readonly name: string,
    private readonly tool: string = 'parsec-tool',
  ) {}

  public async unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined> {
    const subject = `Parsec key ${quote(this.name)}`;
    if (padding !== KeyPadding.OAEP_SHA256)
      throw new InputError(subject, [
        'cannot open an encrypted package, whose key is no text for parsec-tool to print: seal the package',
      ]);
    const { code, stdout, stderr } = await this.run(['decrypt', '--key-name', this.name, wrapped.toString('base64')]);
    if (code === 'ENOENT') throw new InputError(subject, [`needs ${this.tool}, which is not there`]);
    if (code !== 0 && UNUSABLE.test(stderr)) throw new InputError(subject, [`cannot be used: ${lastLine(stderr)}`]);
    return code === 0 ? Buffer.from(stdout.replace(/\n$/, '')) : undefined;
  }

  private run(args: string[]): Promise<Outcome> {
    return new Promise((settle) => {
      execFile(this.tool, args, (error, stdout, stderr) => settle({ code: error?.code ?? 0, stdout, stderr }));
    });
  }
}

function lastLine(text: string): string {
  return (text.trim().split('\n').pop() ?? '').replace(/^\[[^\]]*\] */, '');
}
