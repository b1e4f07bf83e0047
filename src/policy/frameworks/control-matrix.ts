import type { Rule } from '../rule';
import { CIS_1_10, CIS_1_12 } from './cis';
import type { Control, Framework } from './framework';
import { NIST_800_190 } from './nist-800-190';
import { NSA_CISA } from './nsa-cisa';

/** The standards whose controls rules show evidence for. */
export const FRAMEWORKS: ReadonlyArray<Framework> = [NIST_800_190, CIS_1_10, CIS_1_12, NSA_CISA];

/** A control, and what shows evidence for it. */
export interface ControlCoverage {
  readonly control: Control;
  /** Rules that show evidence for it; none for one that is checked elsewhere. */
  readonly rules: ReadonlyArray<Rule>;
}

/**
 * Every control of a standard with the rules that show evidence for it, in the standard's order.
 * One that cannot be seen in manifests has no rules, and says where it is checked instead: it is never met by a clean report.
 */
export function controlMatrix(framework: Framework, rules: ReadonlyArray<Rule>): ControlCoverage[] {
  return framework.controls.map((control) => ({
    control,
    rules: rules.filter((rule) =>
      rule.controls.some(
        (c) => c.framework === framework.name && c.version === framework.version && c.id === control.id,
      ),
    ),
  }));
}
