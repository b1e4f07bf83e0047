import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { Kubectl, KubectlError, KubectlMissing } from './kubectl';

/** Command of the demo. */
export interface DemoCommand<Option extends string = string, Flag extends string = string> {
  /** Text above the options in `--help`. */
  readonly summary: string;
  /** Option `--timeout`: its help, and its default in seconds. */
  readonly timeout: { readonly bounds: string; readonly seconds: number };
  /** Additional options of this command, by name. Each has a text as its value. */
  readonly options?: Readonly<Record<Option, DemoOption>>;
  /** Additional options without a value, by name, with their help. */
  readonly flags?: Readonly<Record<Flag, string>>;
  /** Runs the command. Returns true if the result is as expected. */
  readonly run: (kubectl: Kubectl, given: Given<Option, Flag>) => Promise<boolean>;
}

/** Option with a text as its value. */
export interface DemoOption {
  readonly help: string;
  readonly default: string;
  /** Allowed values. Undefined if every text is allowed. */
  readonly choices?: readonly string[];
}

/** Values of the options. */
export interface Given<Option extends string, Flag extends string> {
  readonly seconds: number;
  readonly options: Readonly<Record<Option, string>>;
  readonly flags: ReadonlySet<Flag>;
}

/** Wrong usage, or a missing requirement. The message explains how to fix it. */
export class NotReady extends Error {}

/** Runs a command and sets the exit code. 0: success. 1: unexpected result. 2: wrong usage, or a missing requirement. */
export function demoCommand<Option extends string = never, Flag extends string = never>(
  command: DemoCommand<Option, Flag>,
): void {
  execute(command).then(
    (code) => (process.exitCode = code),
    (error: Error) => {
      if (!(error instanceof NotReady || error instanceof KubectlError)) throw error;
      console.error(error instanceof KubectlError ? error.details : error.message);
      process.exitCode = error instanceof NotReady ? 2 : 1;
    },
  );
}

async function execute<Option extends string, Flag extends string>(
  command: DemoCommand<Option, Flag>,
): Promise<number> {
  const values = parse(command);
  if (values.help === true) {
    console.log(usage(command));
    return 0;
  }
  const seconds = Number(values.timeout);
  if (!(seconds > 0 && seconds < 86_400))
    throw new NotReady(
      `--timeout must be a number of seconds above 0 and below 86400, got ${JSON.stringify(values.timeout)}`,
    );
  for (const [name, { choices }] of Object.entries<DemoOption>(command.options ?? {}))
    if (choices?.includes(String(values[name])) === false)
      throw new NotReady(`--${name} must be ${choices.join(' or ')}, got ${JSON.stringify(values[name])}`);
  const kubectl = new Kubectl({ context: text(values.context), kubeconfig: text(values.kubeconfig) });
  await checkCluster(kubectl);
  const options = Object.fromEntries(Object.keys(command.options ?? {}).map((name) => [name, String(values[name])]));
  const flags = new Set((Object.keys(command.flags ?? {}) as Flag[]).filter((name) => values[name] === true));
  return (await command.run(kubectl, { seconds, options: options as Record<Option, string>, flags })) ? 0 : 1;
}

type Values = Readonly<Record<string, unknown>>;

type Options = Omit<DemoCommand, 'run'>;

function parse(command: Options): Values {
  const options: NonNullable<ParseArgsConfig['options']> = {
    context: { type: 'string' },
    kubeconfig: { type: 'string' },
    timeout: { type: 'string', default: String(command.timeout.seconds) },
    help: { type: 'boolean', short: 'h' },
  };
  for (const [name, option] of Object.entries(command.options ?? {}))
    options[name] = { type: 'string', default: option.default };
  for (const name of Object.keys(command.flags ?? {})) options[name] = { type: 'boolean' };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new NotReady(`${(error as Error).message}\n\n${usage(command)}`);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function usage({ summary, timeout, options = {}, flags = {} }: Options): string {
  const lines: ReadonlyArray<readonly [option: string, help: string]> = [
    ['--context NAME', 'context of the kubeconfig (default: the current context)'],
    ['--kubeconfig FILE', 'kubeconfig file (default: that of kubectl)'],
    ['--timeout SECONDS', `${timeout.bounds} (default: ${timeout.seconds})`],
    ...Object.entries(options).map(
      ([name, option]) =>
        [
          `--${name} ${option.choices?.join('|') ?? name.toUpperCase()}`,
          `${option.help} (default: ${option.default})`,
        ] as const,
    ),
    ...Object.entries(flags).map(([name, help]) => [`--${name}`, help] as const),
  ];
  const width = Math.max(...lines.map(([option]) => option.length)) + 2;
  return [summary, '', ...lines.map(([option, help]) => `  ${option.padEnd(width)}${help}`)].join('\n');
}

async function checkCluster(kubectl: Kubectl): Promise<void> {
  try {
    await kubectl.run('version', '-o', 'json');
  } catch (error) {
    if (error instanceof KubectlMissing) {
      throw new NotReady('kubectl is not in PATH: install it (https://kubernetes.io/docs/tasks/tools/)');
    }
    if (!(error instanceof KubectlError)) throw error;
    throw new NotReady(
      `no cluster answers: ${error.message}\nstart one (such as kind, k3s or minikube), or select one with --context or --kubeconfig`,
    );
  }
}
