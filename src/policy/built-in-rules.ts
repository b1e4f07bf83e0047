import { InputError, quote } from '../input-error';
import type { Rule } from './rule';
import { NoPrivileged } from './rules/no-privileged';
import { ReadOnlyRootFilesystem } from './rules/read-only-root-filesystem';
import { RunAsNonRoot } from './rules/run-as-non-root';

/** One of each, by id. */
const CLASSES: ReadonlyArray<new () => Rule> = [NoPrivileged, ReadOnlyRootFilesystem, RunAsNonRoot];

/** The rules that come with the library, each one object however often it is asked for. */
export class BuiltInRules {
  /** Every rule, by id. */
  public static all(): Rule[] {
    this.rules ??= CLASSES.map((rule) => new rule());
    return [...this.rules];
  }

  /**
   * The rule of an id.
   * @throws when there is none
   */
  public static named(id: string): Rule {
    const rule = this.all().find((each) => each.id === id);
    if (!rule) throw new InputError('BuiltInRules', [`no rule has the id ${quote(id)}`]);
    return rule;
  }

  private static rules?: Rule[];

  private constructor() {}
}
