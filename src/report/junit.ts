import type { Finding } from '../policy/finding';
import {
  byObject,
  nameOf,
  noticeText,
  notJudgedText,
  partition,
  placeOf,
  stateOf,
  targetsOf,
  untilText,
  type ReportContent,
} from './content';
import { escapeMarkup } from './escape';

/**
 * Renders the report as JUnit XML. Each object with findings is a suite: an open finding is a failure, an acknowledged or a known one is
 * a skipped case. Each unreadable input and each kind that was not judged is an error. One more case counts all objects, so that
 * no run is empty.
 */
export function junitReport({ report, unreadable, notices }: ReportContent): string {
  const groups = byObject(report.findings);
  const { open, known, acknowledged } = partition(report.findings);
  const suites = [
    ...groups.map(suiteOf),
    ...errorSuite(
      'input that cannot be read',
      unreadable.map(({ file, line, message }) =>
        errorCase('input', line === undefined ? file : `${file}:${line}`, message),
      ),
    ),
    ...errorSuite(
      'kinds that are not judged',
      report.notJudged.map((each) =>
        errorCase('kinds', notJudgedText(each), 'not judged because no rule knows the kind or its content'),
      ),
    ),
    suite(
      'all objects',
      [
        `<testcase classname="objects" name="${report.objects} judged for ${escapeMarkup(targetsOf(report))}"/>`,
        ...notices.map((each) => `<system-out>${escapeMarkup(noticeText(each))}</system-out>`),
      ],
      { tests: 1, failures: 0, errors: 0, skipped: 0 },
    ),
  ];
  const errors = unreadable.length + report.notJudged.length;
  const tests = report.findings.length + errors + 1;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="secure-edge" tests="${tests}" failures="${open.length}" errors="${errors}" skipped="${known.length + acknowledged.length}">
${suites.join('')}</testsuites>
`;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** Returns a suite of errors, if there are any. */
function errorSuite(name: string, cases: ReadonlyArray<string>): string[] {
  return cases.length === 0
    ? []
    : [suite(name, cases, { tests: cases.length, failures: 0, errors: cases.length, skipped: 0 })];
}

function errorCase(classname: string, name: string, message: string): string {
  return `<testcase classname="${classname}" name="${escapeMarkup(name)}"><error message="${escapeMarkup(message)}"/></testcase>`;
}

function suiteOf(findings: ReadonlyArray<Finding>): string {
  const [first] = findings;
  const skipped = findings.filter((f) => stateOf(f) !== 'open').length;
  const counts = { tests: findings.length, failures: findings.length - skipped, errors: 0, skipped };
  return suite(first === undefined ? '' : nameOf(first.resource), findings.map(caseOf), counts);
}

function suite(name: string, cases: ReadonlyArray<string>, { tests, failures, errors, skipped }: Counts): string {
  return `  <testsuite name="${escapeMarkup(name)}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}">
${cases.map((each) => `    ${each}\n`).join('')}  </testsuite>
`;
}

function caseOf(finding: Finding): string {
  const { rule, severity, container, value, message, path, fix } = finding;
  const name = [nameOf(finding.resource), container, path, value]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const place = placeOf(finding);
  const skipped = skippedBecause(finding);
  const outcome =
    skipped === undefined
      ? `<failure type="${severity}" message="${escapeMarkup(message)}">${escapeMarkup(place ?? '')} ${escapeMarkup(fix)}</failure>`
      : `<skipped message="${escapeMarkup(skipped)}"/>`;
  return `<testcase classname="${escapeMarkup(rule)}" name="${escapeMarkup(name)}">${outcome}</testcase>`;
}

function skippedBecause(finding: Finding): string | undefined {
  const { acknowledged, isKnown } = finding;
  if (acknowledged === undefined) return isKnown ? 'known, because the baseline contains it' : undefined;
  const until = untilText(finding);
  return `accepted${until === '' ? '' : ` ${until}`}: ${acknowledged.reason}`;
}
