import type { Command } from 'commander';
import { CONFIG_FILE, readConfig, type Config } from './config-file';
import type { OptionNames } from './option-names';
import type { ConfiguredTarget } from '../validation/targets-by-path';

/** Options that a configuration file adds to those of a command. */
export interface ConfiguredOptions {
  /** Targets of the configuration file. */
  readonly configuredTargets?: ReadonlyArray<ConfiguredTarget>;
  /** Names in errors for the options whose value comes from the file, by option: `packs in .secure-edge.yaml`. */
  readonly settingNames?: OptionNames;
}

/** Options that a setting with another name sets, or adds to. */
const SETTINGS: Readonly<Record<string, keyof Config>> = {
  '--pack': 'packs',
  '--kubernetes': 'kubernetes',
  '--never-accept': 'neverAccept',
  '--exclude-kind': 'excludeKinds',
  '--crds': 'crds',
};

/**
 * Returns the options of a command together with those of the configuration file. The command line comes before the file. Lists
 * of excludes, rules that nothing may acknowledge, and folders of CRDs add to those of the file.
 * @throws InputError if the file cannot be read
 */
export function configured<T>(command: Command): T & ConfiguredOptions {
  const options = command.optsWithGlobals<Record<string, unknown>>();
  const { config: file } = options;
  const config = readConfig(typeof file === 'string' || file === false ? file : undefined);
  const isTyped = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const chosen = (name: string, value: unknown): Record<string, unknown> =>
    value === undefined || isTyped(name) ? {} : { [name]: value };
  const added = (name: string, list: ReadonlyArray<string> | undefined): Record<string, unknown> =>
    list === undefined ? {} : { [name]: [...list, ...((options[name] as string[] | undefined) ?? [])] };
  const settingNames = namesOf(config, typeof file === 'string' ? file : CONFIG_FILE, (option) =>
    command.options.some((each) => each.long === option && isTyped(each.attributeName())),
  );
  return { ...options, ...settingsOf(config, chosen, added), settingNames } as T & ConfiguredOptions;
}

/** Returns what an error calls the options that settings of a file set. */
function namesOf(config: Config, file: string, isTyped: (option: string) => boolean): OptionNames {
  const used = Object.entries(SETTINGS).filter(
    ([option, setting]) => config[setting] !== undefined && !(option === '--pack' && isTyped(option)),
  );
  return Object.fromEntries(
    used.map(([option, setting]) => [option, `${isTyped(option) ? `${option} or ` : ''}${setting} in ${file}`]),
  );
}

function settingsOf(
  config: Config,
  chosen: (name: string, value: unknown) => Record<string, unknown>,
  added: (name: string, list: ReadonlyArray<string> | undefined) => Record<string, unknown>,
): Record<string, unknown> {
  return {
    ...chosen('pack', config.packs),
    ...chosen('apparmor', config.appArmor),
    ...chosen('failOn', config.failOn),
    ...chosen('acknowledgements', config.acknowledgements),
    ...chosen('baseline', config.baseline),
    ...added('exclude', config.exclude),
    ...added('excludeKind', config.excludeKinds),
    ...added('neverAccept', config.neverAccept),
    ...added('crds', config.crds),
    configuredTargets: config.kubernetes ?? [],
  };
}
