import { Problems, quote } from '../diagnostics/input-error';
import type { ProfileFinding } from '../diagnostics/profile-finding';
import { AppArmorAbi } from './abi';
import type { AppArmorChildProfile } from './child-profile';
import { AppArmorFlag } from './flag';
import type { AppArmorInclude } from './include';
import { lintAppArmor } from './lint/lints';
import { lintSubjects } from './lint/profile-subjects';
import { AppArmorParserVersion } from './parser-version';
import { checkProfile } from './profile-problems';
import { profileText } from './profile-text';
import type { AppArmorRemark, AppArmorRule } from './rule';
import { distinct } from './rule';
import { RlimitRule } from './rules/rlimit-rule';

/** Properties of an AppArmor profile. */
export interface AppArmorProfileProps extends AppArmorRemark {
  /**
   * Name of the profile in the kernel and in pods: at most 253 letters, digits and `_ . -`, starting with a letter or digit.
   * The name `unconfined` is not allowed.
   */
  readonly name: string;

  /** Rules that allow and deny access. Their order has no effect. */
  readonly rules: AppArmorRule[];

  /**
   * Flags of the profile.
   *
   * @default [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED] - the overlay file systems of containers need them
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files of the node whose rules become part of the profile.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];

  /**
   * Variables for paths and names, in addition to those of `<tunables/global>`. Each has one or more values.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string[] };

  /**
   * Version of the AppArmor language that the profile is written for.
   *
   * @default AppArmorAbi.V3_0
   */
  readonly abi?: AppArmorAbi;

  /**
   * Oldest parser that must compile the profile. Rules and flags that came later are rejected.
   *
   * @default AppArmorParserVersion.V3_0
   */
  readonly parserVersion?: AppArmorParserVersion;

  /**
   * Child profiles.
   *
   * @default - none
   */
  readonly children?: AppArmorChildProfile[];
}

/** Parts to add to an existing profile. */
export interface AppArmorExtendOptions extends AppArmorRemark {
  /** Name of the new profile. */
  readonly name: string;

  /**
   * Additional rules.
   *
   * @default - none
   */
  readonly rules?: AppArmorRule[];

  /**
   * Flags that replace those of the existing profile.
   *
   * @default - the flags of the existing profile
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Additional files.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];

  /**
   * Additional variables. A variable replaces an existing one with the same name.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string[] };

  /**
   * Additional child profiles.
   *
   * @default - none
   */
  readonly children?: AppArmorChildProfile[];
}

/** Restrictions to add to an existing profile. */
export interface AppArmorRestrictOptions extends AppArmorRemark {
  /** Name of the new profile. */
  readonly name: string;

  /** Additional deny rules and limits. Rules that allow more are rejected. */
  readonly rules: AppArmorRule[];
}

const DEFAULT_FLAGS: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED];
// the limit of a ConfigMap is 1 MiB
const MOST_BYTES = 1024 * 1024 - 1;

/**
 * An AppArmor profile for containers: a list of what processes are allowed to do, which the kernel enforces.
 *
 * A profile uses the language of AppArmor 3.0, for the parsers of Debian 12, Ubuntu 22.04 and later, unless `parserVersion`
 * specifies a later version. Every profile renders to a text that this parser compiles; no value can change the meaning of
 * another part of the text. Profiles are immutable; `extend` returns a new one.
 *
 * @see https://gitlab.com/apparmor/apparmor/-/wikis/QuickProfileLanguage
 */
export class AppArmorProfile {
  /** Name of the profile in the kernel. */
  public readonly name: string;

  /** Rules that allow and deny access. */
  public readonly rules: AppArmorRule[];

  /** Flags of the profile. */
  public readonly flags: AppArmorFlag[];

  /** Files of the node whose rules become part of the profile. */
  public readonly includes: AppArmorInclude[];

  /** Variables, in addition to those of `<tunables/global>`. */
  public readonly variables: { readonly [name: string]: string[] };

  /** Version of the AppArmor language that the profile is written for. */
  public readonly abi: AppArmorAbi;

  /** Oldest parser that must compile the profile. */
  public readonly parserVersion: AppArmorParserVersion;

  /** Child profiles. */
  public readonly children: AppArmorChildProfile[];

  /** Comment at the start of the profile. */
  public readonly comment?: string;

  private readonly text: string;

  /**
   * @throws {@link InputError} if the name is invalid, flags contradict each other, a variable is missing or refers to
   * itself, two rules run a common file under different profiles, a child is missing or exists twice, or the text has 1 MiB
   * or more
   */
  constructor(props: AppArmorProfileProps) {
    this.name = props.name;
    this.rules = Object.freeze([...props.rules]) as AppArmorRule[];
    this.flags = Object.freeze(distinct(props.flags ?? DEFAULT_FLAGS)) as AppArmorFlag[];
    this.includes = Object.freeze([...(props.includes ?? [])]) as AppArmorInclude[];
    this.variables = frozenVariables(props.variables ?? {});
    this.abi = props.abi ?? AppArmorAbi.V3_0;
    this.parserVersion = props.parserVersion ?? AppArmorParserVersion.V3_0;
    this.children = Object.freeze([...(props.children ?? [])]) as AppArmorChildProfile[];
    this.comment = props.comment;
    const problems = new Problems();
    checkProfile(problems, this);
    const subject = `AppArmorProfile ${quote(this.name)}`;
    problems.throwIfAny(subject);
    this.text = profileText(this);
    const bytes = Buffer.byteLength(this.text);
    if (bytes > MOST_BYTES) problems.add(`text has ${bytes} bytes: must be less than 1 MiB to fit into a ConfigMap`);
    problems.throwIfAny(subject);
  }

  /**
   * Returns a new profile with additional rules.
   *
   * @throws {@link InputError} if the new profile is invalid
   */
  public extend(options: AppArmorExtendOptions): AppArmorProfile {
    return new AppArmorProfile({
      name: options.name,
      comment: options.comment ?? this.comment,
      abi: this.abi,
      parserVersion: this.parserVersion,
      flags: options.flags ?? this.flags,
      includes: [...this.includes, ...(options.includes ?? [])],
      variables: { ...this.variables, ...options.variables },
      rules: [...this.rules, ...(options.rules ?? [])],
      children: [...this.children, ...(options.children ?? [])],
    });
  }

  /**
   * Returns a new profile that allows less: deny rules override all existing allow rules.
   *
   * @throws {@link InputError} if a rule is neither a deny rule nor a limit, or if the new profile is invalid
   */
  public restrict(options: AppArmorRestrictOptions): AppArmorProfile {
    const problems = new Problems();
    for (const rule of options.rules.filter((each) => !each.denies && !(each instanceof RlimitRule)))
      problems.add(`${rule.render()} is not a deny rule: set "deny", or use extend`);
    problems.throwIfAny(`AppArmorProfile ${quote(options.name)}`);
    return this.extend(options);
  }

  /** Finds parts of the profile and its children that are weak, wrong or without effect. Lines are those of the rendered text. */
  public lint(): ProfileFinding[] {
    return lintAppArmor(lintSubjects(this));
  }

  /** Returns the text of the whole file for apparmor_parser. It ends with a line break, and is the same for equal profiles. */
  public render(): string {
    return this.text;
  }
}

function frozenVariables(variables: { readonly [name: string]: string[] }): { readonly [name: string]: string[] } {
  return Object.freeze(
    Object.fromEntries(
      Object.entries(variables).map(([name, values]) => [name, Object.freeze([...values]) as string[]]),
    ),
  );
}
