import { Problems } from '../../diagnostics/input-error';
import type { ProfileBody, ProfileParts } from '../profile-body';
import { declareVariables } from '../variables';
import { WorkBudget } from '../work-budget';
import { placedRule } from './placed-rule';
import { LintSubject } from './subject';
import type { LintSubjectProps } from './subject';

/** A typed profile, whose text gives the lines of its rules. */
interface RenderedProfile extends ProfileParts {
  render(): string;
}

/** Rules and includes of a profile or a child, and where they are in the rendered text. */
interface Body extends Pick<ProfileBody, 'rules' | 'includes'> {
  readonly indent: string;
  /** Index of the line on which the profile or child starts. */
  readonly start: number;
}

/** Subjects for a typed profile and its children. Lines are those of the rendered text. */
export function lintSubjects(profile: RenderedProfile): LintSubject[] {
  const variables = declareVariables(new Problems(), profile.name, profile.variables);
  const rendered = profile.render();
  const text = rendered.split('\n');
  const [, abi] = /^abi <(.*)>,$/m.exec(rendered) ?? [];
  const start = text.findIndex((line) => line.startsWith(`profile ${profile.name} `));
  const common = { variables, abi, budget: WorkBudget.forText(rendered.length) };
  const main = new LintSubject({
    ...common,
    ...placedBody(text, { ...profile, indent: '  ', start }),
    name: profile.name,
    line: start + 1,
    flags: profile.flags,
    children: profile.children.map(({ name }) => ({ name })),
  });
  const children = profile.children.map((child) => {
    const at = text.findIndex((line) => line.startsWith(`  profile ${child.name} `));
    return new LintSubject({
      ...common,
      ...placedBody(text, { ...child, indent: '    ', start: at }),
      name: `${profile.name}//${child.name}`,
      line: at + 1,
      flags: child.flags ?? profile.flags,
      children: [],
    });
  });
  return [main, ...children];
}

function placedBody(text: ReadonlyArray<string>, body: Body): Pick<LintSubjectProps, 'rules' | 'includes'> {
  return {
    rules: body.rules.map((rule) => placedRule(rule, lineOf(text, body.indent + rule.render(), body.start))),
    includes: body.includes.map(({ path }) => path),
  };
}

function lineOf(text: ReadonlyArray<string>, line: string, from: number): number {
  return text.indexOf(line, from) + 1;
}
