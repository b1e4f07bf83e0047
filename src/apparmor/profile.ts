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

/** What an AppArmor profile consists of. */
export interface AppArmorProfileProps extends AppArmorRemark {
  /**
   * Name under which the kernel knows the profile, and which a pod asks for: letters, digits and `_ . -`, a letter or digit first,
   * at most 253. Never `unconfined`.
   */
  readonly name: string;

  /** What the profile allows and refuses; their order has no meaning. */
  readonly rules: AppArmorRule[];

  /**
   * Flags.
   *
   * @default [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED] - what the overlay file systems of containers need
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files of the node whose rules are read into the profile.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];

  /**
   * Variables for paths and names, beside those of `<tunables/global>`; each has one value or more.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string[] };

  /**
   * Which rules the author knew of.
   *
   * @default AppArmorAbi.V3_0
   */
  readonly abi?: AppArmorAbi;

  /**
   * The oldest parser that will compile the profile; a rule or flag that came later is refused.
   *
   * @default AppArmorParserVersion.V3_0
   */
  readonly parserVersion?: AppArmorParserVersion;

  /**
   * Profiles inside this one.
   *
   * @default - none
   */
  readonly children?: AppArmorChildProfile[];
}

/** What is added to a profile that exists. */
export interface AppArmorExtendOptions extends AppArmorRemark {
  /** Name of the new profile. */
  readonly name: string;

  /**
   * Rules besides those that are there.
   *
   * @default - none
   */
  readonly rules?: AppArmorRule[];

  /**
   * Flags instead of those that are there.
   *
   * @default - those that are there
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files besides those that are there.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];

  /**
   * Variables besides those that are there; one of the same name replaces it.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string[] };

  /**
   * Children besides those that are there.
   *
   * @default - none
   */
  readonly children?: AppArmorChildProfile[];
}

/** What is taken from a profile that exists. */
export interface AppArmorRestrictOptions extends AppArmorRemark {
  /** Name of the new profile. */
  readonly name: string;

  /** Refusals and limits besides the rules that are there: nothing that allows more. */
  readonly rules: AppArmorRule[];
}

const DEFAULT_FLAGS: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED];
// a ConfigMap holds 1 MiB
const MOST_BYTES = 1024 * 1024 - 1;

/**
 * An AppArmor profile for containers: a list of what a process may do, kept by the kernel.
 *
 * The model is the language of AppArmor 3.0, for the parsers of Debian 12, Ubuntu 22.04 and later, unless `parserVersion` asks for more. Whatever can be constructed
 * renders to a text that apparmor_parser 3.0.8 compiles; no value can break out of its place. Profiles don't change; `extend` makes new ones.
 *
 * @see https://gitlab.com/apparmor/apparmor/-/wikis/QuickProfileLanguage
 */
export class AppArmorProfile {
  /** Name under which the kernel knows the profile. */
  public readonly name: string;

  /** What the profile allows and refuses. */
  public readonly rules: AppArmorRule[];

  /** Flags. */
  public readonly flags: AppArmorFlag[];

  /** Files of the node whose rules are read into the profile. */
  public readonly includes: AppArmorInclude[];

  /** Variables, beside those of `<tunables/global>`. */
  public readonly variables: { readonly [name: string]: string[] };

  /** Which rules the author knew of. */
  public readonly abi: AppArmorAbi;

  /** The oldest parser that will compile the profile. */
  public readonly parserVersion: AppArmorParserVersion;

  /** Profiles inside this one. */
  public readonly children: AppArmorChildProfile[];

  /** What the profile is for. */
  public readonly comment?: string;

  private readonly text: string;

  /**
   * @throws InputError if the name isn't one, flags contradict each other, a variable is missing or refers to itself, two rules run a common file
   * under different profiles, a child is there twice or missing, or the text reaches 1 MiB
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
    if (bytes > MOST_BYTES) problems.add(`text has ${bytes} bytes: it must stay below 1 MiB to fit a ConfigMap`);
    problems.throwIfAny(subject);
  }

  /** A new profile with the rules of this one and more. */
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
   * A new profile that allows less: refusals win over every allowance that is there.
   *
   * @throws InputError if a rule is neither a refusal nor a limit
   */
  public restrict(options: AppArmorRestrictOptions): AppArmorProfile {
    const problems = new Problems();
    for (const rule of options.rules.filter((each) => !each.denies && !(each instanceof RlimitRule)))
      problems.add(`${rule.render()} is no refusal: give it "deny", or extend the profile`);
    problems.throwIfAny(`AppArmorProfile ${quote(options.name)}`);
    return this.extend(options);
  }

  /** What is weak, wrong or without effect in the profile and its children; lines are those of the rendered text. */
  public lint(): ProfileFinding[] {
    return lintAppArmor(lintSubjects(this));
  }

  /** The text of the whole file, as apparmor_parser reads it; always the same for the same profile, and ends with a line break. */
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
