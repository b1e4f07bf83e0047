import { realpathSync, statSync } from 'node:fs';
import { InputError, quote } from '../diagnostics/input-error';
import { nearestWord } from '../diagnostics/nearest-word';
import { hardenYaml, type HardenedYaml } from '../hardening/harden-yaml';
import { CONTROL_NAMES, type HardeningControl } from '../hardening/hardening-control';
import { joinedStream } from '../hardening/joined-stream';
import { Posture } from '../hardening/posture';
import { Surroundings } from '../hardening/surroundings';
import { annotatedTarget } from '../kubernetes/annotated-target';
import type { Manifest } from '../kubernetes/manifest';
import { Target } from '../kubernetes/target';
import { readYamlStream, type YamlStream } from '../kubernetes/yaml/yaml-stream';
import { noticeText } from '../report/content';
import type { ConfiguredOptions } from './configured';
import { ExitCode } from './exit-code';
import { HardeningSummary } from './hardening-summary';
import { readInputs, type InputFile } from './input';
import { writeAll, type WrittenFile } from './output';
import { namesWithSettings, TARGET_OPTIONS, withOptionNames } from './option-names';
import { isForKubernetes } from './kubernetes-file';
import { OutputFolder } from './output-folder';
import { pathFilter } from '../validation/path-filter';
import { printError } from './print';
import { SkippedFiles } from './skipped-files';
import { nodeAppArmor, TargetsByPath, type KubernetesOption } from '../validation/targets-by-path';
import { unifiedDiff } from './unified-diff';

/** Options of the command `harden`. */
export interface HardenOptions extends ConfiguredOptions {
  /** Globs of files and folders to skip, which only a configuration file has. */
  readonly exclude?: ReadonlyArray<string>;
  readonly kubernetes: KubernetesOption;
  readonly apparmor?: string;
  readonly skip?: ReadonlyArray<string>;
  readonly output?: string;
  readonly inPlace?: boolean;
}

const COMMAND = 'secure-edge harden';

/**
 * Hardens manifests as one set. Writes them to standard output or to files, and the changes to standard error. Values that remain
 * weak because the author wrote them are reported, and the exit code is that of a check of the output by Pod Security restricted.
 */
