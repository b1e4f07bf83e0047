import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { GatewayPreparation } from '../gateway/gateway-preparation';
import { ParsecProvider, ParsecRelease } from '../gateway/parsec-release';
import { IdentityRegistry } from '../gateway/identity-registry';
import { InputError, quote } from '../diagnostics/input-error';
import { isDay } from '../kubernetes/syntax';
import { ExitCode } from './exit-code';
import { addPackages } from './gateway-packages';
import { withOptionNames } from './option-names';
import { printError } from './print';
import { SCRIPT_FORMATS } from './script-formats';
import { addExamples } from './examples';

interface GatewayOptions {
  readonly identities?: string;
  readonly gateway?: string;
  readonly format: string;
  readonly parsec: ParsecRelease;
  readonly provider: ParsecProvider;
  readonly groupId: number;
  readonly expires?: string;
}

const OPTION_NAMES = { groupId: '--group-id', gateway: '--gateway', expires: '--expires' };

/** Adds the command `secure-edge gateway`, which writes the script that prepares a gateway to standard output. */
export function addGateway(program: Command, end: (code: ExitCode) => void): void {
  const gateway = program
    .command('gateway')
    .description('Write the script that prepares a gateway. The script has an option --check.')
    .option('--identities <file>', `registry of the users of apps; ${IdentityRegistry.DEFAULT_FILE} if it exists`)
    .option('--gateway <name>', 'name of the gateway, for the users that only this gateway has')
    .addOption(
      new Option('--format <format>', 'format of the script').choices(Object.keys(SCRIPT_FORMATS)).default('sh'),
    )
    .addOption(
      new Option('--parsec <release>', 'release of Parsec')
        .choices(Object.values(ParsecRelease))
        .default(ParsecRelease.V1_5),
    )
    .addOption(
      new Option('--provider <provider>', 'provider that stores the keys')
        .choices(Object.values(ParsecProvider))
        .default(ParsecProvider.TPM),
    )
    .option(
      '--group-id <number>',
      "group that owns the folder of Parsec's socket",
      groupId,
      GatewayPreparation.DEFAULT_GROUP_ID,
    )
    .option(
      '--expires <time>',
      'end of a trial, on which the accounts of the apps expire: a number of days, such as 7d, or a day, such as 2030-01-31',
      expiry,
    )
    .action((options: GatewayOptions) => {
      const { gateway, parsec: release, provider, expires } = options;
      const registry = registryOf(options.identities);
      const props = { release, provider, groupId: options.groupId, registry, gateway, expires };
      const preparation = withOptionNames('secure-edge gateway', OPTION_NAMES, () => new GatewayPreparation(props));
      process.stdout.write(SCRIPT_FORMATS[options.format]?.(preparation) ?? '');
      end(ExitCode.DONE);
    });
  addExamples(
    gateway,
    ['gateway --gateway shop-1 > prepare.sh', 'writes the script that prepares the gateway shop-1'],
    ['gateway --expires 7d > prepare.sh', 'writes the script for a trial of a week'],
    ['gateway --parsec izuma --format cloud-init', 'writes it for Izuma Edge, as cloud-init'],
  );
  addPackages(gateway, end);
}

function registryOf(file: string | undefined): IdentityRegistry | undefined {
  if (file !== undefined || existsSync(IdentityRegistry.DEFAULT_FILE))
    return IdentityRegistry.fromFile(file ?? IdentityRegistry.DEFAULT_FILE);
  printError(`no ${IdentityRegistry.DEFAULT_FILE} in this folder: the script creates no users for apps`);
  return undefined;
}

function groupId(text: string): number {
  if (/^[0-9]+$/.test(text)) return Number(text);
  throw new InputError('secure-edge gateway', [`--group-id must be the number of a group, got ${quote(text)}`]);
}

const DAY_MS = 86_400_000;

/** Returns the day of a time, as YYYY-MM-DD. The script contains the day, so that it changes nothing when it runs again. */
function expiry(text: string): string {
  const days = /^([1-9]\d{0,3})d$/.exec(text)?.[1];
  const today = new Date();
  const day = days === undefined ? text : dayOf(new Date(today.getTime() + Number(days) * DAY_MS));
  if (isDay(day) && day > dayOf(today)) return day;
  throw new InputError('secure-edge gateway', [
    `--expires must be a number of days, such as 7d, or a day after today, such as 2030-01-31, got ${quote(text)}`,
  ]);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
