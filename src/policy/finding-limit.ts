import { SEVERITIES, Severity } from '../diagnostics/severity';
import { engineRules } from './engine-rule';
import { Finding, type UnlistedFindings } from './finding';
import type { ObjectSubject } from './subject/object-subject';

/** Number of findings listed for one object. */
export const MOST_FINDINGS_OF_OBJECT = 1_000;

/** Number of findings listed in a report, which is the maximum that code scanning of GitHub accepts for one run. */
export const MOST_FINDINGS_OF_REPORT = 25_000;

/** Returns the worst findings in their order, and one more that represents the others. */
export function limitFindings(
  findings: Finding[],
  most: number,
  object: ObjectSubject,
  whose: 'this object' | 'this report',
): Finding[] {
  if (findings.length <= most) return findings;
  const listed = new Set(SEVERITIES.flatMap((severity) => openOnes(findings, severity)).slice(0, most));
  for (const finding of findings) if (listed.size < most) listed.add(finding);
  const others = findings.filter((finding) => !listed.has(finding));
  return [...findings.filter((finding) => listed.has(finding)), notice(others, object, whose)];
}

function openOnes(findings: ReadonlyArray<Finding>, severity: Severity): Finding[] {
  return findings.filter(
    (finding) => finding.acknowledged === undefined && !finding.isKnown && finding.severity === severity,
  );
}

function notice(others: ReadonlyArray<Finding>, object: ObjectSubject, whose: string): Finding {
  const unlisted = countFindings(others);
  const open = SEVERITIES.filter((severity) => unlisted.open[severity] > 0);
  const counts = [
    ...open.map((severity) => `${unlisted.open[severity]} ${severity}`),
    ...(unlisted.known > 0 ? [`${unlisted.known} known`] : []),
    ...(unlisted.acknowledged > 0 ? [`${unlisted.acknowledged} acknowledged`] : []),
  ];
  const total =
    counts.length === 0
      ? 0
      : open.reduce((sum, each) => sum + unlisted.open[each], unlisted.known + unlisted.acknowledged);
  const rule = engineRules().unlistedFindings;
  const props = {
    rule: rule.id,
    severity: open[0] ?? Severity.LOW,
    message: `${total} more findings of ${whose} are not listed: ${counts.join(', ')}`,
    fix: rule.fix,
    frameworks: [],
    unlisted,
  };
  return Finding._of(props, object, '');
}

/** Counts findings, including those that are not listed. */
export function countFindings(findings: ReadonlyArray<Finding>): UnlistedFindings {
  const open = { [Severity.CRITICAL]: 0, [Severity.HIGH]: 0, [Severity.MEDIUM]: 0, [Severity.LOW]: 0 };
  let [known, acknowledged] = [0, 0];
  for (const finding of findings) {
    if (finding._unlisted !== undefined) {
      for (const severity of SEVERITIES) open[severity] += finding._unlisted.open[severity];
      known += finding._unlisted.known;
      acknowledged += finding._unlisted.acknowledged;
    } else if (finding.acknowledged !== undefined) acknowledged += 1;
    else if (finding.isKnown) known += 1;
    else open[finding.severity] += 1;
  }
  return { open, acknowledged, known };
}
