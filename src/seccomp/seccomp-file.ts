import { Problems, quote } from '../diagnostics/input-error';
import type { ProfileFinding } from '../diagnostics/profile-finding';
import { SeccompSyntaxError } from '../diagnostics/profile-syntax-error';
import { letsThrough, SeccompAction } from './action';
import { archMapOf } from './arch-map';
import type { SeccompArchitecture } from './architecture';
import { SeccompFileRule } from './file-rule';
import type { SeccompFlag } from './flag';
import { listNode, memberOf, nodeOf, withMembers } from './json/json-edit';
import { JsonError, readJson, type JsonMember, type JsonNode, type JsonObject } from './json/json-reader';
import { listOf, member, numberOf, objectOf, textOf, textsOf } from './json/json-shape';
import { renderJson } from './json/json-writer';
import { lintSeccomp } from './lint/lints';
import { SeccompProfile } from './profile';
import type { SeccompProfileProps } from './profile-props';
import { resolvedMembers } from './resolve';
import type { SeccompExtendOptions, SeccompResolveOptions, SeccompToProfileOptions } from './seccomp-file-options';
import { checkSyscallRule, normalSyscallRule, syscallRuleJson, type SeccompSyscallRule } from './syscall-rule';

// keys of the runtime specification, and comments; other keys are for container engines, or have no effect
const RUNTIME_KEYS: ReadonlyArray<string> = [
  'defaultAction',
  'defaultErrnoRet',
  'architectures',
  'flags',
  'listenerPath',
  'listenerMetadata',
  'syscalls',
  'names',
  'action',
  'errnoRet',
  'args',
  'comment',
];

