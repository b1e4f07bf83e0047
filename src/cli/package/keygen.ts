import type { Command } from 'commander';
import { generateKeyPairFiles } from '../../app-package/keys/generate-key-pair';
import { ExitCode } from '../exit-code';
import { parseDescriptor, readPassphrase } from '../passphrase';
import { print } from '../print';

interface KeygenOptions {
  readonly output: string;
  readonly passphrase?: boolean;
  readonly passphraseFd?: number;
}

/** `secure-edge package keygen`: makes the key of a machine. */
export function addKeygen(group: Command, end: (code: ExitCode) => void): void {
  group
    .command('keygen')
    .description('make a key for a machine, or to sign with: NAME.key.pem, to keep, and NAME.pub.pem, to commit')
    .argument('<name>', 'name of the machine: the whole content of its file key_name')
    .requiredOption('--output <folder>', 'where the two files go')
    .option('--passphrase', 'ask on the terminal for a passphrase to put the private key under')
    .option(
      '--passphrase-fd <number>',
      'put the private key under the passphrase that this descriptor gives',
      parseDescriptor,
    )
    .action(async (name: string, { output, passphrase, passphraseFd }: KeygenOptions) => {
      const asked = passphrase === true || passphraseFd !== undefined;
      const secret = asked ? await readPassphrase(passphraseFd, `passphrase for the new key ${name}`) : undefined;
      const files = await generateKeyPairFiles(name, output, secret);
      print(`private key ${files.privateKey}: keep it on the machine alone`);
      print(`public key ${files.publicKey}, SHA-256 ${files.fingerprint}`);
      end(ExitCode.DONE);
    });
}
