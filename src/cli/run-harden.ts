import { hardenYaml, type HardenedYaml } from '../hardening/harden-yaml';
import { joinedStream } from '../hardening/joined-stream';
import { Posture } from '../hardening/posture';
import { Target } from '../kubernetes/target';
import type { Finding } from '../policy/finding';
import { nameOf, placeOf } from '../report/content';
import { Severity } from '../diagnostics/severity';
import { ExitCode } from './exit-code';
import { HardenedManifests } from './hardened-manifests';
import { readInputs, type InputFile } from './input';
import { writeWhole } from './output';
import { TARGET_OPTIONS, withOptionNames } from './option-names';
import { OutputFolder } from './output-folder';
import { printError } from './print';
import { unifiedDiff } from './unified-diff';

/** Options of the command `harden`. */
export interface HardenOptions {
  readonly kubernetes: string;
  readonly output?: string;
}

/**
 * Hardens manifests. Writes them to standard output or to files, and the changes to standard error. Values that remain weak
 * because the author wrote them are reported, and the exit code is that of a check of the output by Pod Security restricted.
 */
export function runHarden(paths: ReadonlyArray<string>, { kubernetes, output }: HardenOptions): ExitCode {
  const target = withOptionNames('secure-edge harden', TARGET_OPTIONS, () => Target.parse(kubernetes));
  const { files, unreadable } = readInputs(paths);
  for (const { name, message } of unreadable) printError(`${name}: ${message}`);
  if (files.length === 0 && unreadable.length === 0)
    printError(
      `no manifest at ${paths.join(', ')}: specify a file, or a folder with files that end in .yaml, .yml or .json`,
    );

  const folder = output === undefined ? undefined : new OutputFolder(output, files);
  for (const problem of folder?.problems ?? []) printError(problem);
  if ((folder?.problems.length ?? 0) > 0) return ExitCode.UNUSABLE;

  const manifests = new HardenedManifests(target);
  const streams: HardenedYaml[] = [];
  let isReadable = files.length > 0 && unreadable.length === 0;
  for (const file of files) {
    const hardened = hardenYaml(file.text, new Posture(), target);
    const { text, documents, problems } = hardened;
    process.stderr.write(unifiedDiff(documents, { ...namesOf(file, folder), ...looksOf(process.stderr) }));
    for (const { line, message } of problems) printError(`${file.name}:${line}: ${message}`);
    isReadable &&= problems.length === 0;
    if (text === undefined) continue;
    if (folder === undefined) streams.push(hardened);
    else writeWhole(folder.pathOf(file), text);
    manifests.add(file, hardened);
  }
  const stream = joinedStream(streams);
  if (stream === undefined)
    printError('the files cannot be joined to one stream on standard output: specify a folder with --output');
  else process.stdout.write(stream);
  isReadable &&= stream !== undefined;

  const report = manifests.check();
  for (const finding of report.findings) printError(weaknessText(finding));
  if (!isReadable) return ExitCode.UNUSABLE;
  return report.failsAt(Severity.HIGH) ? ExitCode.FOUND : ExitCode.DONE;
}

function namesOf(file: InputFile, folder: OutputFolder | undefined): { from: string; to: string } {
  const from = file.name === '-' ? file.relative : file.name;
  return { from, to: folder?.pathOf(file) ?? from };
}

function looksOf({ isTTY = false }: Partial<NodeJS.WriteStream>): { isTerminal: boolean; isColoured: boolean } {
  return { isTerminal: isTTY, isColoured: isTTY && (process.env.NO_COLOR ?? '') === '' };
}

function weaknessText(finding: Finding): string {
  const { resource, container, path, message, rule, acknowledged } = finding;
  const who = `${nameOf(resource)}${container === undefined ? '' : `, container ${container}`}`;
  const why = acknowledged === undefined ? '' : `; acknowledged: ${acknowledged.reason}`;
  return `${placeOf(finding) ?? ''}: remains weak: ${who}, ${path}: ${message} [${rule}${why}]`;
}
