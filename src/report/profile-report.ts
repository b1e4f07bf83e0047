import { printableJson, printableLine } from '../diagnostics/printable';
import type { ProfileFinding } from '../diagnostics/profile-finding';

/** Parsed and checked file of profiles. */
export interface LintedFile {
  /** Names of the profiles in the file. */
  readonly profiles: ReadonlyArray<string>;
  readonly findings: ReadonlyArray<ProfileFinding>;
  /** Writes the model back as text. */
  readonly render: () => string;
}

/** Options of a report of profiles. */
export interface ProfileReportOptions {
  readonly format: 'text' | 'json';
  /**
   * True if the report contains the profiles as they were read.
   *
   * @default false
   */
  readonly render?: boolean;
}

/** Report of linted profiles, in the two parts that a command writes. */
export interface ProfileReport {
  /** Text for standard output: the findings, or with `render` and the format `text` the profiles. */
  readonly output: string;
  /** Findings that have no place in `output`, for standard error; empty if there are none. */
  readonly findings: string;
}

type NamedFile = LintedFile & { readonly file: string };

/** Reports the findings of linted files. */
export function profileReport(
  linted: ReadonlyArray<NamedFile>,
  { format, render = false }: ProfileReportOptions,
): ProfileReport {
  if (format === 'json') return { output: json(linted, render), findings: '' };
  const findings = linted.flatMap(findingLines).join('');
  return render
    ? { output: linted.map((each) => each.render()).join(''), findings }
    : { output: findings, findings: '' };
}

function json(linted: ReadonlyArray<NamedFile>, isRendered: boolean): string {
  const files = linted.map(({ file, profiles, findings, render }) => ({
    file,
    profiles,
    findings: findings.map(({ rule, severity, profile, line, message, fix }) => ({
      rule,
      severity,
      profile,
      line,
      message,
      fix,
    })),
    ...(isRendered && { rendered: render() }),
  }));
  return `${printableJson({ version: 1, files }, 2)}\n`;
}

function findingLines({ file, findings }: NamedFile): string[] {
  return findings.map(
    ({ line, severity, rule, profile, message, fix }) =>
      [`${file}:${line}: ${severity} ${rule}: ${profile}: ${message}`, `  ${fix}`].map(printableLine).join('\n') + '\n',
  );
}
