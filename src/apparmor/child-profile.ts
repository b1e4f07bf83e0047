import { InputError, quote } from '../diagnostics/input-error';
import type { AppArmorFlag } from './flag';
import type { AppArmorInclude } from './include';
import type { AppArmorRemark, AppArmorRule } from './rule';

/** A profile inside another one. */
export interface AppArmorChildProfileProps extends AppArmorRemark {
  /** Name within the parent: letters, digits and `_ . -`. The kernel calls it `parent//name`. */
  readonly name: string;

  /** What the child allows; it inherits nothing from its parent. */
  readonly rules: AppArmorRule[];

  /**
   * Flags; a child doesn't inherit those of its parent.
   *
   * @default - those of the parent are written again
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files whose rules are read into the child.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];
}

/** A profile inside another one, for programs that the parent starts with `AppArmorExec.child(name)`. */
export class AppArmorChildProfile {
  /** Name within the parent. */
  public readonly name: string;

  /** What the child allows. */
  public readonly rules: AppArmorRule[];

  /** Flags; those of the parent if it isn't set. */
  public readonly flags?: AppArmorFlag[];

  /** Files whose rules are read into the child. */
  public readonly includes: AppArmorInclude[];

  /** Why the child is there. */
  public readonly comment?: string;

  /** @throws InputError if the name isn't one; all else is checked by the profile that takes the child */
  constructor(props: AppArmorChildProfileProps) {
    const problem = profileNameProblem(props.name);
    if (problem !== undefined) throw new InputError('AppArmorChildProfile', [problem]);
    this.name = props.name;
    this.rules = Object.freeze([...props.rules]) as AppArmorRule[];
    this.flags = props.flags && (Object.freeze([...props.flags]) as AppArmorFlag[]);
    this.includes = Object.freeze([...(props.includes ?? [])]) as AppArmorInclude[];
    this.comment = props.comment;
  }
}

// also a safe key of a ConfigMap, and a safe value of an annotation
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const LONGEST_NAME = 253;

/** Says why a text cannot name a profile. */
export function profileNameProblem(name: string): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name))
    return `name must be letters, digits and _ . -, a letter or digit first, got ${quote(name)}`;
  if (name.length > LONGEST_NAME) return `name must have at most ${LONGEST_NAME} characters, got ${name.length}`;
  if (name === 'unconfined') return 'name "unconfined" means no confinement at all: choose another';
  return undefined;
}
