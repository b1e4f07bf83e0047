import { Argument, type Command } from 'commander';
import { IdentityRegistry } from '../gateway/identity-registry';
import { describe, type GivenIdentity } from '../gateway/identity-registry-records';
import { InputError } from '../diagnostics/input-error';
import { ExitCode } from './exit-code';
import { changeRegistry } from './identity-registry-file';
import { print, printError, printLines } from './print';
import { addExamples } from './examples';

interface IdentityOptions {
  readonly gateway?: string;
  readonly identities: string;
}

type Action = (app: string | undefined, options: IdentityOptions) => void | Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = { assign, retire, list };

/** Adds the command `secure-edge identity`, which assigns Unix users to apps, and retires them forever. */
export function addIdentity(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('identity')
    .description('Assign Unix users to apps, for one gateway or for all, and retire them forever.')
    .addArgument(new Argument('<action>', 'what to do').choices(Object.keys(ACTIONS)))
    .argument('[app]', 'name of the app; without it, list shows all apps')
    .option('--gateway <name>', 'gateway that the app runs on; without it, every gateway')
    .option('--identities <file>', 'file of the registry', IdentityRegistry.DEFAULT_FILE)
    .action(async (action: string, app: string | undefined, options: IdentityOptions) => {
      await ACTIONS[action]?.(app, options);
      end(ExitCode.DONE);
    });
  addExamples(
    command,
    ['identity assign web --gateway shop-1', 'assigns a user to the app web on one gateway'],
    ['identity list', 'lists the users of all apps'],
    ['identity retire web --gateway shop-1', 'retires the user forever'],
  );
}

/** Prints only the number, for scripts. */
async function assign(app: string | undefined, { gateway, identities }: IdentityOptions): Promise<void> {
  const name = named('assign', app);
  const { after } = await changeRegistry(identities, (registry) => registry._assign(name, gateway));
  print(String(after.identity(name, gateway).userId));
}

async function retire(app: string | undefined, { gateway, identities }: IdentityOptions): Promise<void> {
  const name = named('retire', app);
  const today = new Date().toISOString().slice(0, 10);
  const { after } = await changeRegistry(identities, (registry) => registry._retire(name, gateway, today));
  const retired = after._retired.at(-1);
  if (retired === undefined) return;
  print(
    `retired ${retired.uid}, ${describe(retired)}, forever; its keys stay in Parsec until Parsec's administrator runs`,
  );
  print(`on ${gateway ?? 'each gateway'}:`);
  print(`  ${retired.command}`);
}

function list(app: string | undefined, { gateway, identities }: IdentityOptions): void {
  const registry = IdentityRegistry.fromFile(identities);
  // an identity of every gateway is also one of the requested gateway
  const wanted = (entry: GivenIdentity): boolean =>
    (app === undefined || entry.app === app) && (gateway === undefined || (entry.gateway ?? gateway) === gateway);
  const rows = [
    ...registry._given.map((entry) => ({ entry, state: 'assigned' })),
    ...registry._retired.map((entry) => ({ entry, state: `retired ${entry.date}` })),
  ]
    .filter(({ entry }) => wanted(entry))
    .sort((a, b) => a.entry.uid - b.entry.uid)
    .map(({ entry: { uid, app, gateway }, state }) => [String(uid), app, gateway ?? 'every', state]);
  if (rows.length === 0) printError('no identities');
  else printLines(table([['UID', 'APP', 'GATEWAY', 'STATE'], ...rows]));
}

function named(action: string, app: string | undefined): string {
  if (app !== undefined) return app;
  throw new InputError(`secure-edge identity ${action}`, ['needs the name of the app']);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
