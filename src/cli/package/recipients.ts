import { Argument, type Command } from 'commander';
import { changeRecipients, type RecipientsChange } from '../../app-package/change-recipients';
import { InputError, quote } from '../../diagnostics/input-error';
import { ExitCode } from '../exit-code';
import { print, printError } from '../print';
import { parseMachine } from './machine-option';
import { addOpenerOptions, limitsOf, openerOf, type OpenerOptions } from './opener-options';
import { addExamples } from '../examples';

const CHANGES: Readonly<Record<string, (machine: string) => RecipientsChange>> = {
  add: (machine) => ({ add: [parseMachine(machine)], remove: [] }),
  remove: (machine) => ({ add: [], remove: [machine] }),
};

/** Adds the command `secure-edge package recipients`, which changes the machines that can open a package. */
export function addRecipients(group: Command, end: (code: ExitCode) => void): void {
  const command = group
    .command('recipients')
    .description('Change the machines that can open a package. The encrypted payload does not change.')
    .argument('<file>', 'path of the package')
    .addArgument(new Argument('<change>', 'kind of change').choices(Object.keys(CHANGES)))
    .argument('<machine>', 'NAME=PUB.pem to add, NAME to remove');
  addExamples(command, [
    'package recipients app.package add shop-2=keys/shop-2.pub.pem --machine shop-1 --key keys/shop-1.key.pem',
    'lets another machine open the package',
  ]);
  addOpenerOptions(command).action(async (file: string, change: string, machine: string, options: OpenerOptions) => {
    const wanted = CHANGES[change]?.(machine) ?? { add: [], remove: [] };
    const opener = await openerOf(options);
    if (opener === undefined)
      throw new InputError(`package ${quote(file)}`, ['needs --machine and --key of a machine that can open it']);
    const machines = await changeRecipients(file, wanted, opener, limitsOf(options));
    print(`for ${machines.join(', ')}`);
    if (wanted.remove.length > 0)
      printError(`${machine} can still open its copies of the package: if it must not read the payload, pack it again`);
    end(ExitCode.DONE);
  });
}
