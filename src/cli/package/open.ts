import type { Command } from 'commander';
import { readPublicKey } from '../../app-package/keys/public-key';
import { openPackage } from '../../app-package/open-package';
import { UnpackTarget } from '../../app-package/payload/unpack';
import { quote } from '../../diagnostics/input-error';
import { ExitCode } from '../exit-code';
import { print, printError } from '../print';
import { withProgress } from '../progress';
import { addOpenerOptions, limitsOf, openerOf, type OpenerOptions } from './opener-options';
import { addExamples } from '../examples';

interface OpenOptions extends OpenerOptions {
  readonly output: string;
  readonly verify?: string;
}

/** Adds the command `secure-edge package open`, which verifies, decrypts and unpacks a package. */
export function addOpen(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('open')
    .description('Verify, decrypt and unpack a package of any form.')
    .argument('<file>', 'path of the package')
    .requiredOption('--output <folder>', 'folder for the content; must be empty or not exist')
    .option('--verify <file>', 'public key that the package must be signed with');
  addExamples(command, [
    'package open app.package --output app/ --machine shop-1 --key keys/shop-1.key.pem --verify signer.pub.pem',
    'verifies the signature, and unpacks the content',
  ]);
  addOpenerOptions(command).action(async (file: string, options: OpenOptions) => {
    const { output, verify } = options;
    const trustedKey = verify === undefined ? undefined : readPublicKey(verify);
    const opener = await openerOf(options);
    const { form, entries, signer, warnings } = await withProgress(`opening ${file}`, (report) =>
      openPackage(
        {
          path: file,
          limits: limitsOf(options),
          opener,
          trustedKey,
          onProgress: report,
        },
        new UnpackTarget(output),
      ),
    );
    for (const warning of warnings) printError(`package ${quote(file)}: ${warning}`);
    const signature = signer === undefined ? 'unsigned' : `signed by ${signer.fingerprint}`;
    print(`${form}, ${signature}: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} in ${output}`);
    end(ExitCode.DONE);
  });
}