export function runHarden(paths: ReadonlyArray<string>, options: HardenOptions): ExitCode {
  const { output, inPlace = false } = options;
  const appArmor = nodeAppArmor(options.apparmor);
  const configuredNames = namesWithSettings(TARGET_OPTIONS, options.settingNames);
  const targets = TargetsByPath.parse(COMMAND, options.kubernetes, options.configuredTargets ?? [], (name, isTyped) =>
    withOptionNames(COMMAND, isTyped ? TARGET_OPTIONS : configuredNames, () => Target.parse(name, { appArmor })),
  );
  const skip = controlsNamed(options.skip ?? []);
  if (inPlace && output !== undefined)
    throw new InputError(COMMAND, [
      '--in-place overwrites the inputs, and --output writes to a folder: use only one of them',
    ]);
  const skipped = new SkippedFiles();
  const onIgnored = (path: string): void => void skipped.ignored.push(path);
  const { files, unreadable } = readInputs(paths, { onIgnored, isExcluded: pathFilter(options.exclude ?? []) });
  for (const { name, message } of unreadable) printError(`${name}: ${message}`);

  const folder = output === undefined ? undefined : new OutputFolder(output, files);
  const problems = [...(folder?.problems ?? []), ...(inPlace ? problemsInPlace(files) : [])];
  for (const problem of problems) printError(problem);
  if (problems.length > 0) return ExitCode.UNUSABLE;

  const inputs = files.map((file) => ({ file, stream: readYamlStream(file.text), target: targets.of(file.name) }));
  targets.requireUse();
  const isSkipped = ({ file, stream }: (typeof inputs)[number]): boolean => {
    if (!file.isFound || isForKubernetes(stream, file.text)) return false;
    // a folder of output has every readable file of its input
    return file.isHidden || (folder === undefined && !inPlace) || stream.problems.length > 0;
  };
  const kept = inputs.filter((input) => !isSkipped(input));
  for (const { file } of inputs.filter(isSkipped)) if (!file.isHidden) skipped.foreign.push(file.name);
  for (const notice of skipped.notices) printError(noticeText(notice));
  const empty = kept.filter(({ stream }) => isEmpty(stream));
  for (const { file } of empty) printError(`${file.name}: is empty, so there is nothing to harden`);
  const surroundings = new Surroundings();
  for (const { stream } of kept) for (const { value } of stream.documents) surroundings.add(value);

  const targetOf = (object: Manifest): Target | undefined => annotatedTarget(object, { appArmor }).target;
  const summary = new HardeningSummary(targets.general);
  const streams: HardenedYaml[] = [];
  const written: WrittenFile[] = [];
  let isReadable = kept.length > 0 && unreadable.length === 0;
  for (const { file, stream, target } of kept) {
    // a target of the command line comes before the annotations
    const context = { skip, surroundings, ...(target === undefined && { targetOf }) };
    const hardened = hardenYaml(file.text, new Posture(), target ?? targets.general, context, stream);
    const { text, documents } = hardened;
    process.stderr.write(unifiedDiff(documents, { ...namesOf(file, folder), ...looksOf(process.stderr) }));
    for (const { line, message } of hardened.problems) printError(`${file.name}:${line}: ${message}`);
    isReadable &&= hardened.problems.length === 0;
    if (text === undefined) continue;
    if (inPlace && text !== file.text) written.push({ path: realpathSync(file.name), text });
    else if (folder !== undefined) written.push({ path: folder.pathOf(file), text });
    else if (!inPlace) streams.push(hardened);
    summary.add(file, hardened, target);
  }
  if (summary.isEmpty && unreadable.length === 0 && isReadable === kept.length > 0) {
    if (empty.length === 0 || empty.length < kept.length)
      printError(
        `no manifest at ${paths.join(', ')}: specify a file, or a folder with files that end in .yaml, .yml or .json`,
      );
    isReadable = false;
  }
  const isWritten = !inPlace || isReadable;
  if (isWritten) writeAll(written);
  else printError('nothing is written, because not every file can be read and hardened');
  isReadable = writeJoined(streams) && isReadable;

  const isWeak = summary.print(isWritten);
  if (!isReadable) return ExitCode.UNUSABLE;
  return isWeak ? ExitCode.FOUND : ExitCode.DONE;
}

/** Returns true if a text has no document with content. */
function isEmpty({ documents, problems }: YamlStream): boolean {
  return problems.length === 0 && documents.every(({ value }) => value === null);
}

/** Returns the controls with some names. @throws InputError if a name is unknown */
function controlsNamed(names: ReadonlyArray<string>): ReadonlySet<HardeningControl> {
  const known: ReadonlyArray<string> = CONTROL_NAMES;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new InputError(
      COMMAND,
      unknown.map((name) => {
        const nearest = nearestWord(name, known);
        const fix = nearest === undefined ? '' : `: did you mean ${quote(nearest)}?`;
        return `--skip must be ${listText(known)}, got ${quote(name)}${fix}`;
      }),
    );
  return new Set(names as HardeningControl[]);
}

function listText(names: ReadonlyArray<string>): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

function problemsInPlace(files: ReadonlyArray<InputFile>): string[] {
  return files.flatMap(({ name }) => {
    if (name === '-') return ['standard input cannot be overwritten: specify files, or leave out --in-place'];
    return statSync(name).isFile() ? [] : [`${name} is not a file, so --in-place cannot overwrite it: use --output`];
  });
}

function writeJoined(streams: ReadonlyArray<HardenedYaml>): boolean {
  const stream = joinedStream(streams);
  if (stream === undefined)
    printError('the files cannot be joined to one stream on standard output: specify a folder with --output');
  else process.stdout.write(stream);
  return stream !== undefined;
}

function namesOf(file: InputFile, folder: OutputFolder | undefined): { from: string; to: string } {
  const from = file.name === '-' ? file.relative : file.name;
  return { from, to: folder?.pathOf(file) ?? from };
}

function looksOf({ isTTY = false }: Partial<NodeJS.WriteStream>): { isTerminal: boolean; isColoured: boolean } {
  return { isTerminal: isTTY, isColoured: isTTY && (process.env.NO_COLOR ?? '') === '' };
}
