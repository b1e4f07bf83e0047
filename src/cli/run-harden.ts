import { join } from 'node:path';
import { hardenYaml } from '../hardening/harden-yaml';
import { Posture } from '../hardening/posture';
import { Target } from '../kubernetes/target';
import type { Finding } from '../policy/finding';
import { nameOf, placeOf } from '../report/content';
import { Severity } from '../severity';
import { ExitCode } from './exit-code';
import type { HardenOptions } from './harden';
import { HardenedManifests } from './hardened-manifests';
import { readInputs, type InputFile } from './input';
import { writeWhole } from './output';
import { printError } from './print';
import { unifiedDiff } from './unified-diff';

/**
 * Hardens manifests: the texts to standard output or to files, what changes in them to standard error, and what stays weak
 * since its author says so, which ends it as a check of the output by Pod Security restricted would.
 */
export function runHarden(paths: ReadonlyArray<string>, { kubernetes, output }: HardenOptions): ExitCode {
  const target = Target.parse(kubernetes);
  const { files, unreadable } = readInputs(paths);
  for (const { name, message } of unreadable) printError(`${name}: ${message}`);
  if (files.length === 0 && unreadable.length === 0)
    printError(
      `no manifest at ${paths.join(', ')}: name a file, or a folder with files that end in .yaml, .yml or .json`,
    );

  const manifests = new HardenedManifests(target);
  let isReadable = files.length > 0 && unreadable.length === 0;
  for (const [i, file] of files.entries()) {
    const { text, documents, problems } = hardenYaml(file.text, new Posture(), target);
    process.stderr.write(unifiedDiff(documents, { ...namesOf(file, output), ...looksOf(process.stderr) }));
    for (const { line, message } of problems) printError(`${file.name}:${line}: ${message}`);
    isReadable &&= problems.length === 0;
    if (output === undefined) process.stdout.write(i === 0 ? closed(text) : later(closed(text)));
    else writeWhole(join(output, file.relative), text);
    manifests.add(file, text);
  }

  const report = manifests.check();
  for (const finding of report.findings) printError(weaknessText(finding));
  if (!isReadable) return ExitCode.UNUSABLE;
  return report.failsAt(Severity.HIGH) ? ExitCode.FOUND : ExitCode.DONE;
}

function namesOf({ name, relative }: InputFile, output: string | undefined): { from: string; to: string } {
  const from = name === '-' ? relative : name;
  return { from, to: output === undefined ? from : join(output, relative) };
}

function looksOf({ isTTY = false }: Partial<NodeJS.WriteStream>): { isTerminal: boolean; isColoured: boolean } {
  return { isTerminal: isTTY, isColoured: isTTY && (process.env.NO_COLOR ?? '') === '' };
}

/** The next text begins a line of its own. */
function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** A text that is not the first of its stream, where no directive may stand before the mark. */
function later(text: string): string {
  const marked = text.replace(/^(%.*\r?\n)+(?=---)/, '');
  return marked.startsWith('---') ? marked : `---\n${marked}`;
}

function weaknessText(finding: Finding): string {
  const { resource, container, path, message, rule, acknowledged } = finding;
  const who = `${nameOf(resource)}${container === undefined ? '' : `, container ${container}`}`;
  const why = acknowledged === undefined ? '' : `; acknowledged: ${acknowledged.reason}`;
  return `${placeOf(finding) ?? ''}: stays weak: ${who}, ${path}: ${message} [${rule}${why}]`;
}
