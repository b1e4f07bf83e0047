import { InputError, quote } from '../diagnostics/input-error';
import type { AppArmorFlag } from './flag';
import type { AppArmorInclude } from './include';
import type { AppArmorRemark, AppArmorRule } from './rule';

/** Properties of a child profile. */
export interface AppArmorChildProfileProps extends AppArmorRemark {
  /** Name within the parent: letters, digits and `_ . -`. The kernel calls it `parent//name`. */
  readonly name: string;

  /** Rules of the child, which inherits none from its parent. */
  readonly rules: AppArmorRule[];

  /**
   * Flags of the child.
   *
   * @default - the flags of the parent, which are repeated in the text
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files whose rules become part of the child.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];
}

/** A profile inside another one, for programs that the parent starts with `AppArmorExec.child(name)`. */
export class AppArmorChildProfile {
  /** Name within the parent. */
  public readonly name: string;

  /** Rules of the child. */
  public readonly rules: AppArmorRule[];

  /** Flags of the child. If unset, the child has the flags of its parent. */
  public readonly flags?: AppArmorFlag[];

  /** Files whose rules become part of the child. */
  public readonly includes: AppArmorInclude[];

  /** Comment above the child. */
  public readonly comment?: string;

  /** @throws {@link InputError} if the name is invalid. The profile that contains the child checks everything else. */
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

// such a name is also a safe key of a ConfigMap, and a safe value of an annotation
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const LONGEST_NAME = 253;

/** Returns the reason why a text cannot be the name of a profile. */
export function profileNameProblem(name: string): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name))
    return `name must be letters, digits and _ . -, starting with a letter or digit, got ${quote(name)}`;
  if (name.length > LONGEST_NAME) return `name must have at most ${LONGEST_NAME} characters, got ${name.length}`;
  if (name === 'unconfined') return 'name "unconfined" means no confinement: use another name';
  return undefined;
}
