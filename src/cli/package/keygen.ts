import type { Command } from 'commander';
import { generateKeyPairFiles } from '../../app-package/keys/generate-key-pair';
import { ExitCode } from '../exit-code';
import { parseDescriptor, readPassphrase } from '../passphrase';
import { print } from '../print';
import { addExamples } from '../examples';

interface KeygenOptions {
  readonly output: string;
  readonly passphrase?: boolean;
  readonly passphraseFd?: number;
}

/** Adds the command `secure-edge package keygen`, which creates the key of a machine. */
export function addKeygen(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('keygen')
    .description('Create a key of a machine or of a signer: NAME.key.pem to keep secret, and NAME.pub.pem to commit.')
    .argument('<name>', 'name of the key; for a machine, the exact content of its file key_name')
    .requiredOption('--output <folder>', 'folder for the two files')
    .option('--passphrase', 'encrypt the private key with a passphrase from the terminal')
    .option(
      '--passphrase-fd <number>',
      'encrypt the private key with a passphrase from a file descriptor',
      parseDescriptor,
    )
    .action(async (name: string, { output, passphrase, passphraseFd }: KeygenOptions) => {
      const asked = passphrase === true || passphraseFd !== undefined;
      const secret = asked ? await readPassphrase(passphraseFd, `passphrase for the new key ${name}`) : undefined;
      const files = await generateKeyPairFiles(name, output, secret);
      print(`private key ${files.privateKey}: keep it secret, and only where it is used`);
      print(`public key ${files.publicKey}, SHA-256 ${files.fingerprint}`);
      end(ExitCode.DONE);
    });
  addExamples(command, ['package keygen shop-1 --output keys/', 'creates shop-1.key.pem and shop-1.pub.pem']);
}
