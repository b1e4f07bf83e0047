import type { Finding } from '../policy/finding';
import { CIS_1_12 } from '../policy/frameworks/cis';
import type { Control, Framework } from '../policy/frameworks/framework';
import { NIST_800_190 } from '../policy/frameworks/nist-800-190';
import { NSA_CISA } from '../policy/frameworks/nsa-cisa';
import type { Rule } from '../policy/rule';

/**
 * State of a control in a check. No control counts as met: manifests can show that a control is violated, but not that it is
 * fulfilled completely.
 */
export type ControlState = 'open' | 'acknowledged' | 'nothing found' | 'no rule run' | 'not visible in manifests';

/** Control with its state, and the rules that provide evidence for it. */
export interface ControlPosture {
  readonly control: Control;
  readonly rules: string[];
  readonly open: number;
  readonly state: ControlState;
}

/** Standard with the state of each of its controls. */
export interface FrameworkPosture {
  readonly name: string;
  readonly controls: ControlPosture[];
}

const FRAMEWORKS: ReadonlyArray<Framework> = [NIST_800_190, CIS_1_12, NSA_CISA];

/** Determines the state of every control of every standard. */
export function postureOf(rules: ReadonlyArray<Rule>, findings: ReadonlyArray<Finding>): FrameworkPosture[] {
  return FRAMEWORKS.map((framework) => {
    const name = framework.version === undefined ? framework.name : `${framework.name} ${framework.version}`;
    const isOf = (control: Control, each: { readonly name: string; readonly id: string }): boolean =>
      each.name === name && each.id === control.id;
    const controls = framework.controls.map((control): ControlPosture => {
      const covering = rules.filter((rule) => rule._frameworks.some((each) => isOf(control, each)));
      const against = findings.filter((finding) => finding.frameworks.some((each) => isOf(control, each)));
      const open = against.filter((finding) => finding.acknowledged === undefined).length;
      const state = stateOf(control, covering.length, against.length, open);
      return { control, rules: covering.map((rule) => rule.id), open, state };
    });
    return { name, controls };
  });
}

function stateOf({ elsewhere }: Control, rules: number, against: number, open: number): ControlState {
  if (open > 0) return 'open';
  if (against > 0) return 'acknowledged';
  if (rules > 0) return 'nothing found';
  return elsewhere === undefined ? 'no rule run' : 'not visible in manifests';
}
