import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { GatewayPreparation } from '../gateway/gateway-preparation';
import { ParsecProvider, ParsecRelease } from '../gateway/parsec-release';
import { IdentityRegistry } from '../gateway/identity-registry';
import { InputError, quote } from '../diagnostics/input-error';
import { ExitCode } from './exit-code';
import { addPackages } from './gateway-packages';
import { printError } from './print';
import { SCRIPT_FORMATS } from './script-formats';

interface GatewayOptions {
  readonly identities?: string;
  readonly gateway?: string;
  readonly format: string;
  readonly parsec: ParsecRelease;
  readonly provider: ParsecProvider;
  readonly groupId: number;
}

/** `secure-edge gateway`: writes the script that prepares a gateway, to standard output. */
export function addGateway(program: Command, end: (code: ExitCode) => void): void {
  const gateway = program
    .command('gateway')
    .description('write the script that prepares a gateway; the script itself takes --check')
    .option('--identities <file>', `the registry of the apps' users; ${IdentityRegistry.DEFAULT_FILE} if it is there`)
    .option('--gateway <name>', 'the gateway, for the users that it alone has')
    .addOption(new Option('--format <format>', 'what to write').choices(Object.keys(SCRIPT_FORMATS)).default('sh'))
    .addOption(
      new Option('--parsec <release>', 'the Parsec that it runs')
        .choices(Object.values(ParsecRelease))
        .default(ParsecRelease.V1_5),
    )
    .addOption(
      new Option('--provider <provider>', 'what keeps the keys')
        .choices(Object.values(ParsecProvider))
        .default(ParsecProvider.TPM),
    )
    .option(
      '--group-id <number>',
      "group that owns the folder of Parsec's socket",
      groupId,
      GatewayPreparation.DEFAULT_GROUP_ID,
    )
    .action((options: GatewayOptions) => {
      const { gateway, parsec: release, provider } = options;
      const registry = registryOf(options.identities);
      const preparation = new GatewayPreparation({
        release,
        provider,
        groupId: options.groupId,
        ...(registry && { registry }),
        ...(gateway !== undefined && { gateway }),
      });
      process.stdout.write(SCRIPT_FORMATS[options.format]?.(preparation) ?? '');
      end(ExitCode.DONE);
    });
  addPackages(gateway, end);
}

function registryOf(file: string | undefined): IdentityRegistry | undefined {
  if (file !== undefined || existsSync(IdentityRegistry.DEFAULT_FILE))
    return IdentityRegistry.fromFile(file ?? IdentityRegistry.DEFAULT_FILE);
  printError(`no ${IdentityRegistry.DEFAULT_FILE} here: the script makes no users for apps`);
  return undefined;
}

function groupId(text: string): number {
  if (/^[0-9]+$/.test(text)) return Number(text);
  throw new InputError('secure-edge gateway', [`--group-id must be the number of a group, got ${quote(text)}`]);
}