/**
 * A seccomp profile in a JSON file, which can be read without loss, linted, changed and written back.
 *
 * The file can have the format of the runtime specification or that of container engines (`archMap`, `includes`, `excludes`).
 * Its content need not be valid for a runtime. Unknown keys, the order of keys, every digit and comments are kept.
 *
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export class SeccompFile {
  /**
   * Reads a profile.
   *
   * @param file name of the file in messages; without folders and `.json` it is the name of the profile
   * @throws {@link SeccompSyntaxError} if the text is not JSON, or does not have the shape of a profile
   */
  public static parse(text: string, file: string = 'profile.json'): SeccompFile {
    try {
      const document = readJson(text);
      return new SeccompFile(objectOf(document, 'a seccomp profile'), file);
    } catch (error) {
      if (error instanceof JsonError) throw new SeccompSyntaxError(error.message, file, error.line, error.column);
      throw error;
    }
  }

  /** Returns a typed profile as the file that it renders to. */
  public static of(profile: SeccompProfile): SeccompFile {
    return SeccompFile.parse(profile.render(), `${profile.name}.json`);
  }

  /** Name of the profile: the name of the file without folders and `.json`. */
  public readonly name: string;
  /** Action on a system call that no rule covers, as in the file; undefined if it is missing. */
  public readonly defaultAction?: string;
  /** Error number of the default action, if the file has one. */
  public readonly defaultErrnoRet?: number;
  /** Interfaces in the file, including those in `archMap`. */
  public readonly architectures: string[];
  /** Flags of the installation of the filter. */
  public readonly flags: string[];
  /** Rules, in the order of the file. */
  public readonly rules: SeccompFileRule[];

  private constructor(
    /** Parsed text, with the position of every value. @internal */
    public readonly _document: JsonObject,
    /** Name of the file, as given. */
    public readonly file: string,
  ) {
    const document = this._document;
    this.name = (file.split(/[\\/]/).pop() ?? file).replace(/\.json$/i, '');
    this.defaultAction = textOf(member(document, 'defaultAction'), 'defaultAction');
    this.defaultErrnoRet = numberOf(member(document, 'defaultErrnoRet'), 'defaultErrnoRet');
    textOf(member(document, 'defaultErrno'), 'defaultErrno');
    this.flags = textsOf(member(document, 'flags'), 'flags');
    textOf(member(document, 'listenerPath'), 'listenerPath');
    textOf(member(document, 'listenerMetadata'), 'listenerMetadata');
    this.rules = listOf(member(document, 'syscalls'), 'syscalls').map((node, i) =>
      SeccompFileRule._read(node, `syscalls[${i}]`),
    );
    this.architectures = [
      ...new Set([
        ...textsOf(member(document, 'architectures'), 'architectures'),
        ...archMapOf(document).flatMap(({ architecture, subArchitectures }) => [architecture, ...subArchitectures]),
      ]),
    ];
  }

  /** Returns the profile as JSON, indented by two spaces, with every digit as it was and a line feed at its end. */
  public render(): string {
    return `${renderJson(this._document)}\n`;
  }

  /** Returns findings about weak, wrong or ineffective parts of the profile, in the order of their lines. */
  public lint(): ProfileFinding[] {
    return lintSeccomp(this);
  }

  /**
   * Returns the profile with additions. Everything else is kept.
   *
   * @throws {@link InputError} if a rule is not valid, or contradicts a rule of the file
   */
  public extend(options: SeccompExtendOptions): SeccompFile {
    const { allow = [], rules = [], architectures = [] } = options;
    const added: SeccompSyscallRule[] = [
      ...(allow.length > 0 ? [{ names: allow, action: SeccompAction.ALLOW }] : []),
      ...rules,
    ];
    const problems = new Problems();
    added.forEach((rule, i) => checkSyscallRule(rule, `rule ${i}`, problems));
    for (const rule of rules) for (const name of rule.names) problems.add(this.contradiction(rule, name, allow));
    problems.throwIfAny(`seccomp file ${quote(this.file)}`);
    const kept = this.withoutNames(allow, () => true);
    const nodes = [...kept, ...added.map((rule) => nodeOf(syscallRuleJson(normalSyscallRule(rule))))];
    const covered = [...textsOf(member(this._document, 'architectures'), 'architectures')];
    const missing = architectures.filter((each) => !this.architectures.includes(each));
    const changes = [
      memberOf('syscalls', listNode(nodes)),
      ...(missing.length > 0 ? [memberOf('architectures', nodeOf([...covered, ...missing]))] : []),
    ];
    return this.changed(changes);
  }

  /**
   * Returns the profile without some system calls. They are removed from every rule that allows them, and are denied if the
   * default action would allow them. Rules that deny them are kept.
   */
  public restrict(names: string[]): SeccompFile {
    const kept = this.withoutNames(names, (rule) => letsThrough(rule.action));
    const refusal = letsThrough(this.defaultAction)
      ? [nodeOf({ names: [...new Set(names)].sort(), action: SeccompAction.ERRNO })]
      : [];
    return this.changed([memberOf('syscalls', listNode([...kept, ...refusal]))]);
  }

  /**
   * Returns the profile in the format that every runtime reads, for containers with some capabilities on a kind of node. Rules
   * whose `includes` and `excludes` match are kept without these conditions, other rules are removed, and `archMap` becomes
   * `architectures`.
   *
   * @throws {@link InputError} if the name of an error is unknown
   */
  public resolve(options: SeccompResolveOptions): SeccompFile {
    return this.rewritten(resolvedMembers(this._document, this.rules, options));
  }

  /**
   * Returns the profile as a typed one, which `SeccompInstaller` installs on the nodes. Comments are dropped.
   *
   * @throws {@link InputError} if a runtime would reject the profile, or if it has keys that only container engines read: call
   * `resolve` first
   */
  public toProfile(options: SeccompToProfileOptions = {}): SeccompProfile {
    const problems = new Problems();
    for (const { key } of this.memberKeys()) {
      if (!RUNTIME_KEYS.includes(key))
        problems.add(`runtimes do not read the key ${quote(key)}: resolve the file, or remove the key`);
    }
    if (this.defaultAction === undefined) problems.add('defaultAction is missing');
    problems.throwIfAny(`seccomp file ${quote(this.file)}`);
    return new SeccompProfile({
      ...this._props(),
      name: options.name ?? this.name,
      localhostProfile: options.localhostProfile,
    });
  }

  /** Returns the content of the file as props of a typed profile, without the conditions of container engines. @internal */
  public _props(): SeccompProfileProps {
    return {
      name: 'profile',
      defaultAction: this.defaultAction as SeccompAction | undefined,
      defaultErrnoRet: this.defaultErrnoRet,
      architectures: textsOf(member(this._document, 'architectures'), 'architectures') as SeccompArchitecture[],
      flags: this.flags as SeccompFlag[],
      listenerPath: textOf(member(this._document, 'listenerPath'), 'listenerPath'),
      listenerMetadata: textOf(member(this._document, 'listenerMetadata'), 'listenerMetadata'),
      syscalls: this.rules.map((rule) => rule._runtimeRule()),
    };
  }

  /** Returns the line of a key of the profile; the first line if the key is missing. @internal */
  public _lineOf(key: string): number {
    return this._document.members.find((each) => each.key === key)?.line ?? this._document.line;
  }

  private memberKeys(): JsonMember[] {
    return [...this._document.members, ...this.rules.flatMap((rule) => rule._node.members)];
  }

  private contradiction(rule: SeccompSyscallRule, name: string, replaced: ReadonlyArray<string>): string | undefined {
    if (replaced.includes(name)) return `${quote(name)} is already allowed for all arguments: remove its rule`;
    const earlier = this.rules.find(
      (each) =>
        each.names.includes(name) && each.args.length === 0 && !each.conditional && each.action !== String(rule.action),
    );
    if (earlier === undefined) return undefined;
    return `${quote(name)} is ${earlier.action} on line ${earlier._lineOf(name)} for all arguments, so that a rule with ${rule.action} would have no effect: restrict it first, or allow it`;
  }

  private withoutNames(names: ReadonlyArray<string>, from: (rule: SeccompFileRule) => boolean): JsonNode[] {
    return this.rules.flatMap((rule): JsonNode[] => {
      if (!from(rule) || !rule.names.some((name) => names.includes(name))) return [rule._node];
      const left = rule.names.filter((name) => !names.includes(name));
      if (left.length === 0) return [];
      return [withMembers(rule._node, [memberOf('names', nodeOf(left))], ['name'])];
    });
  }

  private changed(changes: ReadonlyArray<JsonMember>): SeccompFile {
    return this.rewritten(withMembers(this._document, changes).members);
  }

  /** Writes the members and reads them again, so that lines are those of the new text. */
  private rewritten(members: ReadonlyArray<JsonMember>): SeccompFile {
    return SeccompFile.parse(`${renderJson({ ...this._document, members })}\n`, this.file);
  }
}
