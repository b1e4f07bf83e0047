import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSmallFile } from '../app-package/files/read-file';
import { fileProblem } from '../diagnostics/file-error';
import { InputError, quote } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';
import { SEVERITIES, type Severity } from '../diagnostics/severity';
import { isObject, pointerStep } from '../kubernetes/manifest';
import { readYamlStream, type YamlDocument } from '../kubernetes/yaml/yaml-stream';
import { isPackFile } from '../validation/pack-file';
import { configuredTargets } from '../validation/configured-targets';
import type { ConfiguredTarget } from '../validation/targets-by-path';

/** Name of the configuration file in the working directory. */
export const CONFIG_FILE = '.secure-edge.yaml';

/** Name that is easily taken for {@link CONFIG_FILE}, so that its settings would be lost. */
const OTHER_NAME = '.secure-edge.yml';

const LARGEST = 1024 * 1024;

/** Settings of a project. A setting that the file does not contain is unset. */
export interface Config {
  readonly packs?: string[];
  readonly kubernetes?: ConfiguredTarget[];
  readonly appArmor?: string;
  readonly exclude?: string[];
  readonly excludeKinds?: string[];
  readonly failOn?: Severity;
  readonly neverAccept?: string[];
  readonly crds?: string[];
  readonly acknowledgements?: boolean;
  readonly baseline?: string;
}

/** Reads the value of a key. Returns the problem as a text if the value is not allowed. */
type Reader<T> = (value: unknown, problem: (text: string) => undefined) => T | undefined;

const text: Reader<string> = (value, problem) =>
  typeof value === 'string' && value !== '' ? value : problem(`must be a text, got ${quote(value)}`);

const texts: Reader<string[]> = (value, problem) => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const wrong = list.find((each) => typeof each !== 'string' || each === '');
  return wrong === undefined && list.length > 0
    ? (list as string[])
    : problem(`must be a list of texts, got ${quote(wrong ?? value)}`);
};

const flag: Reader<boolean> = (value, problem) =>
  typeof value === 'boolean' ? value : problem(`must be true or false, got ${quote(value)}`);

function choice<T extends string>(choices: ReadonlyArray<T>): Reader<T> {
  return (value, problem) =>
    choices.find((each) => each === value) ??
    problem(
      `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}, got ${quote(value)}${typeof value === 'string' ? didYouMean(value, choices) : ''}`,
    );
}

const kubernetes: Reader<ConfiguredTarget[]> = (value, problem) => {
  const targets = configuredTargets(value);
  return typeof targets === 'string' ? problem(targets) : targets;
};

/** YAML reads an unquoted yes or no as a boolean. */
const appArmor: Reader<string> = (value, problem) =>
  choice(['yes', 'no', 'unknown'])(typeof value === 'boolean' ? (value ? 'yes' : 'no') : value, problem);

const READERS: { readonly [K in keyof Config]-?: Reader<NonNullable<Config[K]>> } = {
  packs: texts,
  kubernetes,
  appArmor,
  exclude: texts,
  excludeKinds: texts,
  failOn: choice(SEVERITIES),
  neverAccept: texts,
  crds: texts,
  acknowledgements: flag,
  baseline: text,
};

/** Keys of the file. */
export const CONFIG_KEYS: ReadonlyArray<string> = Object.keys(READERS);

/**
 * Reads a configuration file, or the one in the working directory.
 * @param file path on the command line; false to read none
 * @throws InputError if a named file does not exist, the file has the extension `.yml`, or a file has a key or value that is not allowed
 */
export function readConfig(file?: string | false): Config {
  if (file === false || (file === undefined && !isThere(CONFIG_FILE))) {
    if (file === undefined && isThere(OTHER_NAME))
      throw new InputError(OTHER_NAME, [`is not read: rename it to ${CONFIG_FILE}, or run with --no-config`]);
    return {};
  }
  const name = file ?? CONFIG_FILE;
  let content: string;
  try {
    content = readSmallFile(name, LARGEST).toString('utf8');
  } catch (error) {
    throw new InputError(name, [`cannot be read: ${fileProblem(error)}`]);
  }
  return withPaths(configIn(name, content), dirname(name));
}

/** True for a file, also for a link to one that does not exist: settings that cannot be read are not the same as none. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Reads the text of a configuration file. */
function configIn(name: string, content: string): Config {
  const { documents, problems } = readYamlStream(content);
  const [problem] = problems;
  if (problem !== undefined) throw new InputError(`${name}:${problem.line}:${problem.column}`, [problem.message]);
  const used = documents.filter(({ value }) => value !== null);
  const [first, second] = used;
  if (first === undefined) return {};
  if (second !== undefined || !isObject(first.value))
    throw new InputError(`${name}:${(second ?? first).lineOf('')}:1`, ['must be one map of settings']);
  const config: Record<string, unknown> = {};
  const found: string[] = [];
  for (const [key, value] of Object.entries(first.value)) {
    if (key === '$schema' || value === null) continue;
    const say = (what: string): undefined => void found.push(`${placeOf(key, first, content)}: ${key} ${what}`);
    const reader = Object.hasOwn(READERS, key) ? READERS[key as keyof Config] : undefined;
    if (reader === undefined)
      say(`is not a setting; must be one of ${CONFIG_KEYS.join(', ')}${didYouMean(key, CONFIG_KEYS)}`);
    else config[key] = reader(value, say);
  }
  if (found.length > 0) throw new InputError(name, found);
  return config;
}

/** Returns the line and the column of a key. */
function placeOf(key: string, { lineOf }: YamlDocument, content: string): string {
  const lines = content.split('\n');
  const valueLine = lineOf(pointerStep(key));
  // the value of a key can start below it
  for (let line = valueLine; line > 0; line -= 1) {
    const column = (lines[line - 1] ?? '').indexOf(key);
    if (column >= 0) return `line ${line}, column ${column + 1}`;
  }
  return `line ${valueLine}`;
}

/** Makes the paths of a file in another folder relative to the working directory. */
function withPaths(config: Config, folder: string): Config {
  const located = (path: string): string => (folder === '.' ? path : join(folder, path));
  return {
    ...config,
    ...(config.packs && { packs: config.packs.map((each) => (isPackFile(each) ? packPath(located(each)) : each)) }),
    ...(config.crds && { crds: config.crds.map(located) }),
    ...(config.baseline !== undefined && { baseline: located(config.baseline) }),
  };
}

/** Returns the path of a pack with its mark, without which it would be the name of a built-in one. */
function packPath(path: string): string {
  return isPackFile(path) ? path : `./${path}`;
}
