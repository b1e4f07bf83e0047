import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { fileProblem } from '../diagnostics/file-error';
import { ProfileSyntaxError } from '../diagnostics/profile-syntax-error';
import { isAtLeast, Severity } from '../diagnostics/severity';
import { profileReport, type LintedFile, type ProfileReportOptions } from '../report/profile-report';
import { ExitCode } from './exit-code';
import { printError } from './print';
import { addExamples } from './examples';

/** Language of profiles. */
export interface ProfileLanguage<Linted extends LintedFile = LintedFile> {
  /** Name of the command. */
  readonly command: string;
  readonly description: string;
  readonly examples: [line: string, does: string][];
  /** Reads and checks a text. @throws {@link ProfileSyntaxError} if it cannot be read */
  readonly lint: (text: string, file: string) => Linted;
  /** Finds problems between files, each of which can be read. */
  readonly conflicts?: (files: ReadonlyArray<Linted>) => ReadonlyArray<Error>;
}

/** Largest file of profiles, in bytes: hundreds of times the size of a profile. */
export const LARGEST_PROFILE_FILE = 4 * 1024 * 1024;

/** Adds the command that reads, checks and writes back profiles of one language. */
export function addProfileLint<Linted extends LintedFile>(
  program: Command,
  end: (code: ExitCode) => void,
  language: ProfileLanguage<Linted>,
): void {
  const command = program
    .command(language.command)
    .description(language.description)
    .argument('<file...>', 'profiles, or - for standard input')
    .addOption(new Option('--format <format>', 'format of the findings').choices(['text', 'json']).default('text'))
    .option('--render', 'write the profiles to standard output as they were read; findings then go to standard error')
    .action((files: string[], options: ProfileReportOptions) => end(lintFiles(files, options, language)));
  addExamples(command, ...language.examples);
}

function lintFiles<Linted extends LintedFile>(
  files: ReadonlyArray<string>,
  options: ProfileReportOptions,
  language: ProfileLanguage<Linted>,
): ExitCode {
  const linted = [...new Set(files)].flatMap((file) => {
    try {
      return [{ file, ...language.lint(read(file), file) }];
    } catch (error) {
      printError(explain(error, file));
      return [];
    }
  });
  const report = profileReport(linted, options);
  process.stderr.write(report.findings);
  process.stdout.write(report.output);
  const conflicts = language.conflicts?.(linted) ?? [];
  for (const { message } of conflicts) printError(message);
  if (conflicts.length > 0 || linted.length < new Set(files).size) return ExitCode.UNUSABLE;
  const failing = linted.some(({ findings }) => findings.some(({ severity }) => isAtLeast(severity, Severity.HIGH)));
  return failing ? ExitCode.FOUND : ExitCode.DONE;
}

/** Reads the text of a file. Folders, devices, NUL, text that is not UTF-8, and large files are errors. */
function read(file: string): string {
  const descriptor = file === '-' ? 0 : openSync(file, 'r');
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new Unreadable('is a folder: specify the files in it');
    if (file !== '-' && (status.isCharacterDevice() || status.isBlockDevice())) throw new Unreadable('is a device');
    if (status.size > LARGEST_PROFILE_FILE) throw new Unreadable(TOO_LARGE);
    const bytes = readFileSync(descriptor);
    if (bytes.length > LARGEST_PROFILE_FILE) throw new Unreadable(TOO_LARGE);
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const nul = decoded.indexOf('\0');
    if (nul >= 0) throw new Unreadable('contains the character NUL: it is not a text file', decoded.slice(0, nul));
    return decoded;
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

const TOO_LARGE = `is larger than ${LARGEST_PROFILE_FILE / 1024 / 1024} MiB, the limit for a profile`;

/** Reason why a file cannot be read. If the error has a place, `before` is the text up to it. */
class Unreadable extends Error {
  constructor(
    message: string,
    public readonly before?: string,
  ) {
    super(message);
  }

  public get place(): string {
    if (this.before === undefined) return '';
    const lines = this.before.split('\n');
    return `:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  }
}

function explain(error: unknown, file: string): string {
  if (error instanceof ProfileSyntaxError) return error.message;
  if (error instanceof Unreadable) return `${file}${error.place}: ${error.message}`;
  if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  return `${file}: ${fileProblem(error)}`;
}
