import type { Rule } from '../rule';
import { CIS_1_10, CIS_1_12 } from './cis';
import type { Control, Framework } from './framework';
import { NIST_800_190 } from './nist-800-190';
import { NSA_CISA } from './nsa-cisa';

/** Standards whose controls rules show evidence for. */
export const FRAMEWORKS: ReadonlyArray<Framework> = [NIST_800_190, CIS_1_10, CIS_1_12, NSA_CISA];

/** Control with the rules that show evidence for it. */
export interface ControlCoverage {
  readonly control: Control;
  /** Rules that show evidence for the control. Empty for a control that is checked elsewhere. */
  readonly rules: ReadonlyArray<Rule>;
}

/**
 * Returns every control of a standard with the rules that show evidence for it, in the order of the standard.
 * A control that manifests do not show has no rules, and states where it is checked instead. A clean report never meets it.
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
