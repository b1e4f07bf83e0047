import { isAtLeast, SEVERITIES, Severity } from '../diagnostics/severity';
import { countOf, type ReportContent } from './content';

/** Result of a check in one word, with its reason. */
export interface Verdict {
  readonly word: 'Passed' | 'Failed' | 'Incomplete';
  readonly reason: string;
  /** True if there is nothing to do. */
  readonly isGood: boolean;
}

/** Determines the verdict of a check. It says the same as the exit code of `secure-edge check`. */
export function verdictOf({ report, unreadable, failOn = Severity.HIGH }: ReportContent): Verdict {
  const severities = SEVERITIES.filter((severity) => isAtLeast(severity, failOn));
  const failing = severities.reduce((sum, severity) => sum + report.count(severity), 0);
  const which = failOn === Severity.CRITICAL ? 'critical' : `${failOn} or worse`;
  const found = `${countOf(failing, 'open finding')} ${failing === 1 ? 'is' : 'are'} ${which}`;
  const unjudged = unreadable.length + report.notJudged.length;
  if (unjudged > 0)
    return { word: 'Incomplete', reason: `a part of the input was not judged; ${found}`, isGood: false };
  if (failing > 0) return { word: 'Failed', reason: found, isGood: false };
  return { word: 'Passed', reason: `no open finding is ${which}`, isGood: true };
}
