import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import type { Glob } from '../glob/glob';
import { overlap } from '../glob/glob-overlap';
import { FileRule } from '../rules/file-rule';
import type { AppArmorLint } from './lint';
import type { LintSubject } from './subject';

/** Finds a rule that runs a program under a child profile that does not exist. */
export const missingChild: AppArmorLint = {
  id: 'missing-child',
  severity: Severity.HIGH,
  title: 'a program runs under a child profile that does not exist',
  rationale:
    'The parser compiles a rule for a child profile that does not exist. Every execution then fails, or uses the fallback of the mode.',
  check: (profile) => {
    const children = new Children(profile);
    return profile
      .of(FileRule)
      .filter(({ rule }) => /^c/i.test(rule.exec?.mode ?? '') && !children.has(rule))
      .map(({ rule, line }) => ({
        line,
        message: `${rule.path} runs under ${rule.exec?.target === undefined ? 'a child profile for its path' : `the child profile ${quote(rule.exec.target)}`}, which ${quote(profile.name)} does not have`,
        fix: 'add the child profile, or run the program under this profile (ix)',
      }));
  },
  good: '/bin/tool Cx -> tool,\nprofile tool flags=(attach_disconnected, mediate_deleted) {\n  /bin/tool mr,\n  signal (receive) peer=unconfined,\n}',
  bad: '/bin/tool Cx -> tool,',
};

/** Children of a profile, by name and by the path that they apply to. */
class Children {
  private readonly names: ReadonlySet<string>;
  private attachments: ReadonlyArray<Glob> | undefined;

  constructor(private readonly profile: LintSubject) {
    this.names = new Set(profile.children.map(({ name }) => name));
  }

  /** True if the rule's child exists, or if the budget runs out before that is known. */
  public has({ path, exec }: FileRule): boolean {
    if (exec?.target !== undefined) return this.names.has(exec.target);
    const { budget } = this.profile;
    this.attachments ??= this.profile.children
      .map(({ name, attachment = name }) => this.profile.glob(attachment))
      .filter((glob) => glob !== undefined);
    const programs = this.profile.glob(path);
    if (programs === undefined) return budget.unanswered > 0;
    for (const attachment of this.attachments) {
      const meets = budget.spend(1) ? overlap(programs, attachment, budget) : undefined;
      if (meets !== false) return true;
    }
    return false;
  }
}
